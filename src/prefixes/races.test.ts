import { beforeAll, expect, test } from 'vitest'
import { atOnce } from '../../test/at-once.ts'
import { forEachDatabase } from '../../test/databases.ts'
import { blankDeletedAccount } from '../accounts/store.ts'
import { makeAccountSite, operator } from '../accounts/test-site.ts'
import { by, codeOf, confirmed, organization, publish } from '../organizations/test-organization.ts'
import { viewOrganizations } from '../organizations/organization-view.ts'
import { listPackages } from '../packages/list-store.ts'
import { listOrphans } from '../packages/owner-store.ts'
import { addPrefixOwner, reservePrefix, type PrefixDeps } from './change-prefix.ts'
import { findPrefix, insertPrefix, listPrefixes } from './prefix-store.ts'
import { requestPrefix } from './request-prefix.ts'
import { insertPrefixRequest, listPrefixRequestsBy } from './request-store.ts'

forEachDatabase('reservations and owners at the same moment', (open) => {
  let site: ReturnType<typeof makeAccountSite> & Pick<PrefixDeps, 'search'>

  beforeAll(async () => {
    site = { ...makeAccountSite(await open()), search: null }
  })

  test('of two who reserve the same, the second is told that it is taken', async () => {
    const pattern = { value: 'Twice.', isPrefix: true }
    const second = await atOnce(
      site.db,
      (tx) => insertPrefix(tx, pattern, { isShared: false, createdAt: site.now() }),
      () => reservePrefix(site, { pattern: 'twice.*', ownerNames: [], isShared: false }, operator),
    )
    expect(codeOf(second)).toBe('prefix-taken')
    expect(await listPrefixes(site.db.read, 'twice')).toHaveLength(1)
  })

  test('a request that is sent twice is made once', async () => {
    const ann = await confirmed(site, 'ann')
    const wanted = { pattern: 'Asked.*', accountName: 'ann', message: 'It is ours' }
    const asked = { value: 'Asked.', isPrefix: true, accountId: ann.id, requestedBy: ann.id, message: 'It is ours' }
    const second = await atOnce(
      site.db,
      async (tx) => {
        await tx
          .updateTable('accounts')
          .set((set) => ({ name: set.ref('name') }))
          .where('id', '=', ann.id)
          .execute()
        await insertPrefixRequest(tx, { ...asked, createdAt: site.now() })
      },
      () => requestPrefix(site, ann, wanted, by(ann)),
    )
    expect(codeOf(second)).toBe('prefix-request-open')
    expect(await listPrefixRequestsBy(site.db.read, ann.id)).toHaveLength(1)
  })

  test('no reservation is given to an account that is deleted', async () => {
    const ben = await confirmed(site, 'ben')
    const made = await reservePrefix(site, { pattern: 'Given.*', ownerNames: [], isShared: false }, operator)
    const number = made.ok ? made.value.number : 0
    const given = await atOnce(
      site.db,
      (tx) => blankDeletedAccount(tx, ben.id, site.now()),
      () => addPrefixOwner(site, number, 'ben', operator),
    )
    expect(codeOf(given)).toBe('prefix-owner-unknown')
    expect((await findPrefix(site.db.read, number))?.owners).toEqual([])
  })

  test('a package whose owner was deleted while it was pushed is listed as one without an owner', async () => {
    const [cem, dan] = [await confirmed(site, 'cem'), await confirmed(site, 'dan')]
    await publish(site, 'Left.Behind', [cem])
    await publish(site, 'Still.Owned', [cem, dan])
    await site.db.transaction((tx) => blankDeletedAccount(tx, cem.id, site.now())) // the rows of ownership came later
    expect((await listOrphans(site.db.read)).map(({ id }) => id)).toEqual(['Left.Behind'])
    const asked = { text: '', state: 'orphaned', after: null, limit: 9 } as const
    expect((await listPackages(site.db.read, asked)).map(({ id }) => id)).toEqual(['Left.Behind'])
  })

  test('the list of organizations counts packages that have a version', async () => {
    const eve = await confirmed(site, 'eve')
    const [one, none] = [await organization(site, 'one', eve), await organization(site, 'none', eve)]
    await publish(site, 'Counted.A', [one])
    const gone = await publish(site, 'Counted.B', [one, none])
    await site.db.transaction((tx) =>
      tx.updateTable('versions').set({ deleted_at: 1, deletion: 'soft' }).where('package_key', '=', gone).execute(),
    )
    const { organizations } = await viewOrganizations(site.db.read, eve)
    expect(organizations.map(({ packageCount }) => packageCount)).toEqual([0, 1])
  })
})
