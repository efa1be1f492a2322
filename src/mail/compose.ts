import { linkBaseUrl, type Config } from '../config.ts'
import { translator } from '../i18n/translate.ts'
import { escapeMarkdown, renderMarkdown } from './markdown.ts'
import { messages } from './messages.ts'
import type { NewMail } from './queue.ts'

export type ComposedMail = { readonly subject: string; readonly text: string; readonly html: string }

/** The subject with the brand, and both bodies with the line that says why the mail was sent. */
export function composeMail(config: Pick<Config, 'brand' | 'publicUrl' | 'port'>, mail: NewMail): ComposedMail {
  const subject = oneLine(`[${config.brand}] ${mail.subject}`)
  const markdown = `${mail.markdown.trim()}\n\n---\n\n${renderReason(config, mail)}`
  const { text, html } = renderMarkdown(markdown)
  return { subject, text, html: renderDocument(subject, mail.language, html) }
}

function renderReason(config: Pick<Config, 'brand' | 'publicUrl' | 'port'>, mail: NewMail): string {
  const t = translator(mail.language)
  const home = linkBaseUrl(config)
  const brand = escapeMarkdown(config.brand)
  if (!mail.account) return t(messages.whyAddress, { brand, url: `<${home}>` })
  return t(messages.whyAccount, { brand, name: escapeMarkdown(mail.account.name), url: `<${home}/account>` })
}

function renderDocument(title: string, language: string, body: string): string {
  const style =
    'font-family:system-ui,sans-serif;font-size:16px;line-height:1.55;max-width:36em;margin:1em auto;padding:0 1em'
  return (
    `<!doctype html>\n<html lang="${language}"><head><meta charset="utf-8"><title>${escapeHtml(title)}</title></head>\n` +
    `<body style="${style}">\n${body}</body></html>\n`
  )
}

function oneLine(text: string): string {
  return text.replace(/[\s\p{Cc}]+/gu, ' ').trim()
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
