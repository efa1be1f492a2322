import type { Child } from 'hono/jsx'
import type { Member } from '../accounts/membership-store.ts'
import {
  AvatarImage,
  Badge,
  Choice,
  Field,
  FieldGroup,
  PostForm,
  SubmitButton,
  TextInput,
  Time,
} from '../http/components.tsx'
import type { Frame } from '../http/frame.ts'
import { messages } from './messages.ts'
import type { OrganizationView } from './organization-view.ts'
import { organizationRefusalText } from './refusal-messages.ts'
import type { OrganizationRefusal } from './refusal.ts'
import { roleWords } from './role-words.ts'

type Props = { frame: Frame; view: OrganizationView }

/** Who belongs to the organization and who is asked to, with what administrators can do about each. */
export function MembersSection({ frame, view }: Props) {
  const { t } = frame
  return (
    <section aria-labelledby="members-title" id="members">
      <h2 id="members-title">{t(messages.members)}</h2>
      <div class="table-scroll">
        <table class="organization-table table-stack">
          <thead>
            <tr>
              <th scope="col">{t(messages.member)}</th>
              <th scope="col">{t(messages.role)}</th>
              <th scope="col">{t(messages.since)}</th>
              <th scope="col">
                <span class="visually-hidden">{t(messages.actions)}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {view.members.map((member) => (
              <MemberRow frame={frame} view={view} member={member} />
            ))}
            {view.invitations.map(({ user, role, createdAt }) => (
              <tr>
                <td>
                  <span class="with-icon">
                    <AvatarImage name={user.name} />
                    <a href={`/profiles/${user.name}`}>{user.name}</a>
                    <Badge kind="info">{t(messages.pending)}</Badge>
                  </span>
                </td>
                <td data-label={t(messages.role)}>{t(roleWords[role])}</td>
                <td data-label={t(messages.since)}>
                  <Time frame={frame} at={createdAt} />
                </td>
                <td class="actions-cell">
                  <MemberForm frame={frame} view={view} act="cancel" name={user.name}>
                    <SubmitButton kind="plain" small label={t(messages.cancelInvitationNamed, { name: user.name })}>
                      {t(messages.cancelInvitation)}
                    </SubmitButton>
                  </MemberForm>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}

function MemberForm(props: Props & { act: string; name: string; role?: string; children: Child }) {
  return (
    <PostForm frame={props.frame} action={`/organization/${props.view.organization.name}/members/${props.act}`}>
      <input type="hidden" name="username" value={props.name} />
      {props.role === undefined ? null : <input type="hidden" name="role" value={props.role} />}
      {props.children}
    </PostForm>
  )
}

function MemberRow({ frame, view, member }: Props & { member: Member }) {
  const { t } = frame
  const { user, role, addedAt } = member
  const { name } = user
  const isSelf = user.id === frame.account?.id
  const organization = view.organization.name
  const other = role === 'administrator' ? 'collaborator' : 'administrator'
  const [short, long] =
    other === 'administrator'
      ? [messages.makeAdministrator, messages.makeAdministratorNamed]
      : [messages.makeCollaborator, messages.makeCollaboratorNamed]
  const removeHref = `/organization/${organization}/members/delete?username=${name}`
  return (
    <tr>
      <td>
        <span class="with-icon">
          <AvatarImage name={name} />
          <a href={`/profiles/${name}`}>{name}</a>
          {isSelf ? <Badge>{t(messages.you)}</Badge> : null}
        </span>
      </td>
      <td data-label={t(messages.role)}>{t(roleWords[role])}</td>
      <td data-label={t(messages.since)}>
        <Time frame={frame} at={addedAt} />
      </td>
      <td class="actions-cell">
        <span class="actions">
          {view.mayManageMembers ? (
            <MemberForm frame={frame} view={view} act="update" name={name} role={other}>
              <SubmitButton kind="plain" small label={t(long, { name })}>
                {t(short)}
              </SubmitButton>
            </MemberForm>
          ) : null}
          {isSelf || view.mayManageMembers ? (
            <a
              class="button button-small"
              href={removeHref}
              aria-label={
                isSelf ? t(messages.leaveNamed, { organization }) : t(messages.removeNamed, { name, organization })
              }
            >
              {t(isSelf ? messages.leave : messages.remove)}
            </a>
          ) : null}
        </span>
      </td>
    </tr>
  )
}

/** The form that asks somebody to join. */
export function InviteSection(props: Props & { refusal: OrganizationRefusal | null; typedName: string }) {
  const { frame, view, refusal } = props
  const { t } = frame
  return (
    <section aria-labelledby="invite-title" id="invite">
      <h2 id="invite-title">{t(messages.inviteTitle)}</h2>
      <PostForm
        frame={frame}
        action={`/organization/${view.organization.name}/members/add`}
        class="organization-invite"
      >
        <Field
          frame={frame}
          name="username"
          label={t(messages.userName)}
          hint={t(messages.userNameHint)}
          error={refusal ? organizationRefusalText(t, refusal) : null}
        >
          <TextInput mono required value={props.typedName} maxlength={64} autocomplete="off" />
        </Field>
        <FieldGroup frame={frame} name="role" label={t(messages.role)}>
          {(['collaborator', 'administrator'] as const).map((role) => (
            <Choice
              type="radio"
              name="role"
              value={role}
              label={t(roleWords[role])}
              hint={t(role === 'administrator' ? messages.administratorHint : messages.collaboratorHint)}
              checked={role === 'collaborator'}
            />
          ))}
        </FieldGroup>
        <div class="actions">
          <SubmitButton kind="plain">{t(messages.invite)}</SubmitButton>
        </div>
      </PostForm>
    </section>
  )
}
