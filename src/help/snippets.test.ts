import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { parseXml, type XmlElement } from '../nuget/nuspec-xml.ts'
import { isLocal, type HelpSubject } from './gallery.ts'
import {
  azureDevOps,
  dockerBuild,
  dockerfile,
  gitHubActions,
  gitLab,
  mappedConfig,
  nugetConfig,
  packageReferences,
  packagesProps,
  unlist,
} from './snippets.ts'
import { findTask, tasks } from './tasks.ts'

const subject: HelpSubject = {
  baseUrl: 'http://localhost:5633',
  isPrivate: false,
  sourceName: 'contoso',
  userName: 'ann',
  packages: [
    { id: 'Contoso.Core', version: '1.2.0' },
    { id: 'Contoso.Mail', version: '2.0.0-rc.1' },
  ],
  patterns: ['Contoso.*', 'Tool'],
  isMadeUp: false,
}
const hidden: HelpSubject = { ...subject, baseUrl: 'https://packages.contoso.example', isPrivate: true, userName: null }

function read(xml: string): XmlElement {
  const parsed = parseXml(Buffer.from(xml))
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error))
  return parsed.value
}

const all = (element: XmlElement, name: string): readonly XmlElement[] => [
  ...element.children.filter((child) => child.name === name),
  ...element.children.flatMap((child) => all(child, name)),
]
const values = (element: XmlElement, name: string, attribute: string) =>
  all(element, name).map(({ attributes }) => attributes.get(attribute))

describe('every snippet', () => {
  const snippets = tasks.flatMap((task) =>
    task.steps.flatMap(({ snippet }, i) => (snippet ? [[`${task.name} ${i + 1}`, snippet] as const] : [])),
  )
  test.each(snippets)('%s is well-formed, names this gallery where it names one, and fits its reader', (_, snippet) => {
    for (const reader of [subject, hidden]) {
      const { language, text } = snippet(reader)
      if (language === 'xml') read(text)
      if (language === 'yaml') expect(typeof parse(text)).toBe('object')
      expect(text).not.toMatch(/undefined|null|\[object/)
      for (const url of text.match(/https?:\/\/[^\s"]+/g) ?? []) {
        expect(url).toMatch(
          /^https:\/\/api\.nuget\.org\/v3\/index\.json$|^http:\/\/localhost:5633\/|^https:\/\/packages\.contoso\.example\//,
        )
      }
    }
  })
  test('there is one for each task, and tasks lead to tasks', () => {
    expect(snippets.length).toBeGreaterThan(10)
    for (const { name, steps, next } of tasks) {
      expect([name, steps.some(({ snippet }) => snippet)]).toEqual([name, true])
      for (const other of next) expect([name, findTask(other)?.name]).toEqual([name, other])
    }
  })
})

describe('nuget.config', () => {
  test('has this gallery beside nuget.org, and says that it is not encrypted only where it is not', () => {
    const config = read(nugetConfig(subject).text)
    expect(values(config, 'add', 'value')).toEqual([
      'https://api.nuget.org/v3/index.json',
      'http://localhost:5633/v3/index.json',
    ])
    expect(values(config, 'add', 'allowInsecureConnections')).toEqual([undefined, 'true'])
    expect(nugetConfig(hidden).text).not.toContain('allowInsecureConnections')
  })
  test('of a private gallery takes the key from the environment, and never holds one', () => {
    const credentials = all(read(nugetConfig(hidden).text), 'packageSourceCredentials')[0]
    expect(credentials?.children.map(({ name }) => name)).toEqual(['contoso'])
    expect(credentials && values(credentials, 'add', 'value')).toEqual(['any', '%LODE_KEY%'])
  })
  test('maps the patterns to this gallery and the rest to nuget.org', () => {
    const sources = all(read(mappedConfig(subject).text), 'packageSource')
    expect(sources.map((source) => [source.attributes.get('key'), values(source, 'package', 'pattern')])).toEqual([
      ['nuget.org', ['*']],
      ['contoso', ['Contoso.*', 'Tool']],
    ])
  })
})

test('versions are in one file and nowhere else', () => {
  const props = read(packagesProps(subject).text)
  expect(values(props, 'PackageVersion', 'Include')).toEqual(['Contoso.Core', 'Contoso.Mail'])
  expect(values(props, 'PackageVersion', 'Version')).toEqual(['1.2.0', '2.0.0-rc.1'])
  expect(values(read(packageReferences(subject).text), 'PackageReference', 'Version')).toEqual([undefined, undefined])
})

test('over plain http a version is unlisted at the source that was set up, or the client refuses', () => {
  expect(unlist(subject).text).toMatch(/ --source contoso --non-interactive$/)
  expect(unlist(hidden).text).toContain(' --source https://packages.contoso.example/api/v2/package ')
})

describe('a Docker build', () => {
  test('of a private gallery has the key while it restores, and in no layer', () => {
    const lines = dockerfile(hidden).text.split('\n')
    expect(lines.filter((line) => line.includes('LODE_KEY'))).toEqual([
      'RUN --mount=type=secret,id=lode_key,env=LODE_KEY dotnet publish App --configuration Release --output /app',
    ])
    expect(dockerBuild(hidden).text).toContain('--secret id=lode_key,env=LODE_KEY')
  })
  test('of a public one needs none', () => {
    expect(dockerfile(subject).text + dockerBuild(subject).text).not.toMatch(/secret|KEY/)
  })
  test.each([
    ['http://localhost:5633', true],
    ['http://127.0.0.1:5633', true],
    ['http://[::1]:5633', true],
    ['https://packages.contoso.example', false],
  ])('%s is out of its reach: %s', (baseUrl, expected) => {
    expect(isLocal({ baseUrl })).toBe(expected)
  })
})

describe('pipelines', () => {
  const push = `dotnet nuget push "packages/*.nupkg" --api-key "$LODE_KEY" --source http://localhost:5633/v3/index.json --skip-duplicate --allow-insecure-connections`

  test('on GitHub have the key in the one step that pushes', () => {
    const { jobs } = parse(gitHubActions(subject).text) as {
      jobs: { publish: { steps: { run?: string; env?: object }[] } }
    }
    const { steps } = jobs.publish
    expect(steps.at(-1)).toEqual({ run: push, env: { LODE_KEY: '${{ secrets.LODE_KEY }}' } })
    expect(steps.filter(({ env }) => env)).toHaveLength(1)
  })
  test('on a private gallery restore with the key, too', () => {
    const { jobs } = parse(gitHubActions(hidden).text) as { jobs: { publish: { steps: { env?: object }[] } } }
    expect(jobs.publish.steps.filter(({ env }) => env)).toHaveLength(2)
  })
  test('on GitLab and Azure DevOps push the same way', () => {
    const gitLabFile = parse(gitLab(subject).text) as { publish: { script: string[] } }
    expect(gitLabFile.publish.script.at(-1)).toBe(push)
    const azure = parse(azureDevOps(subject).text) as { steps: { bash?: string; env?: object }[] }
    expect(azure.steps.at(-1)).toMatchObject({ bash: push, env: { LODE_KEY: '$(LODE_KEY)' } })
  })
})
