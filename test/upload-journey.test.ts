import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Account } from '../src/accounts/account.ts'
import {
  closeBrowserAfterAll,
  expectNoSeriousAxe,
  expectNoSidewaysScroll,
  hasBrowser,
  newPage,
  type PageOptions,
} from './browser.ts'
import { buildNupkg, buildNuspec, type NupkgOptions } from './build-nupkg.ts'
import { canRunOn } from './databases.ts'
import { createKey, createUser } from './people.ts'
import { push } from './publish-requests.ts'
import { startTestServer, type TestServer } from './server.ts'
import { signIn } from './session.ts'
import { temporaryFolder } from './temporary-folder.ts'
import { cancelWaiting, uploadPath } from './uploads.ts'

/** The pages do not know where the rows are: each database sees them in one way. */
const looks = {
  sqlite: { scripts: true, theme: 'light', viewport: { width: 1200, height: 900 } },
  postgres: { scripts: false, theme: 'dark', viewport: { width: 390, height: 800 } },
} as const

/** A refused form is an error to the browser, too. */
const refused = { expectedErrors: [/status of 4\d\d/] }

describe.each(['sqlite', 'postgres'] as const)('publishing in the browser, on %s', (database) => {
  describe.skipIf(!hasBrowser || !canRunOn(database))(`with script: ${looks[database].scripts}`, () => {
    const { scripts } = looks[database]
    const folder = temporaryFolder()
    let server: TestServer
    let ann: Account

    closeBrowserAfterAll()
    beforeAll(async () => {
      server = await startTestServer({ database, settings: { LODE_MAX_PACKAGE_BYTES: '3000000' } })
      ann = await createUser(server, { name: 'ann' })
    })
    afterAll(() => server.close())

    async function open(options: PageOptions = {}): Promise<Page> {
      const visitor = await signIn(server, ann)
      await cancelWaiting(visitor)
      return newPage(server, { ...looks[database], ...options, as: visitor })
    }

    async function fileOf(options: NupkgOptions): Promise<string> {
      const path = join(folder, `${options.id ?? 'Lode.Sample'}.${options.version ?? '1.0.0'}.nupkg`)
      writeFileSync(path, await buildNupkg(options))
      return path
    }

    async function upload(page: Page, path: string): Promise<void> {
      await page.getByLabel('Package file').setInputFiles(path)
      await page.evaluate(`document.querySelector('main').dataset.old = ''`)
      await page.getByRole('button', { name: 'Upload', exact: true }).click()
      await page.locator('main:not([data-old])').waitFor() // the answer, in whichever way it is shown
    }

    /** What is looked at on every page of the way. */
    async function look(page: Page): Promise<void> {
      await expectNoSidewaysScroll(page)
      if (scripts) await expectNoSeriousAxe(page)
    }

    test('gallery 37: from the header to the page of the package, with everything shown before it counts', async () => {
      const page = await open()
      await page.goto('/')
      await page.getByRole('link', { name: 'Upload', exact: true }).first().click()
      await page.getByRole('heading', { level: 1, name: 'Upload a package' }).waitFor()
      await look(page)
      await upload(
        page,
        await fileOf({
          ...{ id: 'Journey.Web', version: '1.0.0', authors: 'Ann and Ben', readme: '# How to use it' },
          dependencies: [{ targetFramework: 'net8.0', dependencies: [{ id: 'Serilog', version: '4.0.0' }] }],
        }),
      )
      await page.getByRole('heading', { level: 1, name: 'Publish Journey.Web 1.0.0?' }).waitFor()
      for (const shown of ['Ann and Ben', 'Serilog', 'How to use it']) await page.getByText(shown).first().waitFor()
      await page.getByRole('link', { name: 'MIT', exact: true }).waitFor()
      expect(await page.getByText('warning').count()).toBe(0)
      await look(page)
      await page.getByRole('button', { name: 'Publish', exact: true }).click()
      await page.getByText('Journey.Web 1.0.0 is published.').waitFor()
      expect(new URL(page.url()).pathname).toBe('/packages/Journey.Web/1.0.0')
    })

    test('gallery 38: unticked, it is not in search, and its page says so', async () => {
      const page = await open()
      await page.goto(uploadPath)
      await upload(page, await fileOf({ id: 'Journey.Unticked' }))
      await page.getByText('1 warning: you can publish all the same').waitFor()
      await page.getByText('The package has no README. Add one').waitFor()
      await look(page)
      await page.getByLabel('List it in search').uncheck()
      await page.getByRole('button', { name: 'Publish', exact: true }).click()
      await page.getByText('Journey.Unticked 1.0.0 is published, and not listed in search.').waitFor()
      await page.goto('/packages?q=Journey.Unticked')
      expect(await page.getByRole('link', { name: 'Journey.Unticked', exact: true }).count()).toBe(0)
      const stranger = await newPage(server, looks[database])
      await stranger.goto('/packages/Journey.Unticked/1.0.0')
      await stranger.getByText('The owners have unlisted this version: search does not show it.').waitFor()
    })

    test('gallery 39: a second upload is refused while the first waits; coming back goes on there; Cancel frees it', async () => {
      const page = await open(refused)
      await page.goto(uploadPath)
      const other = await page.context().newPage()
      await other.goto(uploadPath)
      await upload(page, await fileOf({ id: 'Journey.Waits' }))
      await page.getByRole('heading', { level: 1, name: 'Publish Journey.Waits 1.0.0?' }).waitFor()
      await upload(other, await fileOf({ id: 'Journey.Second' }))
      await other.getByText('Journey.Waits 1.0.0 is waiting to be published.').waitFor()
      await look(other)
      await other.goto('/packages')
      await other.goto(uploadPath)
      await other.getByRole('button', { name: 'Cancel the upload' }).click()
      await other.getByText('The upload of Journey.Waits 1.0.0 was discarded.').waitFor()
      await upload(other, await fileOf({ id: 'Journey.Second' }))
      await other.getByRole('heading', { level: 1, name: 'Publish Journey.Second 1.0.0?' }).waitFor()
      await page.getByRole('button', { name: 'Publish', exact: true }).click()
      await page.getByText('The upload that this form was about is not waiting any more').waitFor()
      await page.getByRole('heading', { level: 1, name: 'Publish Journey.Second 1.0.0?' }).waitFor()
    })

    test('gallery 40: a version that exists, in any form, and a file that is too large are refused with their sentences', async () => {
      await push(server, await createKey(server, ann), { id: 'Journey.There', version: '1.0.0' })
      const page = await open(refused)
      await page.goto(uploadPath)
      for (const version of ['1.0.0', '1.0', '1.0.0+meta']) {
        await upload(page, await fileOf({ id: 'Journey.There', version }))
        const same = version.includes('+')
          ? 'is the same version as 1.0.0'
          : 'already exists. Versions cannot be replaced'
        await page.getByText(same).waitFor()
        await look(page)
      }
      const large = join(folder, 'large.nupkg')
      writeFileSync(large, Buffer.alloc(5_000_000))
      if (scripts) {
        await page.getByLabel('Package file').setInputFiles(large)
        await page.getByText('This file has 4.8 MB: more than the 2.9 MB that this gallery takes.').waitFor()
        await page.getByRole('button', { name: 'Upload', exact: true }).click()
        expect(await page.getByRole('progressbar').count()).toBe(0) // nothing is sent
        await look(page)
        return
      }
      await upload(page, large)
      await page.getByText('The file is larger than the 2.9 MB that this gallery takes.').waitFor()
    })

    test('a package without a README gets one here: written, seen, published with it', async () => {
      const page = await open()
      await page.goto(uploadPath)
      await upload(page, await fileOf({ id: 'Journey.Written' }))
      await page.getByText('Write a README for it').click()
      await page.getByLabel('Markdown').fill('# Hello\n\nIt is **new**.')
      await page.getByRole('button', { name: 'Preview' }).click()
      await page.getByRole('heading', { name: 'Hello' }).waitFor()
      await look(page)
      await page.getByRole('button', { name: 'Publish', exact: true }).click()
      await page.getByText('Journey.Written 1.0.0 is published.').waitFor()
      await page.getByRole('heading', { name: 'Hello' }).waitFor()
      await page.getByText('The owners wrote this README in the gallery on').waitFor()
    })

    const bad: readonly (readonly [NupkgOptions, string])[] = [
      [{ id: 'Bad..Id' }, 'is not valid; use at most 100 letters'],
      [{ id: 'Bad.Two', entries: [{ name: 'b.nuspec', data: buildNuspec() }] }, 'has two .nuspec files'],
      [
        { id: 'Bad.Float', dependencies: [{ dependencies: [{ id: 'A', version: '1.*' }] }] },
        'has the floating version',
      ],
      [{ id: 'Bad.Meta', dependencies: [{ dependencies: [{ id: 'A', version: '1.0.0+x' }] }] }, 'with build metadata'],
      [{ id: 'Bad.License', license: 'Beer-1.0' }, 'is no identifier of the SPDX list'],
    ]
    test('gallery 41: each fault of a package has its own sentence, and the next file can be chosen at once', async () => {
      const page = await open(refused)
      await page.goto(uploadPath)
      for (const [options, sentence] of bad) {
        await upload(page, await fileOf(options))
        await page.getByRole('alert').getByText(sentence).waitFor()
      }
      await look(page)
      await upload(page, await fileOf({ id: 'Journey.Good' }))
      await page.getByRole('heading', { level: 1, name: 'Publish Journey.Good 1.0.0?' }).waitFor()
    })

    test('by keyboard alone, in Chinese', async () => {
      const page = await open({ language: 'zh-CN' })
      await page.goto(uploadPath)
      await page.getByLabel('程序包文件').setInputFiles(await fileOf({ id: 'Journey.Keys', readme: '# x' }))
      await page.getByRole('button', { name: '上传', exact: true }).focus()
      await page.keyboard.press('Enter')
      await page.getByRole('heading', { level: 1, name: '发布 Journey.Keys 1.0.0？' }).waitFor()
      await look(page)
      await page.getByLabel('在搜索中列出').focus()
      await page.keyboard.press('Space')
      await page.keyboard.press('Tab')
      await page.keyboard.press('Enter')
      await page.getByText('Journey.Keys 1.0.0 已发布，未在搜索中列出。').waitFor()
    })

    test.each(scripts ? ['dropped'] : [])('a file that is %s shows its progress and can be stopped', async () => {
      const page = await open()
      await page.goto(uploadPath)
      await page.getByText('You can also drop it here.').waitFor()
      const bytes = [...(await buildNupkg({ id: 'Journey.Dropped', readme: '# x' }))]
      const drop = async (count: number) => {
        const transfer = await page.evaluateHandle(`(() => {
          const made = new DataTransfer()
          const bytes = new Uint8Array(${JSON.stringify(bytes)})
          for (let i = 0; i < ${count}; i++) made.items.add(new File([bytes], 'dropped' + i + '.nupkg'))
          return made
        })()`)
        await page.dispatchEvent('.upload-drop', 'dragover', { dataTransfer: transfer })
        await page.dispatchEvent('.upload-drop', 'drop', { dataTransfer: transfer })
      }
      await drop(2)
      await page.locator('#upload-said').getByText('One file at a time').waitFor()
      await drop(1)
      let release = () => {}
      const held = new Promise<void>((resolve) => (release = resolve))
      await page.route(`**${uploadPath}`, async (route) => {
        await held
        await route.abort().catch(() => {}) // the page has stopped it before
      })
      await page.getByRole('button', { name: 'Upload', exact: true }).click()
      await page.getByRole('progressbar').waitFor()
      await expectNoSeriousAxe(page)
      await page.getByRole('button', { name: 'Stop' }).click()
      await page.locator('#upload-said').getByText('The upload was stopped.').waitFor()
      release()
      await page.unrouteAll({ behavior: 'wait' })
      await page.getByRole('button', { name: 'Upload', exact: true }).click()
      await page.getByRole('heading', { level: 1, name: 'Publish Journey.Dropped 1.0.0?' }).waitFor()
    })
  })
})
