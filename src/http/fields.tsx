import { createContext, useContext, type Child, type PropsWithChildren } from 'hono/jsx'
import { buttonClass, Icon, type ButtonKind } from './components.tsx'
import type { Frame } from './frame.ts'
import { messages } from './messages.ts'

/** The form token as a hidden field: `checkedForm` refuses a POST without it. */
export function FormToken(props: { frame: Frame }) {
  return <input type="hidden" name="form_token" value={props.frame.formToken} />
}

export type PostFormProps = {
  frame: Frame
  action: string
  class?: string
  id?: string
  /** There is a file in it, or a text so long that it should not grow on its way. */
  multipart?: boolean
}

/** A form that posts to us: with the form token in it. */
export function PostForm(props: PropsWithChildren<PostFormProps>) {
  const enctype = props.multipart ? 'multipart/form-data' : undefined
  return (
    <form method="post" action={props.action} class={props.class} id={props.id} enctype={enctype}>
      <FormToken frame={props.frame} />
      {props.children}
    </form>
  )
}

type FieldContext = { name: string; id: string; describedBy: string | undefined; isInvalid: boolean }

const fieldContext = createContext<FieldContext | null>(null)

export type FieldProps = {
  frame: Frame
  name: string
  label: string
  hint?: Child
  /** Why the value was refused; shown beside the field and read out with it. */
  error?: string | null
  optional?: boolean
  /** When two fields of one page share a name. */
  id?: string
}

/** A label, a hint, the control inside and its error, tied together by IDs: `<Field …><TextInput /></Field>`. */
export function Field(props: PropsWithChildren<FieldProps>) {
  const id = props.id ?? `field-${props.name}`
  const error = props.error ?? null
  const described = [props.hint == null ? null : `${id}-hint`, error === null ? null : `${id}-error`].filter(Boolean)
  const context = { name: props.name, id, describedBy: described.join(' ') || undefined, isInvalid: error !== null }
  return (
    <div class="field">
      <label for={id}>
        {props.label}
        {props.optional ? <span class="quiet"> {props.frame.t(messages.optional)}</span> : null}
      </label>
      {props.hint == null ? null : (
        <p class="hint" id={`${id}-hint`}>
          {props.hint}
        </p>
      )}
      <fieldContext.Provider value={context}>{props.children}</fieldContext.Provider>
      <FieldError frame={props.frame} id={`${id}-error`} error={error} />
    </div>
  )
}

/** `isFocused`: where no single control is at fault, reading goes on at the error itself. */
function FieldError(props: { frame: Frame; id: string; error: string | null; isFocused?: boolean }) {
  if (props.error === null) return null
  const focus = props.isFocused ? { tabindex: -1, autofocus: true } : {}
  return (
    <p class="field-error" id={props.id} {...focus}>
      <Icon frame={props.frame} name="danger" />
      <span>{props.error}</span>
    </p>
  )
}

/** Several controls under one question, such as checkboxes: a fieldset with a legend, a hint and an error. */
export function FieldGroup(props: PropsWithChildren<FieldProps>) {
  const id = props.id ?? `field-${props.name}`
  const error = props.error ?? null
  const described = [props.hint == null ? null : `${id}-hint`, error === null ? null : `${id}-error`].filter(Boolean)
  return (
    <fieldset class="field" id={id} aria-describedby={described.join(' ') || undefined}>
      <legend>
        {props.label}
        {props.optional ? <span class="quiet"> {props.frame.t(messages.optional)}</span> : null}
      </legend>
      {props.hint == null ? null : (
        <p class="hint" id={`${id}-hint`}>
          {props.hint}
        </p>
      )}
      {props.children}
      <FieldError frame={props.frame} id={`${id}-error`} error={error} isFocused />
    </fieldset>
  )
}

export type ControlProps = {
  /** Only outside a `Field`. */
  name?: string
  id?: string
  value?: string
  required?: boolean
  disabled?: boolean
  readonly?: boolean
  autocomplete?: string
  autofocus?: boolean
  maxlength?: number
  /** For IDs, versions, patterns and secrets. */
  mono?: boolean
  label?: string
  form?: string
}

