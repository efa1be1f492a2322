import { buildNupkg, type NupkgOptions } from './build-nupkg.ts'
import type { TestServer } from './server.ts'

/** What a client sees of a publish request. */
export type PublishAnswer = {
  readonly status: number
  /** The reason phrase: all that the stock client shows. */
  readonly phrase: string
  readonly challenge: string | null
  readonly warning: string | null
}

/** `dotnet nuget push` without `dotnet`: a small package of this ID, with this text as the key (null: no header). */
export async function push(
  server: Pick<TestServer, 'url'>,
  key: string | null,
  pkg: NupkgOptions & { id: string },
): Promise<PublishAnswer> {
  return send(server, key, 'PUT', '/api/v2/package/', new Uint8Array(await buildNupkg(pkg)))
}

/** `dotnet nuget delete`, which unlists. */
export function unlist(
  server: Pick<TestServer, 'url'>,
  key: string | null,
  id: string,
  version: string,
): Promise<PublishAnswer> {
  return send(server, key, 'DELETE', `/api/v2/package/${id}/${version}`)
}

export function relist(
  server: Pick<TestServer, 'url'>,
  key: string | null,
  id: string,
  version: string,
): Promise<PublishAnswer> {
  return send(server, key, 'POST', `/api/v2/package/${id}/${version}`)
}

async function send(
  server: Pick<TestServer, 'url'>,
  key: string | null,
  method: string,
  path: string,
  body?: Uint8Array<ArrayBuffer>,
): Promise<PublishAnswer> {
  const headers: Record<string, string> = key === null ? {} : { 'X-NuGet-ApiKey': key }
  const response = await fetch(server.url + path, { method, headers, ...(body && { body }) })
  await response.text()
  return {
    status: response.status,
    phrase: response.statusText,
    challenge: response.headers.get('WWW-Authenticate'),
    warning: response.headers.get('X-NuGet-Warning'),
  }
}
