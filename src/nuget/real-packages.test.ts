import { execFile, execFileSync } from 'node:child_process'
import { cpSync, existsSync, globSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { beforeAll, describe, expect, test } from 'vitest'
import { buildNupkg } from '../../test/build-nupkg.ts'
import { temporaryFolder } from '../../test/temporary-folder.ts'
import { describeNupkgRefusal, readNupkg } from './nupkg.ts'
import type { Nupkg } from './nupkg.ts'
import { packageKind } from './nuspec.ts'

/** Leaves no build server behind. */
const environment = { ...process.env, MSBUILDDISABLENODEREUSE: '1', UseSharedCompilation: 'false', DOTNET_NOLOGO: '1' }
const dotnet = (...args: readonly string[]): Promise<unknown> =>
  promisify(execFile)('dotnet', args, { env: environment })

const knownPackages = globSync('/opt/nuget/packages/**/*.nupkg')

function hasDotnet(): boolean {
  try {
    execFileSync('dotnet', ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

async function read(path: string): Promise<Nupkg> {
  const nupkg = await readNupkg(path)
  if (!nupkg.ok) throw new Error(describeNupkgRefusal(nupkg.error))
  return nupkg.value
}

function project(properties: string, items = ''): string {
  return `<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>net10.0</TargetFramework>
    <NuGetAudit>false</NuGetAudit>${properties}</PropertyGroup><ItemGroup>${items}</ItemGroup></Project>`
}

const packed = (file: string): string => `<None Include="../${file}" Pack="true" PackagePath="/" />`

const projects = {
  'Contoso.Library': project(
    `<Version>1.2.3-beta.4+sha.5</Version><Authors>Ann, Bob</Authors><Description>A library for gr\u00fcn</Description>
     <PackageTags>one;two</PackageTags><PackageReadmeFile>README.md</PackageReadmeFile>
     <PackageIcon>icon.png</PackageIcon><PackageLicenseExpression>MIT OR Apache-2.0</PackageLicenseExpression>
     <RepositoryUrl>https://contoso.example/x.git</RepositoryUrl><RepositoryType>git</RepositoryType>
     <IncludeSymbols>true</IncludeSymbols><SymbolPackageFormat>snupkg</SymbolPackageFormat>`,
    packed('README.md') + packed('icon.png'),
  ),
  'Contoso.Tool': project(
    `<OutputType>Exe</OutputType><PackAsTool>true</PackAsTool><UseAppHost>false</UseAppHost>
     <PackageLicenseFile>LICENSE.txt</PackageLicenseFile>`,
    packed('LICENSE.txt'),
  ),
  'Contoso.Template': project(
    `<PackageType>Template</PackageType><IncludeContentInPackage>true</IncludeContentInPackage>
     <IncludeBuildOutput>false</IncludeBuildOutput><ContentTargetFolders>content</ContentTargetFolders>
     <NoDefaultExcludes>true</NoDefaultExcludes><NoWarn>NU5128</NoWarn>`,
    '<Content Include="templates/**/*" /><Compile Remove="**/*" />',
  ),
}

describe.skipIf(!hasDotnet())('packages that dotnet pack makes', () => {
  const folder = temporaryFolder()
  const output = join(folder, 'output')

  beforeAll(async () => {
    writeFileSync(join(folder, 'README.md'), '# Read me')
    writeFileSync(join(folder, 'LICENSE.txt'), 'Do what you like.')
    writeFileSync(join(folder, 'icon.png'), Buffer.from('89504e470d0a1a0a0000', 'hex'))
    writeFileSync(
      join(folder, 'nuget.config'),
      '<configuration><packageSources><clear /></packageSources></configuration>',
    )
    for (const [name, text] of Object.entries(projects)) {
      mkdirSync(join(folder, name, 'templates', 'a b', '.template.config'), { recursive: true })
      writeFileSync(join(folder, name, `${name}.csproj`), text)
      writeFileSync(join(folder, name, 'Program.cs'), 'class Program { static void Main() { } }')
      writeFileSync(join(folder, name, 'templates', 'a b', '.template.config', 'template.json'), '{}')
      await dotnet('pack', join(folder, name), '--output', output)
    }
  }, 180_000)

  test('a library with icon, readme and license expression is accepted without a warning', async () => {
    const nupkg = await read(join(output, 'Contoso.Library.1.2.3-beta.4.nupkg'))
    expect(nupkg.warnings).toEqual([])
    expect(nupkg.nuspec).toMatchObject({
      id: 'Contoso.Library',
      version: { full: '1.2.3-beta.4+sha.5' },
      authors: 'Ann, Bob',
      description: 'A library for gr\u00fcn',
      tags: ['one', 'two'],
      license: { type: 'expression', text: 'MIT OR Apache-2.0' },
      repository: { type: 'git', url: 'https://contoso.example/x.git' },
      dependencyGroups: [{ targetFramework: 'net10.0', dependencies: [] }],
    })
    expect(nupkg.files).toMatchObject({ readme: { name: 'README.md' }, icon: { name: 'icon.png' } })
  })

  test('a tool with a license file is accepted', async () => {
    const nupkg = await read(join(output, 'Contoso.Tool.1.0.0.nupkg'))
    expect(packageKind(nupkg.nuspec)).toEqual(['DotnetTool'])
    expect(nupkg.files.license?.name).toBe('LICENSE.txt')
  })

  test('a template is accepted', async () => {
    const nupkg = await read(join(output, 'Contoso.Template.1.0.0.nupkg'))
    expect(packageKind(nupkg.nuspec)).toEqual(['Template'])
    expect(nupkg.entries.map((entry) => entry.name)).toContain('content/templates/a b/.template.config/template.json')
  })

  test('a symbols package is sent to the symbol endpoint', async () => {
    const nupkg = await readNupkg(join(output, 'Contoso.Library.1.2.3-beta.4.snupkg'))
    expect(!nupkg.ok && describeNupkgRefusal(nupkg.error)).toContain('api/v2/symbolpackage')
  })

  test('what the builder of the tests makes is restored by the client, and reads like what pack makes', async () => {
    const feed = join(folder, 'feed')
    const project = join(folder, 'Consumer')
    mkdirSync(feed)
    mkdirSync(project)
    const dependencies = [{ targetFramework: 'net8.0', dependencies: [{ id: 'Built.B', version: '1.0.0' }] }]
    const built = await buildNupkg({ id: 'Built.A', version: '2.0.0-rc.1', readme: '# x', dependencies })
    writeFileSync(join(feed, 'built.a.2.0.0-rc.1.nupkg'), built)
    writeFileSync(join(feed, 'built.b.1.0.0.nupkg'), await buildNupkg({ id: 'Built.B' }))
    writeFileSync(
      join(project, 'Consumer.csproj'),
      `<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>net10.0</TargetFramework>
       <NuGetAudit>false</NuGetAudit><RestorePackagesPath>${folder}/packages</RestorePackagesPath></PropertyGroup>
       <ItemGroup><PackageReference Include="Built.A" Version="2.0.0-rc.1" /></ItemGroup></Project>`,
    )
    await dotnet('restore', project, '--source', feed)
    expect(existsSync(join(folder, 'packages', 'built.b', '1.0.0', 'built.b.nuspec'))).toBe(true)

    const copy = join(folder, 'copy.nupkg')
    cpSync(join(feed, 'built.a.2.0.0-rc.1.nupkg'), copy)
    expect((await read(copy)).nuspec.dependencyGroups).toMatchObject([
      { targetFramework: 'net8.0', dependencies: [{ id: 'Built.B', range: { normalized: '[1.0.0, )' } }] },
    ])
  }, 120_000)
})

describe.skipIf(knownPackages.length === 0)('packages of nuget.org', () => {
  test.each(knownPackages)('%s is accepted', async (path) => {
    const nupkg = await read(path)
    expect(nupkg.isSigned).toBe(true)
    expect(path).toContain(`/${nupkg.nuspec.id.toLowerCase()}/${nupkg.nuspec.version.lower}/`)
  })
})
