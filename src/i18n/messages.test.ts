import { globSync } from 'node:fs'
import { join, relative } from 'node:path'
import { IntlMessageFormat } from 'intl-messageformat'
import { describe, expect, test } from 'vitest'
import type { Message } from './message.ts'

/** The parts of an ICU message as its parser gives them, as far as they matter here. */
type Part = {
  readonly type: number
  readonly value?: string
  readonly options?: Readonly<Record<string, { readonly value: readonly Part[] }>>
}

const literal = 0
const pound = 7
const sources = join(import.meta.dirname, '..')

/** Every domain keeps its texts in files called `…messages.ts`. */
const files = globSync('**/*messages.ts', { cwd: sources }).filter((file) => !file.endsWith('.test.ts'))
const modules = await Promise.all(
  files.map(async (file) => ({ file, exports: Object.values<unknown>(await import(join(sources, file))) })),
)

function isMessage(value: unknown): value is Message {
  if (typeof value !== 'object' || value === null) return false
  const { en, zh } = value as Partial<Message>
  return typeof en === 'string' && typeof zh === 'string'
}

const messages = modules.flatMap(({ file, exports }) =>
  exports
    .filter((catalogue) => typeof catalogue === 'object' && catalogue !== null)
    .flatMap((catalogue) => Object.entries(catalogue as object))
    .filter((entry): entry is [string, Message] => isMessage(entry[1]))
    .map(([key, message]) => ({ name: `${relative('.', file)} ${key}`, message })),
)

function parse(text: string): readonly Part[] {
  return new IntlMessageFormat(text, 'en', undefined, { ignoreTag: true }).getAst() as unknown as Part[]
}

function placeholders(parts: readonly Part[], found = new Set<string>()): Set<string> {
  for (const part of parts) {
    if (part.type !== literal && part.type !== pound) found.add(part.value ?? '')
    for (const option of Object.values(part.options ?? {})) placeholders(option.value, found)
  }
  return found
}

/** The texts between the placeholders. */
function literals(parts: readonly Part[]): string[] {
  return parts.flatMap((part) => [
    ...(part.type === literal ? [part.value ?? ''] : []),
    ...Object.values(part.options ?? {}).flatMap((option) => literals(option.value)),
  ])
}

/** What is wrong with how a Chinese text is set, or null. */
function refuseTypesetting(text: string): string | null {
  const han = String.raw`\p{Script=Han}`
  if (new RegExp(String.raw`${han}[,;:!?]|${han}\.(?![\w*])|${han} ?\(`, 'u').test(text))
    return 'half-width punctuation'
  if (new RegExp(String.raw`${han}[A-Za-z]|[A-Za-z]${han}`, 'u').test(text)) return 'no space beside a Latin word'
  return null
}

describe('every message', () => {
  test('is found', () => {
    expect(messages.length).toBeGreaterThan(40)
  })

  test.each(messages)('$name is there in both languages, with the same placeholders, well set', ({ message }) => {
    expect(message.en.trim()).not.toBe('')
    expect(message.zh.trim()).not.toBe('')
    const [en, zh] = [parse(message.en), parse(message.zh)]
    expect([...placeholders(zh)].sort()).toEqual([...placeholders(en)].sort())
    for (const text of literals(zh)) expect({ text, fault: refuseTypesetting(text) }).toEqual({ text, fault: null })
    expect(message.en).not.toMatch(/\p{Script=Han}/u)
  })
})

describe('the check of Chinese texts', () => {
  test.each([
    ['程序包,版本', 'half-width punctuation'],
    ['已删除.', 'half-width punctuation'],
    ['程序包 (旧)', 'half-width punctuation'],
    ['API密钥', 'no space beside a Latin word'],
    ['使用Glob 模式', 'no space beside a Latin word'],
    ['使用 Glob 模式，例如 Contoso.*。', null],
  ])('%s: %s', (text, fault) => {
    expect(refuseTypesetting(text)).toBe(fault)
  })
})
