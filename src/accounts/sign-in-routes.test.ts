import { expect, it } from 'vitest'
import { afterSignOut } from './sign-in-routes.tsx'

it.each([
  ['/packages/Contoso.Core/1.0.0', '/packages/Contoso.Core/1.0.0'],
  ['/packages?q=a', '/packages?q=a'],
  ['/account', '/'],
  ['/Account/apikeys?x=1', '/'],
  ['/admin/mails', '/'],
  ['/packages/Contoso.Core/Manage', '/'],
  ['/users/account/LogOn?returnUrl=%2Faccount', '/users/account/LogOn?returnUrl=%2Faccount'],
  ['//evil.example', '/'],
  ['https://evil.example', '/'],
  ['', '/'],
])('signing out on %j leads to %s', (from, to) => {
  expect(afterSignOut(from)).toBe(to)
})
