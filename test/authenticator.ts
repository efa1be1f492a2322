import { TOTP } from 'otpauth'
import { password } from './people.ts'
import type { TestServer } from './server.ts'
import { textOf, type Visitor } from './session.ts'

/** The code that an authenticator app with this secret shows, as many steps of 30 seconds ahead. */
export function codeOf(server: Pick<TestServer, 'clock'>, secret: string, stepsAhead = 0): string {
  return new TOTP({ secret }).generate({ timestamp: server.clock.now().getTime() + stepsAhead * 30_000 })
}

/** Sets up an authenticator app as its user does, on the pages. The user needs the `password` of people.ts. */
export async function setUpAuthenticator(
  server: Pick<TestServer, 'clock'>,
  visitor: Visitor,
): Promise<{ readonly secret: string; readonly recoveryCodes: readonly string[] }> {
  const from = '/account/TwoFactor'
  const shown = await visitor.post('/account/TwoFactor/SetUp', { currentPassword: password }, { from })
  const secret = /otpauth:[^"]*?secret=([A-Z2-7]+)/.exec(shown.html)?.[1]
  if (secret === undefined) throw new Error(`no secret: ${textOf(shown.html)}`)
  const done = await visitor.post('/account/TwoFactor/Confirm', { code: codeOf(server, secret) }, { from })
  const recoveryCodes = done.html.match(/(?<=<li>)[a-z2-9]{4}(-[a-z2-9]{4}){3}(?=<)/g) ?? []
  if (recoveryCodes.length === 0) throw new Error(`not switched on: ${textOf(done.html)}`)
  server.clock.advance(30_000) // the code that was just used works no second time
  return { secret, recoveryCodes }
}

/** Types name and password on the sign-in page; what comes back is a session or the second step. */
export function typePassword(visitor: Visitor, identifier: string, returnUrl = '/account') {
  const fields = { identifier, password, returnUrl }
  return visitor.post('/users/account/SignIn', fields, { from: '/users/account/LogOn' })
}

export function typeCode(visitor: Visitor, code: string, returnUrl = '/account') {
  return visitor.post('/users/account/SecondStep', { code, returnUrl }, { from: '/users/account/LogOn' })
}
