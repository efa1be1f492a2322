import { Hono } from 'hono'
import type { Deps } from '../deps.ts'
import type { Env } from '../http/env.ts'
import { confirmRoutes } from './confirm-routes.tsx'
import { mailRoutes } from './mails-routes.tsx'
import { passkeyRoutes } from './passkey-routes.tsx'
import { passwordRoutes } from './password-routes.tsx'
import { profileRoutes } from './profile-routes.tsx'
import { settingsRoutes } from './settings-routes.tsx'
import { signInRoutes } from './sign-in-routes.tsx'
import { twoFactorRoutes } from './two-factor-routes.tsx'

/** Everything about people: signing in, their settings, their public page (gallery.md §1.4), and mails for administrators. */
export function accountRoutes(deps: Deps): Hono<Env> {
  const routes = new Hono<Env>()
  for (const part of [
    signInRoutes,
    twoFactorRoutes,
    passkeyRoutes,
    passwordRoutes,
    confirmRoutes,
    settingsRoutes,
    profileRoutes,
    mailRoutes,
  ]) {
    routes.route('/', part(deps))
  }
  return routes
}
