import type { Context, MiddlewareHandler } from 'hono'
import { formatBytes } from '../i18n/format.ts'
import { fail, ok, type Result } from '../result.ts'
import type { Env } from './env.ts'
import { errorPage } from './error-pages.tsx'
import { isSameToken } from './form-token.ts'
import { messages } from './messages.ts'

/** What a posted form holds. Small files are in memory; packages are uploaded another way. */
export type Form = {
  /** The field trimmed; '' when absent. */
  text(name: string): string
  /** The field as sent (passwords); '' when absent. */
  raw(name: string): string
  /** Every value of a repeated field, trimmed. */
  all(name: string): readonly string[]
  has(name: string): boolean
  /** The bytes of the file that was chosen in this field; null when none was. */
  file(name: string): Uint8Array | null
  /** Every text field as sent, in its order. */
  entries(): readonly (readonly [name: string, value: string])[]
}

export type FormRefusal =
  | { readonly code: 'form-foreign' }
  | { readonly code: 'form-too-large'; readonly maxBytes: number }
  | { readonly code: 'form-unreadable' }
  | { readonly code: 'form-stale' }

const maxFormBytes = 1_048_576

/** For forms with a text or a file of a megabyte: both, and what goes around them. They are sent as `multipart/form-data`. */
export const largeFormBytes = 2 * 1_048_576 + 65_536

/**
 * Lets a POST through only when a page of ours sent it: Origin and Sec-Fetch-Site say so where the browser sends them,
 * and the form carries the token of this very session. Reads the form into `c.var.form`; anything wrong is a 400 page.
 */
export function checkedForm(maxBytes = maxFormBytes): MiddlewareHandler<Env> {
  return async (c, next) => {
    if (c.req.method !== 'POST' || c.get('form') !== undefined) return next() // a body can be read only once
    const read = await readCheckedForm(c, maxBytes)
    if (!read.ok) return formRefusalPage(c, read.error)
    c.set('form', read.value)
    await next()
  }
}

async function readCheckedForm(c: Context<Env>, maxBytes: number): Promise<Result<Form, FormRefusal>> {
  const foreign = refuseForeign({
    publicOrigin: new URL(c.env.lode.baseUrl).origin,
    origin: c.req.header('Origin'),
    fetchSite: c.req.header('Sec-Fetch-Site'),
  })
  if (foreign !== null) return fail(foreign)
  const bytes = await readBody(c.req.raw, maxBytes)
  if (bytes === null) return fail({ code: 'form-too-large', maxBytes })
  const form = await parseForm(c.req.header('Content-Type') ?? '', bytes)
  if (form === null) return fail({ code: 'form-unreadable' })
  return isSameToken(form.raw('form_token'), c.var.frame.formToken) ? ok(form) : fail({ code: 'form-stale' })
}

/** Old browsers and scripts send neither header: then the form token alone decides. */
export function refuseForeign(request: {
  publicOrigin: string
  origin: string | undefined
  fetchSite: string | undefined
}): FormRefusal | null {
  const { publicOrigin, origin, fetchSite } = request
  if (origin !== undefined && origin.toLowerCase() !== publicOrigin) return { code: 'form-foreign' }
  if (fetchSite !== undefined && fetchSite !== 'same-origin' && fetchSite !== 'none') return { code: 'form-foreign' }
  return null
}

/** The whole body, or null as soon as it is larger than a form may be, whatever Content-Length claims. */
async function readBody(request: Request, maxBytes: number): Promise<Uint8Array<ArrayBuffer> | null> {
  if (Number(request.headers.get('Content-Length') ?? 0) > maxBytes) return null
  if (request.body === null) return new Uint8Array()
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of request.body) {
    size += chunk.byteLength
    if (size > maxBytes) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

async function parseForm(contentType: string, bytes: Uint8Array<ArrayBuffer>): Promise<Form | null> {
  if (!/^(application\/x-www-form-urlencoded|multipart\/form-data)\s*(;|$)/i.test(contentType)) return null
  try {
    const data = await new Response(bytes, { headers: { 'Content-Type': contentType } }).formData()
    // No keyboard makes one, and PostgreSQL keeps none in a text.
    return [...data].some(([name, value]) => `${name}${String(value)}`.includes('\0')) ? null : await toForm(data)
  } catch {
    return null // no boundary, or parts that do not end
  }
}

async function toForm(data: FormData): Promise<Form> {
  const files = new Map<string, Uint8Array>()
  for (const [name, value] of data) {
    // A field in which nothing was chosen sends a file without a name.
    if (typeof value !== 'string' && value.name !== '') files.set(name, new Uint8Array(await value.arrayBuffer()))
  }
  const values = (name: string) => data.getAll(name).filter((value) => typeof value === 'string')
  return {
    text: (name) => (values(name)[0] ?? '').trim(),
    raw: (name) => values(name)[0] ?? '',
    all: (name) => values(name).map((value) => value.trim()),
    has: (name) => values(name).length > 0,
    file: (name) => files.get(name) ?? null,
    entries: () => [...data].flatMap(([name, value]) => (typeof value === 'string' ? [[name, value] as const] : [])),
  }
}

/** The page that says why a form was not taken. */
export function formRefusalPage(c: Context<Env>, refusal: FormRefusal): Response {
  return errorPage(c, 400, sentenceFor(c, refusal))
}

function sentenceFor(c: Context<Env>, refusal: FormRefusal): string {
  const { t, baseUrl, language } = c.var.frame
  switch (refusal.code) {
    case 'form-foreign':
      return t(messages.formForeign, { address: baseUrl })
    case 'form-too-large':
      return t(messages.formTooLarge, { size: formatBytes(language, refusal.maxBytes) })
    case 'form-unreadable':
      return t(messages.formUnreadable)
    case 'form-stale':
      return t(messages.formStale)
  }
}
