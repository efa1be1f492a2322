import { PostForm, SubmitButton } from '../http/components.tsx'
import type { Frame } from '../http/frame.ts'
import { Page } from '../http/layout.tsx'
import { DeprecationNotice } from '../package-page/deprecation-notice.tsx'
import type { Deprecation } from '../packages/deprecation.ts'
import { packageHref } from '../packages/icon.tsx'
import type { ChangeDraft } from './change-form.tsx'
import { messages } from './messages.ts'
import type { Consequences, VersionAct } from './version-choice.ts'

type Props = {
  readonly frame: Frame
  readonly id: string
  readonly act: VersionAct
  readonly draft: ChangeDraft
  readonly consequences: Consequences
  /** What the versions will say, for `deprecate`. */
  readonly deprecation: Deprecation | null
}

const titles = {
  unlist: messages.unlistTitle,
  relist: messages.relistTitle,
  deprecate: messages.deprecateTitle,
  undeprecate: messages.undeprecateTitle,
} as const

const buttons = {
  unlist: messages.doUnlist,
  relist: messages.doRelist,
  deprecate: messages.doDeprecate,
  undeprecate: messages.doUndeprecate,
} as const

const mostNamed = 50

/** Says what a change of many versions comes to, before it counts; going back keeps what was typed. */
export function ChangePage({ frame, id, act, draft, consequences, deprecation }: Props) {
  const { t } = frame
  const { changing } = consequences
  const count = changing.length
  const title = t(titles[act], { id, count })
  const more = count - mostNamed
  return (
    <Page frame={frame} title={title} noIndex narrow>
      <h1>{title}</h1>
      <h2>{t(messages.consequences)}</h2>
      <ul>
        {consequencesOf(frame, { id, act, consequences }).map((text) => (
          <li>{text}</li>
        ))}
      </ul>
      {deprecation ? (
        <>
          <p>{t(messages.pagesSay)}</p>
          <DeprecationNotice frame={frame} deprecation={deprecation} />
        </>
      ) : null}
      <h2>{t(messages.versionsMeant)}</h2>
      <ul class="version-words">
        {changing.slice(0, mostNamed).map(({ version }) => (
          <li class="mono">{version.normalized}</li>
        ))}
        {more > 0 ? <li class="quiet">{t(messages.andMore, { count: more })}</li> : null}
      </ul>
      <PostForm frame={frame} action={`${packageHref(id)}/Manage`}>
        <Carried draft={draft} />
        <input type="hidden" name="confirmed" value={String(count)} />
        <div class="actions">
          <SubmitButton name="act" value={act}>
            {t(buttons[act], { count })}
          </SubmitButton>
          <SubmitButton kind="plain" name="act" value="back">
            {t(messages.goBack)}
          </SubmitButton>
        </div>
      </PostForm>
    </Page>
  )
}

function Carried({ draft }: { readonly draft: ChangeDraft }) {
  const { versions, reasons, ...single } = draft
  const fields = [
    ...versions.map((value) => ['versions', value] as const),
    ...reasons.map((value) => ['reasons', value] as const),
    ...Object.entries(single),
  ]
  return (
    <>
      {fields.map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
    </>
  )
}

function consequencesOf(
  { t }: Frame,
  { id, act, consequences }: Pick<Props, 'id' | 'act' | 'consequences'>,
): readonly string[] {
  const { alreadySo, replaced } = consequences
  return [
    ...(act === 'unlist' || act === 'relist' ? [t(latestWords(consequences), latestValues(id, consequences))] : []),
    ...(act === 'unlist' ? [t(messages.restoresGoOn)] : []),
    ...(act === 'deprecate' ? [t(messages.clientsWarn), t(messages.restoresGoOn)] : []),
    ...(replaced > 0 ? [t(messages.replacesDeprecation, { count: replaced })] : []),
    ...(alreadySo > 0 ? [t(messages.alreadySo, { count: alreadySo })] : []),
    ...(act === 'undeprecate' ? [t(messages.noWarnings)] : []),
  ]
}

function latestWords({ before, after }: Consequences) {
  if (after === null) return messages.latestVanishes
  if (before === null) return messages.latestAppears
  return before === after ? messages.latestStays : messages.latestMoves
}

const latestValues = (id: string, { before, after }: Consequences) => ({ id, before: before ?? '', after: after ?? '' })
