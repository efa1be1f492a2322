import { CopyButton, LinkButton, Notice } from '../http/components.tsx'
import type { Frame } from '../http/frame.ts'
import { Page } from '../http/layout.tsx'
import type { HelpSubject } from './gallery.ts'
import { messages } from './messages.ts'
import type { Snippet } from './snippets.ts'
import { findTask, tasks, type Step, type Task } from './tasks.ts'

/** Every task, one line each. */
export function HelpPage({ frame }: { frame: Frame }) {
  const { t } = frame
  return (
    <Page frame={frame} title={t(messages.title)} description={t(messages.lead)}>
      <h1>{t(messages.title)}</h1>
      <p class="lead">{t(messages.lead)}</p>
      <ul class="rows help-tasks">
        {tasks.map((task) => (
          <li>
            <a href={`/help/${task.name}`}>{t(task.title)}</a>
            <span class="quiet">{t(task.lead)}</span>
          </li>
        ))}
      </ul>
    </Page>
  )
}

/** One task for this very gallery and reader. */
export function HelpTaskPage({ frame, task, subject }: { frame: Frame; task: Task; subject: HelpSubject }) {
  const { t } = frame
  const steps = task.steps.filter(({ isFor }) => !isFor || isFor(subject))
  return (
    <Page frame={frame} title={t(task.title)} description={t(task.lead)}>
      <div class="title-line">
        <h1>{t(task.title)}</h1>
        <LinkButton href="/help" kind="quiet">
          {t(messages.backToHelp)}
        </LinkButton>
      </div>
      <p class="lead">{t(task.lead)}</p>
      {namesMadeUp(steps, subject) ? <MadeUpNotice frame={frame} subject={subject} /> : null}
      <ol class="help-steps" aria-label={t(messages.steps)}>
        {steps.map((step) => (
          <HelpStep frame={frame} step={step} subject={subject} />
        ))}
      </ol>
      <section aria-labelledby="next">
        <h2 id="next">{t(messages.next)}</h2>
        <ul class="rows help-tasks">
          {task.next.map((name) => {
            const next = findTask(name)
            return next ? (
              <li>
                <a href={`/help/${name}`}>{t(next.title)}</a>
                <span class="quiet">{t(next.lead)}</span>
              </li>
            ) : null
          })}
        </ul>
      </section>
    </Page>
  )
}

/** Whether a page names the package that is made up: those about building name none. */
function namesMadeUp(steps: readonly Step[], subject: HelpSubject): boolean {
  const [{ id } = { id: '' }] = subject.packages
  const texts = steps.map(({ snippet }) => snippet?.(subject).text ?? '')
  return subject.isMadeUp && texts.some((text) => [id, ...subject.patterns].some((name) => text.includes(name)))
}

/** Whoever has no packages reads about one that is not there. */
function MadeUpNotice({ frame, subject }: { frame: Frame; subject: HelpSubject }) {
  const { t } = frame
  return (
    <Notice frame={frame} kind="info">
      <p>
        {t(messages.madeUp)}{' '}
        {subject.userName === null ? (
          <a href={`/users/account/LogOn?returnUrl=${encodeURIComponent(frame.path)}`}>{t(messages.forStrangers)}</a>
        ) : null}
      </p>
    </Notice>
  )
}

function HelpStep({ frame, step, subject }: { frame: Frame; step: Step; subject: HelpSubject }) {
  const { t } = frame
  return (
    <li>
      <p>
        {t(step.text)} {step.link ? <a href={step.link.href}>{t(step.link.text)}</a> : null}
      </p>
      {step.snippet ? <SnippetBox frame={frame} snippet={step.snippet(subject)} /> : null}
    </li>
  )
}

/** Tells the commands of a page apart for those who hear their buttons. */
function firstWords(text: string): string {
  return text.split(/\s+/, 4).join(' ')
}

/** A file with its name above, or lines for a terminal; scrolls inside itself. */
function SnippetBox({ frame, snippet }: { frame: Frame; snippet: Snippet }) {
  const { t } = frame
  const name = snippet.file === '*.csproj' ? t(messages.inProject) : snippet.file
  return (
    <figure class="snippet">
      {name === null ? null : <figcaption class={snippet.file === name ? 'mono' : undefined}>{name}</figcaption>}
      <div class="command">
        <pre class="command-text" tabindex={0}>
          <code>{snippet.text}</code>
        </pre>
        <CopyButton
          frame={frame}
          text={snippet.text}
          label={t(messages.copySnippet, { what: name ?? firstWords(snippet.text) })}
        />
      </div>
    </figure>
  )
}
