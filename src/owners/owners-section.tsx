import {
  AvatarImage,
  Badge,
  Field,
  LinkButton,
  PostForm,
  Select,
  SubmitButton,
  TextArea,
  TextInput,
} from '../http/components.tsx'
import type { Frame } from '../http/frame.ts'
import { packageHref } from '../packages/icon.tsx'
import { messages } from './messages.ts'
import type { OwnersView } from './owners-view.ts'

/** The fields of the form as typed. */
export type OwnerDraft = { readonly name: string; readonly message: string; readonly handOverFrom: string }

export const emptyOwnerDraft: OwnerDraft = { name: '', message: '', handOverFrom: '' }

type Props = {
  readonly frame: Frame
  readonly view: OwnersView
  readonly draft: OwnerDraft
  readonly error: string | null
}

/** Owners and open requests, each with its way out, and the form that adds one. */
export function OwnersSection(props: Props) {
  const { t } = props.frame
  return (
    <section aria-labelledby="owners-title" id="owners">
      <h2 id="owners-title">{t(messages.owners)}</h2>
      <p>{t(messages.ownersLead)}</p>
      <OwnerList {...props} />
      <AddForm {...props} />
    </section>
  )
}

function OwnerList({ frame, view }: Props) {
  const { t } = frame
  const own = new Set(view.managed.map(({ id }) => id))
  const href = `${packageHref(view.package.id)}/owners`
  return (
    <>
      {view.owners.length === 0 ? <p class="quiet">{t(messages.noOwner)}</p> : null}
      <ul class={view.owners.length + view.requests.length === 0 ? 'owner-rows' : 'rows owner-rows'}>
        {view.owners.map((owner) => (
          <li>
            <a class="with-icon" href={`/profiles/${owner.name}`}>
              <AvatarImage name={owner.name} /> {owner.name}
            </a>
            {own.has(owner.id) ? (
              <Badge>{t(owner.kind === 'user' ? messages.you : messages.yourOrganization)}</Badge>
            ) : null}
            {view.owners.length > 1 ? (
              <a
                class="owner-action"
                href={`${href}/${owner.name}/remove`}
                aria-label={t(messages.removeOne, { name: owner.name })}
              >
                {t(messages.remove)}
              </a>
            ) : null}
          </li>
        ))}
        {view.requests.map(({ number, account, asker, askedFor, handsOver }) => (
          <li>
            <a class="with-icon" href={`/profiles/${account.name}`}>
              <AvatarImage name={account.name} /> {account.name}
            </a>
            <Badge kind="info">{t(messages.pending)}</Badge>
            <span class="quiet">
              {handsOver
                ? t(messages.askedInPlaceOf, { asker: asker.name, owner: askedFor.name })
                : t(messages.askedBy, { asker: asker.name })}
            </span>
            <PostForm frame={frame} action={`${href}/requests/${number}/cancel`} class="owner-action">
              <SubmitButton kind="quiet" small label={t(messages.cancelOne, { name: account.name })}>
                {t(messages.cancel)}
              </SubmitButton>
            </PostForm>
          </li>
        ))}
      </ul>
    </>
  )
}

function AddForm({ frame, view, draft, error }: Props) {
  const { t } = frame
  const leavers = view.isGift ? [] : view.managed
  return (
    <PostForm frame={frame} action={`${packageHref(view.package.id)}/owners/add`} class="owner-form">
      <h3>{t(view.isGift ? messages.giveTitle : messages.addTitle)}</h3>
      <Field
        frame={frame}
        name="name"
        id="new-owner"
        label={t(messages.name)}
        hint={t(view.isGift ? messages.nameGiftHint : messages.nameHint)}
        error={error}
      >
        <TextInput mono maxlength={256} value={draft.name} autocomplete="off" required />
      </Field>
      {leavers.length === 0 ? null : (
        <Field frame={frame} name="handOverFrom" label={t(messages.handOver)}>
          <Select
            value={draft.handOverFrom}
            options={[
              { value: '', label: t(messages.everybodyStays) },
              ...leavers.map(({ name }) => ({ value: name, label: t(messages.goes, { name }) })),
            ]}
          />
        </Field>
      )}
      {view.isGift ? null : (
        <Field frame={frame} name="message" id="owner-message" label={t(messages.message)} optional>
          <TextArea rows={2} maxlength={frame.config.ownerLimits.messageLength} value={draft.message} />
        </Field>
      )}
      <div class="actions">
        <SubmitButton kind="plain">{t(messages.add)}</SubmitButton>
        {view.package.lockedAt || !view.isGift ? null : (
          <LinkButton href="/admin/orphans" kind="quiet">
            {t(messages.orphansTitle)}
          </LinkButton>
        )}
      </div>
    </PostForm>
  )
}
