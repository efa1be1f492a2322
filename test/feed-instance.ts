import { randomBytes } from 'node:crypto'
import { deflateSync } from 'node:zlib'
import { buildNupkg } from './build-nupkg.ts'
import {
  createPublisher,
  freePort,
  instanceEnv,
  lodeOrThrow,
  pushPackage,
  startServerProcess,
  type ServerProcess,
} from './server-process.ts'
import { temporaryFolder } from './temporary-folder.ts'

const png = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), deflateSync('picture')])

/** A served instance, in a process of its own, with one package of every kind of document. */
export type FeedInstance = {
  readonly url: string
  readonly env: NodeJS.ProcessEnv
  /** Of a user who may push everything. */
  readonly secret: string
  /** What its log says of errors, which is nothing while all is well. */
  errors(): readonly string[]
  /** A second process with other settings on the same data; ends with the instance. */
  serveAs(settings: Readonly<Record<string, string>>): Promise<ServerProcess>
  close(): Promise<void>
}

export async function startFeedInstance(settings: Readonly<Record<string, string>> = {}): Promise<FeedInstance> {
  const data = { LODE_DATA: temporaryFolder() }
  const env = instanceEnv({ ...data, LODE_PORT: String(await freePort()), ...settings })
  await lodeOrThrow(env, ['migrate'])
  const secret = await createPublisher(env, 'ann')
  const server = await startServerProcess(env)
  const servers = [server]
  let log = ''
  server.child.stdout?.on('data', (data: Buffer) => (log += data.toString()))
  const about = { readme: '# Core', icon: png, metadata: '<projectUrl>https://contoso.example/core</projectUrl>' }
  const licensed = { license: null, files: { 'LICENSE.txt': 'Do what you want. '.repeat(50) } }
  const licence =
    '<license type="file">LICENSE.txt</license><licenseUrl>https://aka.ms/deprecateLicenseUrl</licenseUrl>'
  const packages = [
    { id: 'Contoso.Core', version: '1.0.0', ...about },
    { id: 'Contoso.Core', version: '1.1.0', ...about, ...licensed, metadata: licence },
    { id: 'Contoso.Core', version: '2.0.0-Beta.1+sha.5' },
    { id: 'Contoso.Large', version: '1.0.0', files: { 'lib/net8.0/a.dll': randomBytes(600_000) } },
  ]
  for (const options of packages) {
    const pushed = await pushPackage(server.url, secret, await buildNupkg(options))
    if (pushed.status !== 201) throw new Error(`${pushed.status} ${pushed.statusText}`)
  }
  return {
    url: server.url,
    env,
    secret,
    errors: () => log.split('\n').filter((line) => line.startsWith('{')), // LODE_LOG_LEVEL is error
    async serveAs(other) {
      const started = await startServerProcess(
        instanceEnv({ ...data, LODE_PORT: String(await freePort()), ...settings, ...other }),
      )
      servers.push(started)
      return started
    },
    async close() {
      await Promise.all(servers.map(({ kill }) => kill()))
    },
  }
}

/** What a kind of document promises beyond its content. */
export type DocumentKind = {
  readonly name: string
  readonly path: string
  readonly type: string
  readonly caching: RegExp
  readonly hasTag: boolean
  readonly hasDate: boolean
  readonly hasRanges: boolean
  readonly isEncoded: boolean
}

const document = { caching: /max-age=0, must-revalidate$/, hasDate: false, hasRanges: false, isEncoded: true }
const json = { ...document, type: 'application/json', hasTag: true }
const file = { caching: /max-age=86400, immutable$/, hasTag: true, hasDate: true, hasRanges: false, isEncoded: true }
const nupkg = { ...file, type: 'application/octet-stream', hasRanges: true, isEncoded: false }
const flat = '/v3/flat/contoso.core'

/** Every kind of document of the feed, at an address that a `FeedInstance` has. */
export const documentKinds: readonly DocumentKind[] = [
  { name: 'the service index', path: '/v3/index.json', ...json, caching: /max-age=60$/ },
  { name: 'the versions list', path: `${flat}/index.json`, ...json },
  { name: 'a nupkg', path: `${flat}/1.0.0/contoso.core.1.0.0.nupkg`, ...nupkg },
  { name: 'a streamed nupkg', path: '/v3/flat/contoso.large/1.0.0/contoso.large.1.0.0.nupkg', ...nupkg },
  { name: 'a nuspec', path: `${flat}/1.0.0/contoso.core.nuspec`, ...file, type: 'text/xml' },
  { name: 'an icon', path: `${flat}/1.0.0/icon`, ...file, type: 'image/png', isEncoded: false },
  // Owners may write another one at any time.
  { name: 'a README', path: `${flat}/1.0.0/readme`, ...document, type: 'text/markdown; charset=utf-8', hasTag: true },
  { name: 'a licence file', path: `${flat}/1.1.0/license`, ...file, type: 'text/plain; charset=utf-8' },
  ...['reg', 'reg-gz1', 'reg-gz2'].map((hive) => ({
    name: `the registration index in ${hive}`,
    path: `/v3/${hive}/contoso.core/index.json`,
    ...json,
  })),
  { name: 'a registration page', path: '/v3/reg-gz2/contoso.core/page/1.0.0/2.0.0-beta.1.json', ...json },
  { name: 'a registration leaf', path: '/v3/reg-gz2/contoso.core/1.0.0.json', ...json },
  { name: 'a search', path: '/v3/query?q=contoso&semVerLevel=2.0.0&prerelease=true', ...json, hasTag: false },
  { name: 'completion', path: '/v3/autocomplete?q=contoso', ...json, hasTag: false },
]
