import MarkdownIt, { type Token } from 'markdown-it'

/** Autolinks only what names its scheme: a user or package called `evil.example` stays text. */
const markdownIt = new MarkdownIt({ html: false, linkify: true })
markdownIt.linkify.set({ fuzzyLink: false, fuzzyEmail: false })

/** Text that people typed, so that it stands in a mail as it is: no links, no emphasis, one line. */
export function escapeMarkdown(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[!-/:-@[-`{-~]/g, '\\$&')
}

/**
 * For both kinds of readers; plain text has links as `text (address)`, lists with dashes, paragraphs apart, and `> ` before
 * each line of a quotation, so that what somebody wrote does not pass for our own words.
 */
export function renderMarkdown(markdown: string): { readonly html: string; readonly text: string } {
  const env = {}
  const tokens = markdownIt.parse(markdown, env)
  return { html: markdownIt.renderer.render(tokens, markdownIt.options, env), text: toText(tokens) }
}

function toText(tokens: readonly Token[]): string {
  const blocks: string[] = []
  const lists: { next: number | null }[] = []
  let prefix = ''
  let quotations = 0
  for (const token of tokens) {
    if (token.type === 'blockquote_open') quotations += 1
    if (token.type === 'blockquote_close') quotations -= 1
    if (token.type === 'bullet_list_open') lists.push({ next: null })
    if (token.type === 'ordered_list_open') lists.push({ next: 1 })
    if (token.type === 'bullet_list_close' || token.type === 'ordered_list_close') lists.pop()
    if (token.type === 'list_item_open') prefix = listPrefix(lists)
    if (token.type === 'hr') blocks.push('---')
    const content = token.type === 'inline' ? inlineText(token.children ?? []) : codeText(token)
    if (content === null) continue
    const block = prefix + content.replaceAll('\n', '\n' + ' '.repeat(prefix.length))
    blocks.push(block.replace(/^/gm, '> '.repeat(quotations)))
    prefix = ' '.repeat(prefix.length && lists.length > 0 ? prefix.length : 0)
  }
  return blocks.join('\n\n') + '\n'
}

function listPrefix(lists: { next: number | null }[]): string {
  const list = lists.at(-1)
  const indent = '  '.repeat(Math.max(0, lists.length - 1))
  return list?.next == null ? `${indent}- ` : `${indent}${list.next++}. `
}

function codeText(token: Token): string | null {
  return token.type === 'fence' || token.type === 'code_block' ? token.content.trimEnd() : null
}

function inlineText(tokens: readonly Token[]): string {
  let text = ''
  let link = { href: '', startsAt: -1 }
  for (const token of tokens) {
    if (token.type === 'softbreak' || token.type === 'hardbreak') text += '\n'
    else if (token.type === 'link_open') link = { href: String(token.attrGet('href') ?? ''), startsAt: text.length }
    else if (token.type === 'link_close') {
      if (text.slice(link.startsAt) !== link.href) text += ` (${link.href})`
    } else text += token.content
  }
  return text
}
