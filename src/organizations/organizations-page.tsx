import { AvatarImage, EmptyState, LinkButton, PostForm, SubmitButton, Time } from '../http/components.tsx'
import type { Frame } from '../http/frame.ts'
import { Page } from '../http/layout.tsx'
import { Sentence } from '../http/sentence.tsx'
import { formatNumber } from '../i18n/format.ts'
import { messages } from './messages.ts'
import type { OrganizationsView } from './organization-view.ts'
import { roleWords } from './role-words.ts'
import { TransformRequests, TransformStart } from './transform-section.tsx'

/** The user's organizations, and the invitations that wait for an answer. */
export function OrganizationsPage({ frame, view }: { frame: Frame; view: OrganizationsView }) {
  const { t } = frame
  return (
    <Page frame={frame} title={t(messages.title)} noIndex>
      <header class="title-line">
        <h1>{t(messages.title)}</h1>
        <LinkButton href="/account/organizations/add" kind="primary">
          {t(messages.add)}
        </LinkButton>
      </header>
      <p class="lead">{t(messages.lead)}</p>
      <TransformRequests frame={frame} view={view} />
      <Invitations frame={frame} view={view} />
      {view.organizations.length === 0 ? (
        <EmptyState title={t(messages.none)} text={t(messages.noneText)} />
      ) : (
        <OrganizationTable frame={frame} view={view} />
      )}
      <TransformStart frame={frame} view={view} />
    </Page>
  )
}

function Invitations({ frame, view }: { frame: Frame; view: OrganizationsView }) {
  const { t } = frame
  if (view.invitations.length === 0) return null
  return (
    <section aria-labelledby="invitations-title">
      <h2 id="invitations-title">{t(messages.invitations)}</h2>
      <ul class="rows">
        {view.invitations.map(({ organization: { name }, role, createdAt }) => (
          <li class="row-with-actions">
            <span class="with-icon">
              <AvatarImage name={name} />
              <span>
                <Sentence
                  t={t}
                  message={messages.invitedAs}
                  values={{
                    organization: <a href={`/profiles/${name}`}>{name}</a>,
                    role: t(roleWords[role]),
                    when: <Time frame={frame} at={createdAt} relative />,
                  }}
                />
              </span>
            </span>
            <span class="actions">
              <PostForm frame={frame} action={`/organization/${name}/members/confirm`}>
                <SubmitButton kind="plain" small label={t(messages.acceptNamed, { name })}>
                  {t(messages.accept)}
                </SubmitButton>
              </PostForm>
              <PostForm frame={frame} action={`/organization/${name}/members/reject`}>
                <SubmitButton kind="plain" small label={t(messages.declineNamed, { name })}>
                  {t(messages.decline)}
                </SubmitButton>
              </PostForm>
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function OrganizationTable({ frame, view }: { frame: Frame; view: OrganizationsView }) {
  const { t, language } = frame
  return (
    <div class="table-scroll">
      <table class="organization-table table-stack">
        <thead>
          <tr>
            <th scope="col">{t(messages.organization)}</th>
            <th scope="col">{t(messages.yourRole)}</th>
            <th scope="col" class="number">
              {t(messages.members)}
            </th>
            <th scope="col" class="number">
              {t(messages.packages)}
            </th>
            <th scope="col">
              <span class="visually-hidden">{t(messages.manage)}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {view.organizations.map(({ organization: { name }, role, memberCount, packageCount }) => {
            const [short, long] =
              role === 'administrator' ? [messages.manage, messages.manageNamed] : [messages.view, messages.viewNamed]
            return (
              <tr>
                <td>
                  <span class="with-icon">
                    <AvatarImage name={name} />
                    <a href={`/profiles/${name}`}>{name}</a>
                  </span>
                </td>
                <td data-label={t(messages.yourRole)}>{t(roleWords[role])}</td>
                <td class="number" data-label={t(messages.members)}>
                  {formatNumber(language, memberCount)}
                </td>
                <td class="number" data-label={t(messages.packages)}>
                  {formatNumber(language, packageCount)}
                </td>
                <td class="actions-cell">
                  <a href={`/organization/${name}`} aria-label={t(long, { name })}>
                    {t(short)}
                  </a>
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}
