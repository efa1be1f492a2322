import { Badge, LinkButton, Notice, PostForm, SubmitButton, Time } from '../http/components.tsx'
import type { Frame } from '../http/frame.ts'
import { Page } from '../http/layout.tsx'
import { packageHref } from './icon.tsx'
import { messages } from './messages.ts'
import type { PackageView } from './package-view.ts'

export type ManagePageProps = {
  readonly frame: Frame
  readonly view: PackageView
  /** Who pushed each version, by version key: shown to owners only. */
  readonly pushers: ReadonlyMap<number, string>
  readonly error: string | null
}

/** Owners list and unlist versions here. Every button is a form, so that it works without script. */
export function ManagePage({ frame, view, pushers, error }: ManagePageProps) {
  const { t } = frame
  const { id } = view.package
  return (
    <Page frame={frame} title={t(messages.manageTitle, { id })} noIndex>
      <div class="title-line">
        <h1>{t(messages.manageTitle, { id })}</h1>
        <LinkButton href={packageHref(id)} kind="quiet">
          {t(messages.backToPackage)}
        </LinkButton>
      </div>
      {error === null ? null : (
        <Notice frame={frame} kind="danger">
          <p>{error}</p>
        </Notice>
      )}
      <p>{t(messages.manageLead)}</p>
      <div class="table-scroll">
        <table class="version-table own-packages">
          <thead>
            <tr>
              <th scope="col">{t(messages.version)}</th>
              <th scope="col">{t(messages.status)}</th>
              <th scope="col">{t(messages.published)}</th>
              <th scope="col" class="wide-only">
                {t(messages.pushedBy)}
              </th>
              <th scope="col">
                <span class="visually-hidden">{t(messages.manage)}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {view.versions.map((version) => (
              <tr>
                <td>
                  <a href={packageHref(id, version.version.normalized)}>{version.version.normalized}</a>
                </td>
                <td>
                  <Badge kind={version.isListed ? 'ok' : 'warn'}>
                    {t(version.isListed ? messages.listed : messages.unlisted)}
                  </Badge>
                </td>
                <td>
                  <Time frame={frame} at={version.publishedAt} />
                </td>
                <td class="wide-only">{pushers.get(version.key) ?? ''}</td>
                <td class="actions-cell">
                  <PostForm frame={frame} action={`${packageHref(id, version.version.normalized)}/UpdateListed`}>
                    <SubmitButton
                      kind="plain"
                      small
                      name="listed"
                      value={String(!version.isListed)}
                      label={t(version.isListed ? messages.unlistVersion : messages.relistVersion, {
                        version: version.version.normalized,
                      })}
                    >
                      {t(version.isListed ? messages.unlist : messages.relist)}
                    </SubmitButton>
                  </PostForm>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Page>
  )
}
