import { Badge, PostForm, SubmitButton, Time } from '../http/components.tsx'
import type { Frame } from '../http/frame.ts'
import { Sentence } from '../http/sentence.tsx'
import { messages } from './messages.ts'
import type { Session } from './session.ts'
import { Section, type SettingsView } from './settings-page.tsx'
import { describeUserAgent } from './user-agent.ts'

/** Every browser that is signed in, this one first, each with a button that ends it. */
export function SessionsSection({ frame, view }: { frame: Frame; view: SettingsView }) {
  const { t } = frame
  const here = view.sessions.filter((session) => session.id === view.currentSessionId)
  const others = view.sessions.filter((session) => session.id !== view.currentSessionId)
  const summary = t(messages.sessionsSummary, { count: view.sessions.length })
  return (
    <Section id="sessions" title={t(messages.sessionsSection)} summary={summary} view={view}>
      <ul class="rows sessions">
        {[...here, ...others].map((session) => (
          <SessionRow frame={frame} session={session} isHere={session.id === view.currentSessionId} />
        ))}
      </ul>
      {others.length > 1 ? (
        <PostForm frame={frame} action="/account/sessions/EndOthers">
          <SubmitButton kind="plain">{t(messages.endOthers)}</SubmitButton>
        </PostForm>
      ) : null}
    </Section>
  )
}

function SessionRow({ frame, session, isHere }: { frame: Frame; session: Session; isHere: boolean }) {
  const { t } = frame
  const browser = browserText(frame, session.userAgent)
  return (
    <li class="session">
      <div>
        <strong>{browser}</strong> {isHere ? <Badge kind="ok">{t(messages.sessionHere)}</Badge> : null}
        <p class="quiet small">
          <Sentence
            t={t}
            message={messages.sessionFacts}
            values={{
              address: <span class="mono">{session.address}</span>,
              when: <Time frame={frame} at={session.lastSeenAt} relative />,
            }}
          />
        </p>
      </div>
      {isHere ? null : (
        <PostForm frame={frame} action="/account/sessions/End">
          <input type="hidden" name="id" value={String(session.id)} />
          <SubmitButton kind="plain" small label={t(messages.endSessionOf, { browser, address: session.address })}>
            {t(messages.endSession)}
          </SubmitButton>
        </PostForm>
      )}
    </li>
  )
}

function browserText(frame: Frame, userAgent: string): string {
  const { browser, system } = describeUserAgent(userAgent)
  if (browser === null) return system ?? frame.t(messages.sessionUnknown)
  return system === null ? browser : frame.t(messages.sessionOn, { browser, system })
}
