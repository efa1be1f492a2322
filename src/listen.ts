import type { Server } from 'node:http'
import type { Config } from './config.ts'
import { fail, ok, type Result } from './result.ts'

type Where = Pick<Config, 'host' | 'port'> & {
  /** Other processes of this instance listen there too; the kernel shares new connections out. */
  readonly isShared: boolean
}

/**
 * Listens with as many servers as the host has addresses. `localhost` means both loopback addresses, so that clients reach
 * it whichever they try; IPv6 may be missing. The usual reasons for failing are one sentence for the operator.
 */
export async function listen(create: () => Server, where: Where): Promise<Result<readonly Server[], string>> {
  try {
    if (where.host !== 'localhost') return ok([await listenOn(create(), where)])
    const first = await listenOn(create(), { ...where, host: '127.0.0.1' })
    const second = await listenOn(create(), { ...where, host: '::1' }).catch(() => null)
    return ok(second ? [first, second] : [first])
  } catch (error) {
    return fail(describeFault(error, where))
  }
}

function describeFault(error: unknown, { host, port }: Where): string {
  const { code } = error as NodeJS.ErrnoException
  if (code === 'EADDRINUSE')
    return `${host}:${port} is in use. Stop the program that listens there, or set LODE_PORT to another port.`
  if (code === 'EACCES') return `${host}:${port} may not be used by this user. Set LODE_PORT to a port above 1023.`
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') return `This machine has no address ${host}. Correct LODE_HOST.`
  if (code === 'ENOTSUP') return 'On this system processes cannot share a port. Set LODE_PROCESSES to 1.'
  throw error
}

function listenOn(server: Server, { host, port, isShared }: Where): Promise<Server> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen({ port, host, reusePort: isShared }, () => {
      server.off('error', reject)
      resolve(server)
    })
  })
}
