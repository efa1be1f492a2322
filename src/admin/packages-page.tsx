import { BackToAdmin } from '../http/back-to-admin.tsx'
import { Badge, EmptyState, Notice } from '../http/components.tsx'
import { Choice, Field, FieldGroup, PostForm, SubmitButton, TextInput } from '../http/fields.tsx'
import type { Frame } from '../http/frame.ts'
import { StackedTable } from '../http/stacked-table.tsx'
import { formatList } from '../i18n/format.ts'
import { Page } from '../http/layout.tsx'
import { packageHref } from '../packages/icon.tsx'
import { packageStates, type PackageState } from '../packages/package-state.ts'
import type { Package, PackageVersion } from '../packages/package.ts'
import { BulkForm, Tick } from './bulk-form.tsx'
import { messages as adminMessages } from './messages.ts'
import { messages } from './package-messages.ts'
import { ListPager, ListSearch, type ListView } from './list-search.tsx'

export type PackagesView = ListView<PackageState> & {
  /** The reader proved lately who they are. */
  readonly mayAct: boolean
  readonly packages: readonly (Pick<Package, 'id' | 'lockedAt'> & { readonly owners: readonly string[] })[]
}

const bulkActs = [
  { act: 'lock', label: messages.lockChosen, kind: 'danger' },
  { act: 'unlock', label: messages.unlockChosen },
  { act: 'owners', label: messages.changeOwners },
] as const

/** All packages, with a search. */
export function PackagesPage({ frame, view }: { frame: Frame; view: PackagesView }) {
  const { t } = frame
  return (
    <Page frame={frame} title={t(messages.packagesTitle)} noIndex>
      <BackToAdmin frame={frame} />
      <h1>{t(messages.packagesTitle)}</h1>
      <ListSearch
        frame={frame}
        path="/admin/packages"
        view={view}
        messages={messages}
        states={packageStates}
        maxlength={128}
        mono
      />
      {view.packages.length === 0 ? (
        <EmptyState title={t(messages.none)} />
      ) : (
        <BulkForm frame={frame} action="/admin/packages" acts={bulkActs} mayAct={view.mayAct}>
          <PackageTable frame={frame} view={view} />
        </BulkForm>
      )}
      <ListPager frame={frame} path="/admin/packages" view={view} messages={messages} />
    </Page>
  )
}

function PackageTable({ frame, view }: { frame: Frame; view: PackagesView }) {
  const { t } = frame
  return (
    <StackedTable
      heads={[{ text: t(adminMessages.chosen), isHidden: true }, t(messages.id), t(messages.owners), t(messages.marks)]}
    >
      {view.packages.map((pkg) => (
        <tr>
          <Tick frame={frame} name="ids" value={pkg.id} />
          <th scope="row" class="mono">
            <a href={`/admin/packages/${encodeURIComponent(pkg.id)}`}>{pkg.id}</a>
          </th>
          <td data-label={t(messages.owners)}>{pkg.owners.join(', ')}</td>
          <td data-label={t(messages.marks)}>
            {pkg.lockedAt ? <Badge kind="danger">{t(messages.locked)}</Badge> : null}
            {pkg.owners.length === 0 ? <Badge kind="warn">{t(messages.orphaned)}</Badge> : null}
          </td>
        </tr>
      ))}
    </StackedTable>
  )
}

export type PackageAdminView = {
  readonly package: Package
  readonly owners: readonly string[]
  /** Newest first. */
  readonly versions: readonly PackageVersion[]
  readonly restorable: readonly string[]
  readonly error: string | null
}

/** Everything that administrators do to one package. */
export function PackageAdminPage({ frame, view }: { frame: Frame; view: PackageAdminView }) {
  const { t, language } = frame
  const { id, lockedAt } = view.package
  const action = `/admin/packages/${encodeURIComponent(id)}`
  return (
    <Page frame={frame} title={id} noIndex narrow>
      <p>
        <a href="/admin/packages">{t(messages.backToPackages)}</a>
      </p>
      <h1>{id}</h1>
      <p>
        {view.owners.length === 0
          ? t(messages.orphaned)
          : t(messages.ownedBy, { owners: formatList(language, view.owners) })}
      </p>
      <p class="actions">
        <a href={packageHref(id)}>{t(messages.page)}</a>
        <a href={`${packageHref(id)}/owners`}>{t(messages.changeOwners)}</a>
        <a href={`/admin/audit?packageId=${encodeURIComponent(id)}`}>{t(messages.activity)}</a>
      </p>
      {view.error === null ? null : (
        <Notice frame={frame} kind="danger">
          <p>{view.error}</p>
        </Notice>
      )}
      <section>
        <h2>{t(messages.lockTitle)}</h2>
        <p>{t(messages.lockText)}</p>
        <PostForm frame={frame} action={action}>
          <SubmitButton kind={lockedAt ? 'plain' : 'danger'} name="act" value={lockedAt ? 'unlock' : 'lock'}>
            {t(lockedAt ? messages.unlock : messages.lock)}
          </SubmitButton>
        </PostForm>
      </section>
      {view.versions.length === 0 ? null : <DeleteSection frame={frame} view={view} action={action} />}
      {view.restorable.length === 0 ? null : (
        <section>
          <h2>{t(messages.restoreTitle)}</h2>
          {view.restorable.map((version) => (
            <PostForm frame={frame} action={action}>
              <input type="hidden" name="act" value="restore" />
              <SubmitButton kind="plain" name="version" value={version}>
                {t(messages.restore, { version })}
              </SubmitButton>
            </PostForm>
          ))}
        </section>
      )}
    </Page>
  )
}

function DeleteSection({ frame, view, action }: { frame: Frame; view: PackageAdminView; action: string }) {
  const { t } = frame
  return (
    <section>
      <h2>{t(messages.versionsTitle)}</h2>
      <p>{t(messages.versionsText)}</p>
      <PostForm frame={frame} action={action}>
        <FieldGroup frame={frame} name="versions" label={t(messages.versions)}>
          {view.versions.map(({ version, isListed }) => (
            <Choice
              type="checkbox"
              name="versions"
              value={version.normalized}
              label={isListed ? version.normalized : `${version.normalized} (${t(messages.unlisted)})`}
            />
          ))}
        </FieldGroup>
        <FieldGroup frame={frame} name="kind" label={t(messages.kind)}>
          <Choice type="radio" name="kind" value="soft" label={t(messages.soft)} checked />
          <Choice type="radio" name="kind" value="hard" label={t(messages.hard)} />
        </FieldGroup>
        <Field frame={frame} name="reason" label={t(messages.reason)} optional>
          <TextInput maxlength={500} />
        </Field>
        <SubmitButton kind="danger" name="act" value="delete">
          {t(messages.delete)}
        </SubmitButton>
      </PostForm>
    </section>
  )
}
