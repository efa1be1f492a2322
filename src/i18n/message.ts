export type Language = 'en' | 'zh-CN'

export const languages: readonly Language[] = ['en', 'zh-CN']

/** One text in every interface language, in ICU message syntax. A missing language does not compile. */
export type Message = { readonly en: string; readonly zh: string }

export type MessageValues = Readonly<Record<string, string | number | Date>>

/** Turns a message into text of one language. */
export type Translate = (message: Message, values?: MessageValues) => string

/** Names a domain's messages: `export const messages = defineMessages({ title: { en: 'API keys', zh: 'API 密钥' } })`. */
export function defineMessages<const M extends Readonly<Record<string, Message>>>(messages: M): M {
  return messages
}
