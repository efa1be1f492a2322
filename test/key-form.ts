import type { Page } from 'playwright-core'

export type KeyForm = {
  readonly name?: string // `ci`
  readonly owner?: string // whoever is chosen already when left out
  readonly globs?: string // `*`
  readonly days?: string
}

/** Makes a key as its user does, on the API Keys page of a browser that is signed in, and answers the secret it shows. */
export async function makeKeyOnPage(page: Page, fields: KeyForm = {}): Promise<string> {
  if (new URL(page.url(), 'http://localhost').pathname !== '/account/apikeys') await page.goto('/account/apikeys')
  const form = page.locator('details.key-create')
  if ((await form.getAttribute('open')) === null) await form.locator('summary').first().click()
  const name = fields.name ?? 'ci'
  await page.getByLabel('Key name').fill(name)
  if (fields.owner) await page.getByLabel('Package owner').selectOption(fields.owner)
  await page.getByLabel('Glob patterns').fill(fields.globs ?? '*')
  if (fields.days) await page.getByLabel('Expires in').selectOption(fields.days)
  await page.getByRole('button', { name: 'Create key' }).click()
  await page.getByRole('heading', { name: `“${name}” is ready` }).waitFor() // or an earlier secret may still be shown
  return shownSecret(page)
}

/** The secret of the key that was just made or regenerated. */
export async function shownSecret(page: Page): Promise<string> {
  return (await page.getByLabel('API key', { exact: true }).innerText()).trim()
}
