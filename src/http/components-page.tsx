import {
  AvatarImage,
  Badge,
  buttonClass,
  Choice,
  CommandLine,
  CopyButton,
  EmptyState,
  Facts,
  Field,
  FieldGroup,
  FileInput,
  Icon,
  LinkButton,
  Notice,
  Pager,
  PostForm,
  Select,
  SubmitButton,
  TextArea,
  TextInput,
  Time,
  type ButtonKind,
  type IconName,
} from './components.tsx'
import { messages } from './components-messages.ts'
import type { Frame } from './frame.ts'
import { Page } from './layout.tsx'
import { SearchForm } from './search-form.tsx'
import { Sentence } from './sentence.tsx'
import { StackedTable } from './stacked-table.tsx'

/** Every component in every state, for whoever changes the style sheet. */
export function ComponentsPage({ frame }: { frame: Frame }) {
  const { t } = frame
  const sections = [
    [messages.colours, <Colours />],
    [messages.text, <Text frame={frame} />],
    [messages.icons, <Icons frame={frame} />],
    [messages.buttons, <Buttons frame={frame} />],
    [messages.notices, <Notices frame={frame} />],
    [messages.fields, <Fields frame={frame} />],
    [messages.lists, <Lists frame={frame} />],
    [messages.copying, <Copying frame={frame} />],
    [messages.tabs, <Tabs frame={frame} />],
    [messages.folding, <Folding frame={frame} />],
    [messages.progress, <Progress frame={frame} />],
  ] as const
  return (
    <Page frame={frame} title={t(messages.title)} noIndex>
      <h1>{t(messages.title)}</h1>
      <p class="lead">{t(messages.lead)}</p>
      {sections.map(([title, content]) => (
        <section>
          <h2>{t(title)}</h2>
          {content}
        </section>
      ))}
    </Page>
  )
}

/** The colours of `web/tokens.css`, by role. */
export const colourTokens = [
  ...['surface', 'surface-raised', 'surface-sunken', 'surface-hover', 'ink', 'ink-quiet', 'line', 'line-strong'],
  ...['link', 'accent', 'accent-strong', 'accent-ink', 'accent-text', 'focus', 'info', 'info-quiet', 'ok', 'ok-quiet'],
  ...['warn', 'warn-quiet', 'danger', 'danger-quiet', 'danger-fill', 'stone', 'vein'],
  ...['series-1', 'series-2', 'series-3', 'series-4', 'series-5'],
]

function Colours() {
  return (
    <ul class="tags">
      {colourTokens.map((name) => (
        <li class="with-icon">
          <svg width="24" height="24" aria-hidden="true">
            <rect width="24" height="24" rx="4" fill={`var(--${name})`} stroke="var(--line-strong)" />
          </svg>
          <code>--{name}</code>
        </li>
      ))}
    </ul>
  )
}

type Framed = { readonly frame: Frame }

function Text({ frame }: Framed) {
  const { t } = frame
  const inside = { link: <a href="#content">{t(messages.link)}</a>, code: <code>{t(messages.code)}</code> }
  return (
    <div class="stack">
      <p>
        <Sentence t={t} message={messages.words} values={inside} />
      </p>
      <p class="quiet">{t(messages.quiet)}</p>
      <h3>{t(messages.value)}</h3>
      <h4>{t(messages.value)}</h4>
      <p>
        <Time frame={frame} at={frame.now} /> · <Time frame={frame} at={new Date(frame.now.getTime() - 9e8)} relative />
      </p>
      <pre tabindex={0}>{'<Project Sdk="Microsoft.NET.Sdk">\n</Project>'}</pre>
      <blockquote class="said">
        <p>{t(messages.notice)}</p>
      </blockquote>
    </div>
  )
}

const iconNames: readonly IconName[] = [
  ...([
    'check',
    'chevron-down',
    'close',
    'clock',
    'copy',
    'danger',
    'download',
    'feed',
    'globe',
    'heart',
    'info',
    'key',
    'link',
  ] as const),
  ...(['lock', 'moon', 'package', 'plus', 'search', 'user', 'verified', 'warn'] as const),
]

function Icons({ frame }: Framed) {
  return (
    <ul class="tags">
      {iconNames.map((name) => (
        <li class="with-icon">
          <Icon frame={frame} name={name} /> <code>{name}</code>
        </li>
      ))}
      {['ann', 'ben', 'contoso', 'Fabrikam'].map((name) => (
        <li class="with-icon">
          <AvatarImage name={name} /> {name}
        </li>
      ))}
    </ul>
  )
}

