import { AvatarImage, Notice, PostForm, SubmitButton } from '../http/components.tsx'
import type { Frame } from '../http/frame.ts'
import { Sentence } from '../http/sentence.tsx'
import type { OrganizationsView } from './organization-view.ts'
import { transformMessages as texts } from './transform-messages.ts'

type Props = { frame: Frame; view: OrganizationsView }

/** The user's own wish to become an organization, which can be cancelled, and the wishes of others that they answer. */
export function TransformRequests({ frame, view }: Props) {
  const { t } = frame
  return (
    <>
      {view.chosenAdministrator === null ? null : (
        <Notice frame={frame} kind="warn">
          <p>{t(texts.waiting, { administrator: view.chosenAdministrator })}</p>
          <PostForm frame={frame} action="/account/transform/cancel">
            <SubmitButton kind="plain" small>
              {t(texts.cancel)}
            </SubmitButton>
          </PostForm>
        </Notice>
      )}
      {view.transformations.length === 0 ? null : (
        <section aria-labelledby="transformations-title">
          <h2 id="transformations-title">{t(texts.requests)}</h2>
          <ul class="rows">
            {view.transformations.map(({ name }) => (
              <li class="row-with-actions">
                <span class="with-icon">
                  <AvatarImage name={name} />
                  <span>
                    <Sentence t={t} message={texts.wish} values={{ user: <a href={`/profiles/${name}`}>{name}</a> }} />
                  </span>
                </span>
                <span class="actions">
                  <PostForm frame={frame} action={`/account/transform/confirm/${name}`}>
                    <SubmitButton kind="plain" small label={t(texts.acceptNamed, { user: name })}>
                      {t(texts.accept)}
                    </SubmitButton>
                  </PostForm>
                  <PostForm frame={frame} action={`/account/transform/reject/${name}`}>
                    <SubmitButton kind="plain" small label={t(texts.declineNamed, { user: name })}>
                      {t(texts.decline)}
                    </SubmitButton>
                  </PostForm>
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  )
}

/** The way to one's own transformation, where nothing stands against it already. */
export function TransformStart({ frame, view }: Props) {
  if (view.organizations.length > 0 || view.chosenAdministrator !== null) return null
  return (
    <p>
      <a href="/account/transform">{frame.t(texts.start)}</a>
    </p>
  )
}
