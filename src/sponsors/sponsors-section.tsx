import { EmptyState, Field, Icon, Notice, PostForm, SubmitButton, TextInput } from '../http/components.tsx'
import type { Frame } from '../http/frame.ts'
import { packageHref } from '../packages/icon.tsx'
import { messages } from './messages.ts'
import { formatSponsorSite, isSponsorLink, maxSponsorLinkLength, maxSponsorLinks } from './sponsor-link.ts'

export type SponsorsProps = {
  readonly frame: Frame
  readonly id: string
  readonly links: readonly string[]
  /** What was typed when it was refused. */
  readonly draft: string
  readonly error: string | null
  /** Whether that is about what was typed: then it stands beside the field. */
  readonly isAboutDraft: boolean
}

/** The links that a package's page shows, each with its way out, and the form that adds one (gallery.md §7.9). */
export function SponsorsSection(props: SponsorsProps) {
  const { frame, id, links, error } = props
  const { t } = frame
  const hasForm = frame.config.sponsorSites.length > 0 && links.length < maxSponsorLinks
  return (
    <>
      {error === null || (hasForm && props.isAboutDraft) ? null : (
        <Notice frame={frame} kind="danger">
          <p>{error}</p>
        </Notice>
      )}
      <p>{t(messages.sponsorsLead, { id })}</p>
      {links.length === 0 ? (
        <EmptyState title={t(messages.none)} />
      ) : (
        <ul class="rows owner-rows">
          {links.map((url) => (
            <SponsorRow frame={frame} id={id} url={url} />
          ))}
        </ul>
      )}
      <AddForm {...props} />
    </>
  )
}

/** Removing is asked for twice: the button is behind the word. */
function SponsorRow({ frame, id, url }: Pick<SponsorsProps, 'frame' | 'id'> & { readonly url: string }) {
  const { t } = frame
  return (
    <li>
      <SponsorLink url={url} />
      {isSponsorLink(url, frame.config.sponsorSites) ? null : <span class="quiet">{t(messages.notShown)}</span>}
      <details class="owner-action sponsor-removal">
        <summary aria-label={t(messages.removeOne, { url })}>{t(messages.remove)}</summary>
        <PostForm frame={frame} action={`${packageHref(id)}/sponsors/remove`}>
          <input type="hidden" name="url" value={url} />
          <SubmitButton kind="danger" small>
            {t(messages.removeForSure)}
          </SubmitButton>
        </PostForm>
      </details>
    </li>
  )
}

function AddForm({ frame, id, links, draft, error, isAboutDraft }: SponsorsProps) {
  const { t } = frame
  const { sponsorSites } = frame.config
  if (sponsorSites.length === 0) return <p class="quiet">{t(messages.noSites)}</p>
  if (links.length >= maxSponsorLinks) return <p class="quiet">{t(messages.full, { limit: maxSponsorLinks })}</p>
  const sites = sponsorSites.map(formatSponsorSite).join(', ')
  return (
    <PostForm frame={frame} action={`${packageHref(id)}/sponsors/add`} class="owner-form">
      <Field
        frame={frame}
        name="url"
        id="sponsor-url"
        label={t(messages.address)}
        hint={t(messages.addressHint, { sites, limit: maxSponsorLinks })}
        error={isAboutDraft ? error : null}
      >
        <TextInput
          type="url"
          mono
          required
          maxlength={maxSponsorLinkLength}
          value={draft}
          autocomplete="off"
          placeholder={`https://${sponsorSites.map(formatSponsorSite)[0] ?? ''}/…`}
        />
      </Field>
      <div class="actions">
        <SubmitButton kind="plain">{t(messages.add)}</SubmitButton>
      </div>
    </PostForm>
  )
}

/** Beside the facts of a package: where its owners take support. Nothing where there is nothing to show. */
export function SponsorFacts({ frame, links }: Pick<SponsorsProps, 'frame' | 'links'>) {
  const { t } = frame
  const shown = links.filter((url) => isSponsorLink(url, frame.config.sponsorSites))
  if (shown.length === 0) return null
  return (
    <section aria-labelledby="sponsors-title">
      <h2 id="sponsors-title">{t(messages.support)}</h2>
      <ul class="plain-list sponsors">
        {shown.map((url) => (
          <li>
            <Icon frame={frame} name="heart" /> <SponsorLink url={url} />
          </li>
        ))}
      </ul>
      <p class="hint">{t(messages.supportNote)}</p>
    </section>
  )
}

function SponsorLink({ url }: { readonly url: string }) {
  return (
    <a class="sponsor-link" href={url} rel="nofollow noopener noreferrer external ugc">
      {url.replace(/^https:\/\/(www\.)?/, '').replace(/\/$/, '')}
    </a>
  )
}
