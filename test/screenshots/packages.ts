import type { NupkgOptions } from '../build-nupkg.ts'
import { drawIcon } from './icons.ts'
import { coreReadme, messagingReadme, pinyinReadme, resilienceReadme, toolReadme } from './readmes.ts'

/** A package of the gallery in pictures: who has it, when its versions came, and how many fetch it on a day of late. */
export type PlannedPackage = NupkgOptions & {
  readonly id: string
  readonly owner: 'contoso' | 'ann' | 'fabrikam'
  /** Oldest first. */
  readonly versions: readonly (readonly [version: string, daysAgo: number])[]
  readonly perDay: number
}

const blue = [36, 84, 150] as const
const green = [38, 110, 84] as const
const plum = [112, 58, 120] as const
const brick = [160, 66, 44] as const
const slate = [58, 68, 84] as const
const ochre = [150, 104, 24] as const

type Range = readonly [id: string, range: string]

function dependsOn(groups: Readonly<Record<string, readonly Range[]>>): NupkgOptions['dependencies'] {
  return Object.entries(groups).map(([targetFramework, ranges]) => ({
    targetFramework,
    dependencies: ranges.map(([id, version]) => ({ id, version })),
  }))
}

/** Assemblies for these frameworks, with their documentation. */
function assemblies(
  id: string,
  frameworks: readonly string[],
  kilobytes: number,
): Readonly<Record<string, Uint8Array | string>> {
  return Object.fromEntries(
    frameworks.flatMap((framework) => [
      [`lib/${framework}/${id}.dll`, Buffer.alloc(kilobytes * 1024, `MZ\x90\0\x03${id}${framework}`, 'latin1')],
      [
        `lib/${framework}/${id}.xml`,
        `<?xml version="1.0"?>\n<doc>\n  <assembly><name>${id}</name></assembly>\n</doc>\n`,
      ],
    ]),
  )
}

function links(project: string, more = ''): string {
  const site = `https://contoso.example/${project}`
  return (
    `<projectUrl>${site}</projectUrl><copyright>© 2024–2026 Contoso</copyright>` +
    `<repository type="git" url="https://git.contoso.example/${project}.git" commit="4f1c2e9a7d3b6058c1e2f3a4b5c6d7e8f9a0b1c2" />${more}`
  )
}

