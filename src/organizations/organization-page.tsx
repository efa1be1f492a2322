import { AvatarImage, Notice } from '../http/components.tsx'
import type { Frame } from '../http/frame.ts'
import { Page } from '../http/layout.tsx'
import { KeysSection } from './keys-section.tsx'
import { InviteSection, MembersSection } from './members-section.tsx'
import { messages } from './messages.ts'
import type { OrganizationView } from './organization-view.ts'
import { organizationRefusalText } from './refusal-messages.ts'
import { roleWords } from './role-words.ts'
import { ResendForm, SettingsSections, type OrganizationSection, type Tried } from './settings-sections.tsx'

export type OrganizationPageProps = {
  frame: Frame
  view: OrganizationView
  open: OrganizationSection | null
  tried: Tried | null
  isRecentlyConfirmed: boolean
}

/** An organization from inside: collaborators read, administrators change. */
export function OrganizationPage(props: OrganizationPageProps) {
  const { frame, view, tried } = props
  const { t } = frame
  const { organization, role } = view
  const { name } = organization
  return (
    <Page frame={frame} title={name} noIndex>
      <header class="profile">
        <AvatarImage name={name} size={64} />
        <div>
          <h1>{name}</h1>
          <p class="profile-facts quiet">
            <span>{role ? t(messages.youAre, { role: t(roleWords[role]) }) : t(messages.youAreSiteAdministrator)}</span>
            <span>{t(messages.packageCount, { count: view.packageCount })}</span>
          </p>
          <p class="actions">
            <a href={`/profiles/${name}`}>{t(messages.profile)}</a>
            {view.mayManageAccount || view.mayManageMembers ? (
              <a href={`/organization/${name}/activity`}>{t(messages.activity)}</a>
            ) : null}
            <a href="/account/organizations">{t(messages.allOrganizations)}</a>
          </p>
        </div>
      </header>
      <Notices frame={frame} view={view} />
      <MembersSection frame={frame} view={view} />
      {view.mayManageMembers ? (
        <InviteSection
          frame={frame}
          view={view}
          refusal={tried?.section === 'invite' ? tried.refusal : null}
          typedName={tried?.section === 'invite' ? tried.typed : ''}
        />
      ) : null}
      {view.keys ? <KeysSection frame={frame} organization={name} keys={view.keys} /> : null}
      {view.mayManageAccount || view.mayManageMembers ? <SettingsSections {...props} /> : null}
    </Page>
  )
}

function Notices({ frame, view }: { frame: Frame; view: OrganizationView }) {
  const { t } = frame
  const { name, email, unconfirmedEmail, lockedAt } = view.organization
  return (
    <>
      {lockedAt ? (
        <Notice frame={frame} kind="warn">
          <p>{t(messages.locked)}</p>
        </Notice>
      ) : null}
      {email === null ? (
        <Notice frame={frame} kind="warn">
          <p>{t(messages.unconfirmed, { email: unconfirmedEmail ?? '', name })}</p>
          {view.mayManageAccount ? <ResendForm frame={frame} name={name} /> : null}
        </Notice>
      ) : null}
      {view.blocked && view.blocked.code !== 'organization-locked' ? (
        <Notice frame={frame} kind="warn">
          <p>{organizationRefusalText(t, view.blocked)}</p>
        </Notice>
      ) : null}
      {view.role === 'collaborator' && !view.mayManageMembers ? <p class="quiet">{t(messages.readOnly)}</p> : null}
    </>
  )
}
