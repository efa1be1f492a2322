import { IntlMessageFormat } from 'intl-messageformat'
import type { Language, Message, Translate } from './message.ts'

const compiled: Record<Language, WeakMap<Message, IntlMessageFormat>> = { en: new WeakMap(), 'zh-CN': new WeakMap() }
const translators: Record<Language, Translate> = { en: makeTranslator('en'), 'zh-CN': makeTranslator('zh-CN') }

/** Renders messages in `language`. A message is compiled once per process. Dates and times in messages are UTC. */
export function translator(language: Language): Translate {
  return translators[language]
}

/** The message's text in ICU syntax. */
export function messageText(language: Language, message: Message): string {
  return language === 'en' ? message.en : message.zh
}

function makeTranslator(language: Language): Translate {
  return (message, values) => {
    const text = messageText(language, message)
    // Most texts have no placeholder: an ICU message without braces and apostrophes is its own result.
    if (!/[{}']/.test(text)) return text
    return String(compile(language, message).format(values))
  }
}

function compile(language: Language, message: Message): IntlMessageFormat {
  const known = compiled[language].get(message)
  if (known !== undefined) return known
  // ignoreTag: `<` in a message is a plain character; markup is made by components (http/sentence.tsx).
  const format = new IntlMessageFormat(messageText(language, message), language, undefined, { ignoreTag: true })
  compiled[language].set(message, format)
  return format
}
