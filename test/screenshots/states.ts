import type { Page } from 'playwright-core'
import type { Reader } from './pages.ts'

/** What a page looks like only after somebody did something there. */
export type State = {
  readonly name: string
  readonly reader: Reader
  readonly path: string
  act(page: Page): Promise<void>
  /** Undoes it, so that the next look begins as this one. */
  undo?(page: Page): Promise<void>
}

const password = '#field-password'
const submit = 'main form[method=post] button.button-primary'

export const states: readonly State[] = [
  {
    name: 'state search suggestions',
    reader: 'stranger',
    path: '/',
    async act(page) {
      await page.locator('main').getByRole('combobox').pressSequentially('contoso')
      await page.locator('.suggestions > li').first().waitFor()
      await page.keyboard.press('ArrowDown')
    },
  },
  {
    name: 'state sign in refused',
    reader: 'stranger',
    path: '/users/account/LogOn',
    async act(page) {
      await page.locator('#field-identifier').fill('ann')
      await page.locator(password).fill('not the password')
      await page.locator(submit).first().click()
      await page.locator('.notice-danger').waitFor()
    },
  },
  {
    name: 'state register refused',
    reader: 'stranger',
    path: '/users/account/SignUp',
    async act(page) {
      await page.locator('#field-name').fill('ann')
      await page.locator('#field-email').fill('ann@contoso.example')
      await page.locator(password).fill('password1234')
      await page.locator(submit).first().click()
      await page.locator('.field-error').first().waitFor()
    },
  },
  {
    name: 'state account menu',
    reader: 'ann',
    path: '/packages/Northwind.Money',
    async act(page) {
      await page.locator('.account-button').click()
      await page.locator('.menu').waitFor()
    },
  },
  {
    name: 'state settings saved',
    reader: 'ann',
    path: '/account#notifications',
    async act(page) {
      await page.locator('#notifications:not([open]) > summary').click()
      await page.locator('#notifications button').click()
      await page.locator('.flashes').waitFor()
    },
  },
  {
    name: 'state upload refused',
    reader: 'ann',
    path: '/packages/manage/upload',
    async act(page) {
      const file = { name: 'a.nupkg', mimeType: 'application/octet-stream', buffer: Buffer.from('not a zip') }
      await page.locator('input[type=file]').setInputFiles(file)
      await page.locator(submit).first().click()
      await page.locator('.notice-danger').waitFor()
    },
  },
  {
    name: 'state key form filled in',
    reader: 'cleo',
    path: '/account/apikeys',
    async act(page) {
      await openKeyForm(page)
      await page.locator('#field-name').fill('nightly build')
      await page.locator('#field-owner').selectOption('contoso')
      await page.locator('#field-push-on').check()
      await page.locator('#field-pushkind-push-version').check()
      await page.locator('#field-globs').fill('Contoso.Http.*\nContoso.Core')
      await page.locator('.key-preview strong').first().waitFor()
      await page.waitForTimeout(600) // the sentence follows what is typed
    },
  },
  {
    name: 'state key refused',
    reader: 'cleo',
    path: '/account/apikeys',
    async act(page) {
      await openKeyForm(page)
      await page.locator(submit).first().click()
      await page.locator('.field-error').first().waitFor()
    },
  },
  {
    name: 'state key made',
    reader: 'cleo',
    path: '/account/apikeys',
    async act(page) {
      await openKeyForm(page)
      await page.locator('#field-name').fill('nightly build')
      await page.locator('#field-owner').selectOption('contoso')
      await page.locator('#field-push-on').check()
      await page.locator('#field-globs').fill('Contoso.Http.*\nContoso.Core')
      await page.locator(submit).first().click()
      await page.locator('.secret-panel').waitFor()
    },
    async undo(page) {
      await page.goto('/account/apikeys')
      await page.locator('.key-card a[href$="/delete"]').first().click()
      await page.locator('main button.button-danger').click()
      await page.locator('.flashes').waitFor()
    },
  },
]

/** It is open already where there are no keys. */
async function openKeyForm(page: Page): Promise<void> {
  await page
    .locator('.key-create:not([open]) > summary')
    .click({ timeout: 500 })
    .catch(() => {})
}