export type TextInputProps = ControlProps & {
  type?: 'text' | 'password' | 'email' | 'search' | 'url' | 'number' | 'date' | 'hidden'
  minlength?: number
  min?: string | number
  max?: string | number
  inputmode?: 'text' | 'numeric' | 'email' | 'search' | 'none'
  placeholder?: string
  list?: string
  pattern?: string
}

/** What a control takes from the `Field` around it, and from its own properties. */
function controlAttributes(props: ControlProps) {
  const field = useContext(fieldContext)
  return {
    id: props.id ?? field?.id,
    name: props.name ?? field?.name,
    required: props.required,
    disabled: props.disabled,
    readonly: props.readonly,
    autocomplete: props.autocomplete,
    // Where a form comes back refused, reading and typing go on at the first field that has to change.
    autofocus: props.autofocus || field?.isInvalid || undefined,
    maxlength: props.maxlength,
    form: props.form,
    class: props.mono ? 'mono' : undefined,
    'aria-label': props.label,
    'aria-describedby': field?.describedBy,
    'aria-invalid': field?.isInvalid ? ('true' as const) : undefined,
    // Names, patterns and addresses are not prose: no red waves, no capital first letter on phones.
    spellcheck: props.mono ? false : undefined,
    autocapitalize: props.mono ? ('none' as const) : undefined,
  }
}

export function TextInput(props: TextInputProps) {
  return (
    <input
      type={props.type ?? 'text'}
      value={props.value}
      minlength={props.minlength}
      min={props.min}
      max={props.max}
      inputmode={props.inputmode}
      placeholder={props.placeholder}
      list={props.list}
      pattern={props.pattern}
      {...controlAttributes(props)}
    />
  )
}

/** One file. Its form has `enctype="multipart/form-data"`. `accept`: extensions, which are advice and no check. */
export function FileInput(props: ControlProps & { accept: string }) {
  return <input type="file" accept={props.accept} {...controlAttributes(props)} />
}

export function TextArea(props: ControlProps & { rows?: number; placeholder?: string }) {
  return (
    <textarea rows={props.rows ?? 4} placeholder={props.placeholder} {...controlAttributes(props)}>
      {props.value}
    </textarea>
  )
}

export type SelectOption = { value: string; label: string; disabled?: boolean }

export function Select(props: ControlProps & { options: readonly SelectOption[] }) {
  return (
    <select {...controlAttributes(props)}>
      {props.options.map((option) => (
        <option value={option.value} disabled={option.disabled} selected={option.value === props.value}>
          {option.label}
        </option>
      ))}
    </select>
  )
}

export type ChoiceProps = {
  type: 'checkbox' | 'radio'
  name: string
  value: string
  label: Child
  hint?: Child
  checked?: boolean
  disabled?: boolean
  required?: boolean
  id?: string
  form?: string
}

/** One checkbox or radio button with its label; the whole line can be pressed. */
export function Choice(props: ChoiceProps) {
  const id = props.id ?? `field-${props.name}-${props.value.toLowerCase().replace(/[^a-z0-9]+/g, '-')}`
  return (
    <div class="choice">
      <input
        type={props.type}
        id={id}
        name={props.name}
        value={props.value}
        checked={props.checked}
        disabled={props.disabled}
        required={props.required}
        form={props.form}
        aria-describedby={props.hint == null ? undefined : `${id}-hint`}
      />
      <label for={id}>{props.label}</label>
      {props.hint == null ? null : (
        <p class="hint" id={`${id}-hint`}>
          {props.hint}
        </p>
      )}
    </div>
  )
}

export type SubmitButtonProps = {
  kind?: ButtonKind
  small?: boolean
  name?: string
  value?: string
  formaction?: string
  /** What lacks in other fields does not matter to this button. */
  formnovalidate?: boolean
  form?: string
  disabled?: boolean
  /** When the words alone do not say to what it is done. */
  label?: string
}

/** The button that sends the form around it. Gold only for the one primary action of a page. */
export function SubmitButton(props: PropsWithChildren<SubmitButtonProps>) {
  return (
    <button
      type="submit"
      class={buttonClass(props.kind ?? 'primary', props.small)}
      name={props.name}
      value={props.value}
      formaction={props.formaction}
      formnovalidate={props.formnovalidate}
      form={props.form}
      disabled={props.disabled}
      aria-label={props.label}
    >
      {props.children}
    </button>
  )
}