/** What a team and its neighbours publish. Those that others depend on come first where days are the same. */
export const plannedPackages: readonly PlannedPackage[] = [
  {
    id: 'Contoso.Logging',
    owner: 'contoso',
    authors: 'Contoso Platform',
    description: 'Structured logging with one line per request, and redaction of what must never reach a log.',
    tags: 'logging structured redaction',
    icon: drawIcon('layers', slate),
    versions: [
      ['1.0.0', 236],
      ['1.1.0', 171],
      ['1.2.0', 96],
      ['1.2.1', 19],
    ],
    perDay: 148,
    files: assemblies('Contoso.Logging', ['net8.0', 'netstandard2.0'], 68),
    dependencies: dependsOn({
      'net8.0': [['Microsoft.Extensions.Logging.Abstractions', '8.0.0']],
      'netstandard2.0': [
        ['Microsoft.Extensions.Logging.Abstractions', '8.0.0'],
        ['System.Text.Json', '8.0.4'],
      ],
    }),
    metadata: links('logging'),
  },
  {
    id: 'Contoso.Core',
    owner: 'contoso',
    title: 'Contoso Core',
    authors: 'Contoso Platform',
    description: 'What all of our services share: configuration, logging and health checks, wired in one line.',
    tags: 'contoso configuration logging health hosting',
    readme: coreReadme,
    icon: drawIcon('diamond', blue),
    versions: [
      ['1.0.0', 230],
      ['1.1.0', 188],
      ['1.2.0', 151],
      ['2.0.0', 92],
      ['2.0.1', 71],
      ['2.1.0', 33],
      ['2.2.0', 11],
      ['3.0.0-rc.1', 2],
    ],
    perDay: 212,
    files: {
      ...assemblies('Contoso.Core', ['net8.0', 'netstandard2.0'], 142),
      'build/Contoso.Core.props':
        '<Project>\n  <PropertyGroup>\n    <ContosoCore>true</ContosoCore>\n  </PropertyGroup>\n</Project>\n',
      'content/settings.json':
        '{\n  "version": "VERSION",\n  "retries": 3,\n  "timeoutSeconds": 30,\n  "redact": ["authorization", "cookie"]\n}\n',
    },
    dependencies: dependsOn({
      'net8.0': [
        ['Contoso.Logging', '1.1.0'],
        ['Microsoft.Extensions.Hosting', '8.0.0'],
      ],
      'netstandard2.0': [
        ['Contoso.Logging', '1.1.0'],
        ['Microsoft.Extensions.Hosting', '8.0.0'],
        ['System.Text.Json', '[8.0.4, 9.0.0)'],
      ],
    }),
    metadata: links(
      'core',
      '<releaseNotes>Health checks answer sooner: those that do not depend on each other run together.\n' +
        'Configuration may be encrypted. See https://contoso.example/core/encryption for how.\n' +
        'Settings that nobody reads are named when the service starts.</releaseNotes>',
    ),
  },
  {
    id: 'Contoso.Http.Resilience',
    owner: 'contoso',
    authors: 'Contoso Platform',
    description:
      'Retries, time limits and circuit breakers for HttpClient, with the defaults that our services agreed on.',
    tags: 'http resilience retry circuit-breaker',
    readme: resilienceReadme,
    icon: drawIcon('waves', green),
    versions: [
      ['0.9.0', 177],
      ['1.0.0', 140],
      ['1.1.0', 64],
      ['1.2.0', 6],
    ],
    perDay: 131,
    files: assemblies('Contoso.Http.Resilience', ['net8.0'], 57),
    dependencies: dependsOn({
      'net8.0': [
        ['Contoso.Core', '2.0.0'],
        ['Contoso.Logging', '1.2.0'],
      ],
    }),
    metadata: links('resilience'),
  },
  {
    id: 'Contoso.Mail',
    owner: 'contoso',
    authors: 'Contoso Platform',
    description: 'Sends mail over SMTP from templates, and keeps what could not be sent for another try.',
    tags: 'mail smtp templates',
    icon: drawIcon('envelope', brick),
    versions: [
      ['1.0.0', 203],
      ['1.0.1', 122],
      ['1.1.0', 40],
    ],
    perDay: 58,
    files: assemblies('Contoso.Mail', ['net8.0', 'net48'], 41),
    dependencies: dependsOn({ 'net8.0': [['Contoso.Core', '1.0.0']], net48: [['Contoso.Logging', '1.0.0']] }),
    metadata: links('mail'),
  },
  {
    id: 'Contoso.Messaging',
    owner: 'contoso',
    authors: 'Contoso Platform',
    description:
      'One interface for queues and topics: in memory while you test, RabbitMQ or Azure Service Bus when it runs.',
    tags: 'messaging queue rabbitmq service-bus',
    readme: messagingReadme,
    icon: drawIcon('ring', plum),
    versions: [
      ['1.0.0-beta.1', 118],
      ['1.0.0', 88],
      ['1.1.0', 27],
    ],
    perDay: 77,
    files: assemblies('Contoso.Messaging', ['net8.0'], 96),
    dependencies: dependsOn({
      'net8.0': [
        ['Contoso.Core', '2.0.0'],
        ['Contoso.Http.Resilience', '1.0.0'],
        ['RabbitMQ.Client', '7.0.0'],
      ],
    }),
    metadata: links('messaging'),
  },
  {
    id: 'Contoso.Queue',
    owner: 'contoso',
    authors: 'Contoso Platform',
    description: 'A queue over SQL tables. Contoso.Messaging took its place.',
    tags: 'queue sql',
    versions: [
      ['1.0.0', 222],
      ['1.0.1', 160],
    ],
    perDay: 14,
    files: assemblies('Contoso.Queue', ['netstandard2.0'], 33),
    metadata: links('queue'),
  },
  {
    id: 'Contoso.Testing',
    owner: 'contoso',
    authors: 'Contoso Platform',
    description: 'Fakes for clocks, mail and queues, and a host that starts in a test within milliseconds.',
    tags: 'testing fakes xunit',
    icon: drawIcon('page', ochre),
    versions: [
      ['1.0.0', 133],
      ['1.1.0', 49],
    ],
    perDay: 45,
    files: assemblies('Contoso.Testing', ['net8.0'], 52),
    dependencies: dependsOn({
      'net8.0': [
        ['Contoso.Core', '2.0.0'],
        ['Contoso.Messaging', '1.0.0'],
      ],
    }),
    metadata: links('testing'),
  },
  {
    id: 'Contoso.Templates',
    owner: 'contoso',
    authors: 'Contoso Platform',
    description: 'dotnet new contoso-service: a service with logging, health checks and a pipeline, ready to run.',
    tags: 'template dotnet-new',
    packageTypes: ['Template'],
    icon: drawIcon('diamond', blue),
    versions: [
      ['1.0.0', 128],
      ['1.3.0', 30],
    ],
    perDay: 9,
    files: { 'content/service/.template.config/template.json': '{\n  "identity": "Contoso.Service"\n}\n' },
    metadata: links('templates'),
  },
  {
    id: 'Ann.Tool',
    owner: 'ann',
    authors: 'Ann Bergström',
    description: 'Counts the lines of a repository by language, as fast as the disk can read them.',
    tags: 'cli lines loc statistics',
    packageTypes: ['DotnetTool'],
    readme: toolReadme,
    icon: drawIcon('bars', green),
    versions: [
      ['0.1.0', 110],
      ['0.2.0', 83],
      ['1.0.0', 24],
    ],
    perDay: 36,
    files: { 'tools/net8.0/any/DotnetToolSettings.xml': '<DotNetCliTool Version="1" />\n' },
    metadata: '<repository type="git" url="https://git.example/ann/count-lines.git" />',
  },
  {
    id: 'Northwind.Money',
    owner: 'ann',
    authors: 'Ann Bergström',
    description: 'Amounts with their currency: adds only what may be added, and rounds as accountants do.',
    tags: 'money currency decimal',
    icon: drawIcon('coin', ochre),
    versions: [
      ['1.0.0', 191],
      ['1.1.0', 75],
      ['2.0.0', 15],
    ],
    perDay: 94,
    files: assemblies('Northwind.Money', ['net8.0', 'netstandard2.0', 'net462'], 38),
  },
  {
    id: 'Fabrikam.Pdf',
    owner: 'fabrikam',
    authors: 'Fabrikam',
    description: 'Writes PDF files from plain objects: text, tables, pictures and pages that break where they should.',
    tags: 'pdf documents reports',
    icon: drawIcon('page', brick),
    versions: [
      ['3.1.0', 210],
      ['3.2.0', 146],
      ['4.0.0', 58],
      ['4.0.1', 4],
    ],
    perDay: 117,
    files: assemblies('Fabrikam.Pdf', ['net8.0', 'netstandard2.0'], 310),
  },
  {
    id: 'Fabrikam.Charts',
    owner: 'fabrikam',
    authors: 'Fabrikam',
    description: 'Charts as SVG for reports: lines, bars and areas, with axes that choose good numbers by themselves.',
    tags: 'charts svg reports',
    icon: drawIcon('bars', plum),
    versions: [
      ['1.0.0', 105],
      ['1.0.1', 99],
      ['1.1.0', 21],
    ],
    perDay: 51,
    files: assemblies('Fabrikam.Charts', ['net8.0'], 88),
    dependencies: dependsOn({ 'net8.0': [['Fabrikam.Pdf', '4.0.0']] }),
  },
  {
    id: 'Fabrikam.Pinyin',
    owner: 'fabrikam',
    authors: 'Fabrikam 上海',
    description: '将汉字转换为拼音，支持多音字、声调和首字母，适用于姓名排序与搜索。',
    tags: 'pinyin 拼音 chinese',
    readme: pinyinReadme,
    icon: drawIcon('ring', brick),
    versions: [
      ['1.0.0', 80],
      ['1.1.0', 9],
    ],
    perDay: 63,
    files: assemblies('Fabrikam.Pinyin', ['netstandard2.0'], 420),
  },
  { id: 'Contoso.Gone', owner: 'contoso', versions: [['1.0.0', 12]], perDay: 1 },
]