const buttonKinds: readonly ButtonKind[] = ['primary', 'plain', 'quiet', 'danger']

function Buttons({ frame }: Framed) {
  const { t } = frame
  return (
    <PostForm frame={frame} action="/language" class="stack">
      <input type="hidden" name="returnUrl" value={frame.path} />
      {(['hover', 'focus'] as const).map((state) => (
        <div class="actions">
          {buttonKinds.map((kind) => (
            <button type="button" class={buttonClass(kind)} data-shown={state}>
              {t(messages[state])}
            </button>
          ))}
          <a class="nav-link" href="#content" data-shown={state}>
            {t(messages.link)}
          </a>
          <a class="tag" href="#content" data-shown={state}>
            {t(messages.badge)}
          </a>
        </div>
      ))}
      {[false, true].map((small) => (
        <div class="actions">
          {buttonKinds.map((kind) => (
            <SubmitButton kind={kind} small={small}>
              {t(messages.button)}
            </SubmitButton>
          ))}
          {buttonKinds.map((kind) => (
            <LinkButton kind={kind} small={small} href="#content">
              {t(messages.link)}
            </LinkButton>
          ))}
          {buttonKinds.map((kind) => (
            <SubmitButton kind={kind} small={small} disabled>
              {t(messages.buttonOff)}
            </SubmitButton>
          ))}
        </div>
      ))}
      <SubmitButton kind="plain">{t(messages.choiceLong)}</SubmitButton>
    </PostForm>
  )
}

function Notices({ frame }: Framed) {
  const { t } = frame
  const kinds = ['ok', 'info', 'warn', 'danger'] as const
  return (
    <div class="stack">
      {kinds.map((kind) => (
        <Notice frame={frame} kind={kind} title={kind === 'info' ? undefined : t(messages.value)} isFocused={false}>
          <p>{t(messages.notice)}</p>
        </Notice>
      ))}
      <Notice frame={frame} kind="warn" title={t(messages.choiceLong)}>
        <ul>
          <li>{t(messages.notice)}</li>
          <li>{t(messages.choiceLong)}</li>
        </ul>
        <LinkButton href="#content">{t(messages.button)}</LinkButton>
      </Notice>
      <p class="banner">{t(messages.notice)}</p>
      <p class="actions">
        {([...kinds, 'accent', 'plain'] as const).map((kind) => (
          <Badge kind={kind}>{t(messages.badge)}</Badge>
        ))}
      </p>
    </div>
  )
}

function Fields({ frame }: Framed) {
  const { t } = frame
  const [label, hint, error, value] = [messages.field, messages.hint, messages.error, messages.value].map((one) =>
    t(one),
  )
  const field = { frame, label: label ?? '', hint }
  const options = [1, 2, 3].map((number) => ({ value: String(number), label: t(messages.tab, { number }) }))
  return (
    <PostForm frame={frame} action="/language">
      <input type="hidden" name="returnUrl" value={frame.path} />
      <Field {...field} name="plain" optional>
        <TextInput value={value} autocomplete="off" />
      </Field>
      <Field {...field} name="focused">
        <input id="field-focused" value={value} data-shown="focus" aria-describedby="field-focused-hint" />
      </Field>
      <Field {...field} name="empty">
        <TextInput placeholder={t(messages.placeholder)} autocomplete="off" />
      </Field>
      <Field {...field} name="day">
        <TextInput type="date" value="2027-02-20" />
      </Field>
      <Field {...field} name="wrong" error={error}>
        <TextInput mono value="Contoso.*" autocomplete="off" />
      </Field>
      <Field {...field} name="off">
        <TextInput value={value} disabled />
      </Field>
      <Field {...field} name="fixed">
        <TextInput value={value} readonly />
      </Field>
      <Field {...field} name="long" error={error}>
        <TextArea value={t(messages.notice)} />
      </Field>
      <Field {...field} name="file">
        <FileInput accept=".nupkg" />
      </Field>
      <Field {...field} name="one-of">
        <Select value="2" options={options} />
      </Field>
      {(['checkbox', 'radio'] as const).map((type) => (
        <FieldGroup {...field} name={type} error={type === 'radio' ? error : null}>
          <Choice type={type} name={type} value="a" label={t(messages.choice)} checked />
          <Choice type={type} name={type} value="b" label={t(messages.choiceLong)} hint={hint} />
          <Choice type={type} name={type} value="c" label={t(messages.buttonOff)} disabled />
        </FieldGroup>
      ))}
      <div class="actions">
        <SubmitButton>{t(messages.button)}</SubmitButton>
      </div>
    </PostForm>
  )
}

function Lists({ frame }: Framed) {
  const { t } = frame
  const heads = [1, 2, 3].map((number) => ({ text: t(messages.column, { number }), isNumber: number === 3 }))
  return (
    <div class="stack">
      <SearchForm frame={frame} big />
      <EmptyState title={t(messages.empty)} text={t(messages.emptyText)}>
        <LinkButton href="#content">{t(messages.button)}</LinkButton>
      </EmptyState>
      <EmptyState title={t(messages.empty)} />
      <Facts
        items={[
          [t(messages.field), t(messages.value)],
          [t(messages.code), <code>Contoso.Core</code>],
          [t(messages.column, { number: 1 }), longId],
        ]}
      />
      <StackedTable heads={heads}>
        {['Contoso.Core', longId].map((id, row) => (
          <tr>
            <th scope="row">{id}</th>
            <td data-label={heads[1]?.text}>{t(messages.value)}</td>
            <td data-label={heads[2]?.text} class="number">
              {(row + 1) * 1234}
            </td>
          </tr>
        ))}
      </StackedTable>
      <ul class="rows">
        <li>{t(messages.notice)}</li>
        <li>{t(messages.notice)}</li>
      </ul>
      {[1, 2, 3].map((page) => (
        <Pager frame={frame} page={page} pages={3} href={() => '#content'} />
      ))}
      <ul class="tags">
        {['net8.0', 'netstandard2.0', longId].map((name, i) => (
          <li>
            <a class={i === 1 ? 'framework framework-computed' : i === 0 ? 'framework' : 'tag'} href="#content">
              {name}
            </a>
          </li>
        ))}
      </ul>
    </div>
  )
}

const longId = 'Contoso.A.Package.With.A.Rather.Long.Name.That.Goes.On.And.On.Until.Nobody.Reads.It'

function Copying({ frame }: Framed) {
  const { t } = frame
  return (
    <div class="stack">
      <CommandLine frame={frame} text="dotnet nuget push PACKAGE.nupkg --api-key KEY" />
      <CommandLine
        frame={frame}
        text={`dotnet ${'--with many --more '.repeat(12)}--options`}
        label={t(messages.copyExample)}
      />
      <CopyButton frame={frame} text="lode" label={t(messages.copyExample)} />
    </div>
  )
}

function Tabs({ frame }: Framed) {
  const { t } = frame
  return (
    <tab-list>
      {[1, 2, 3].map((number) => (
        <section data-tab={`tab-${number}`} aria-labelledby={`example-tab-${number}`}>
          <h3 id={`example-tab-${number}`}>{t(messages.tab, { number })}</h3>
          <p>{t(messages.notice)}</p>
        </section>
      ))}
    </tab-list>
  )
}

function Folding({ frame }: Framed) {
  const { t } = frame
  return (
    <div class="stack">
      <details>
        <summary>{t(messages.more)}</summary>
        <p>{t(messages.notice)}</p>
      </details>
      <div class="settings">
        {[false, true].map((isOpen) => (
          <details class="settings-section" open={isOpen}>
            <summary>
              <h3>{t(messages.field)}</h3>
              <span class="quiet">{t(messages.value)}</span>
            </summary>
            <div class="settings-body">
              <p>{t(messages.notice)}</p>
            </div>
          </details>
        ))}
      </div>
      <nav class="sorts" aria-label={t(messages.folding)}>
        {[1, 2, 3].map((number) => (
          <a href="#content" aria-current={number === 1 ? 'true' : undefined}>
            {t(messages.tab, { number })}
          </a>
        ))}
      </nav>
      <nav class="path-trail mono" aria-label={t(messages.code)}>
        <ol>
          {['Contoso.Core', 'lib', 'net8.0'].map((part, i) => (
            <li>{i === 2 ? <span aria-current="page">{part}</span> : <a href="#content">{part}</a>}</li>
          ))}
        </ol>
      </nav>
    </div>
  )
}

function Progress({ frame }: Framed) {
  const { t } = frame
  return (
    <div class="stack">
      <div class="upload-drop">{t(messages.notice)}</div>
      <div class="upload-over">
        <div class="upload-drop">{t(messages.notice)}</div>
      </div>
      <div class="upload-progress">
        <progress max="100" value="40" aria-label={t(messages.progress)} />
        <p class="quiet">{t(messages.value)}</p>
        <button type="button" class="button button-small">
          {t(messages.button)}
        </button>
      </div>
    </div>
  )
}
