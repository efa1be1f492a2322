import hljs from 'highlight.js/lib/common'
import createMarkdownIt, { type Env, type MarkdownIt, type Token } from 'markdown-it'
import anchor from 'markdown-it-anchor'
import { full as emoji } from 'markdown-it-emoji'
import alerts from 'markdown-it-github-alerts'
import taskLists from 'markdown-it-task-lists'

/** A README as HTML that is safe to put into a page, and what was left out of it. */
export type RenderedReadme = {
  readonly html: string
  /** Images that are not shown: their alternative text stands in their place. Owners are told. */
  readonly droppedImages: number
  /** It is longer than a page shows. */
  readonly isCut: boolean
}

/** What is shown in the place of an image: an address that may be asked, and how large it is where that is known. */
export type ReadmeImage = {
  readonly src: string
  readonly size: { readonly width: number; readonly height: number } | null
}

/** By the address that the README gives them. */
export type ReadmeImages = ReadonlyMap<string, ReadmeImage>

/** While one README is rendered. `slugs`: the anchors in use, and the number that the next heading of that name gets. */
type RenderEnv = Env & { readonly images: ReadmeImages; readonly slugs: Map<string, number>; droppedImages: number }

const markdown = createRenderer()

/**
 * Renders a package's Markdown: tables, task lists, alerts, strikethrough, bare links, emoji codes, highlighted code. Raw
 * HTML is left out, links lead to http and https or within the page only, and no images are loaded but `images`, so that
 * reading a README tells nobody. Headings go down one level, below the page's own. Rules: gallery.md §7.7.
 */
export function renderReadme(text: string, images: ReadmeImages = new Map()): RenderedReadme {
  const env: RenderEnv = { images, slugs: new Map(), droppedImages: 0 }
  const shown = cutOff(text)
  const html = markdown.render(shown, env)
  return { html, droppedImages: env.droppedImages, isCut: shown.length < text.length }
}

/** A page shows no more: it would keep everybody waiting while it is made, half a second for the worst of this length. */
export const longestShown = 200_000

/** Up to the last empty line before the limit. */
function cutOff(text: string): string {
  if (text.length <= longestShown) return text
  const end = text.lastIndexOf('\n\n', longestShown)
  return text.slice(0, end > 0 ? end : longestShown)
}

/** The addresses of a README's images as they are written, each once. */
export function listReadmeImages(text: string): readonly string[] {
  if (!/!\[|^\[[^\]]+\]:/m.test(text)) return [] // most have none: no need to read it twice
  const sources = new Set<string>()
  const visit = (tokens: readonly Token[]) => {
    for (const token of tokens) {
      if (token.type === 'image') sources.add(sourceOf(token))
      visit(token.children ?? [])
    }
  }
  visit(markdown.parse(cutOff(text), { images: new Map(), slugs: new Map(), droppedImages: 0 } satisfies RenderEnv))
  return [...sources]
}

function sourceOf(image: Token | undefined): string {
  return String(image?.attrGet('src') ?? '')
}

function createRenderer(): MarkdownIt {
  // `html: true` recognises raw HTML only so that the rules below can leave it out instead of showing its source.
  const md = createMarkdownIt({ html: true, linkify: true, highlight: highlightCode })
  md.use(taskLists, { enabled: false, label: false })
  md.use(alerts, { icons: { note: '', tip: '', important: '', warning: '', caution: '' } })
  md.use(emoji, { shortcuts: {} }) // `:rocket:`, but `:)` stays as it is, as on code hosts
  md.use(anchor, { slugifyWithState: (title, { env }) => uniqueSlug(slugify(title), slugsOf(env)), tabIndex: false })
  md.validateLink = () => true // images and links are judged below, where they are rendered

  const { rules } = md.renderer
  const keepTag = rules.html_inline
  rules.html_block = () => ''
  rules.html_inline = (tokens, index, options, env, self) => {
    // Task lists make their checkboxes as raw HTML of a fixed form; everything else came from the author.
    const content = tokens[index]?.content ?? ''
    const isCheckbox =
      /^<input class="task-list-item-checkbox"(?: checked="")?(?: disabled="")? ?type="checkbox">$/.test(content)
    if (!isCheckbox || !keepTag) return ''
    // Its name is what the item says: the plugin's own label would be markup that is left out.
    const said = tokens.slice(index + 1).map((token) => (token.type === 'html_inline' ? '' : token.content))
    const name = md.utils.escapeHtml(said.join('').trim())
    return keepTag(tokens, index, options, env, self).replace('<input', `<input aria-label="${name}"`)
  }
  rules.heading_open = (tokens, index, options, _env, self) => self.renderToken(pushDown(tokens, index), index, options)
  rules.heading_close = (tokens, index, options, _env, self) =>
    self.renderToken(pushDown(tokens, index), index, options)
  rules.link_open = (tokens, index, options, env, self) => {
    const token = tokens[index]
    const href = String(token?.attrGet('href') ?? '')
    if (token && !isAllowedLink(href)) token.attrs = null
    else if (href.startsWith('#')) token?.attrSet('href', toOwnAnchor(href))
    else token?.attrSet('rel', 'nofollow noopener noreferrer ugc')
    // A link around nothing but what is left out would be one without a name.
    return self.renderToken(tokens, index, options) + (hasWords(tokens, index, env) ? '' : md.utils.escapeHtml(href))
  }
  // Wide code and tables scroll inside themselves: by keyboard, too.
  for (const block of ['fence', 'code_block'] as const) {
    const render = rules[block]
    rules[block] = (...args) => render?.(...args).replace(/^<pre/, '<pre tabindex="0"') ?? ''
  }
  rules.table_open = () => '<table tabindex="0">\n'
  rules.image = (tokens, index, _options, env) => {
    const words = tokens[index]?.content ?? ''
    const shown = isRenderEnv(env) ? env.images.get(sourceOf(tokens[index])) : undefined
    if (shown) return renderImage(shown, words, md.utils.escapeHtml)
    if (isRenderEnv(env)) env.droppedImages += 1
    return `<span class="image-left-out">${md.utils.escapeHtml(words)}</span>`
  }
  for (const cell of ['th_open', 'td_open']) {
    rules[cell] = (tokens, index, options, _env, self) => {
      const token = tokens[index]
      const alignment = /text-align:(\w+)/.exec(String(token?.attrGet('style') ?? ''))?.[1]
      if (token) token.attrs = alignment === undefined ? null : [['class', `align-${alignment}`]]
      return self.renderToken(tokens, index, options)
    }
  }
  return md
}

function isRenderEnv(env: Env | undefined): env is RenderEnv {
  return typeof env === 'object' && env !== null && 'droppedImages' in env
}

function pushDown(tokens: Token[], index: number): Token[] {
  const token = tokens[index]
  // h1 becomes h2, and so on; h5 and h6 both become h6.
  if (token && /^h[1-5]$/.test(token.tag)) token.tag = `h${Number(token.tag.slice(1)) + 1}`
  return tokens
}

/** Does the link that opens at `index` show anything? Looks no further than its end: there may be thousands of links. */
function hasWords(tokens: readonly Token[], index: number, env: Env | undefined): boolean {
  for (let at = index + 1; at < tokens.length; at++) {
    const token = tokens[at]
    if (!token || token.type === 'link_close') return false
    if (token.type === 'image' && isRenderEnv(env) && env.images.has(sourceOf(token))) return true
    if (token.type !== 'html_inline' && token.content.trim() !== '') return true
  }
  return false
}

/** Without words of its own it is called as its file is. */
function renderImage({ src, size }: ReadmeImage, words: string, escape: (text: string) => string): string {
  const alt = words.trim() || (/[^/]*$/.exec(new URL(src, 'http://local.invalid').pathname)?.[0] ?? '')
  const sized = size ? ` width="${size.width}" height="${size.height}"` : ''
  return `<img src="${escape(src)}" alt="${escape(alt)}"${sized} loading="lazy" decoding="async">`
}

function isAllowedLink(url: string): boolean {
  return /^(https?:\/\/|#)/i.test(url.trim())
}

/** Anchors get a prefix, so that no heading can take the name of a part of the page. */
const anchorPrefix = 'readme-'

/** Authors name headings as code hosts do: without our prefix. */
function toOwnAnchor(href: string): string {
  const name = href.slice(1)
  return name.startsWith(anchorPrefix) ? href : `#${anchorPrefix}${name.toLowerCase()}`
}

function slugsOf(env: Env | undefined): Map<string, number> {
  if (!isRenderEnv(env)) throw new Error('a README is rendered with what it keeps')
  return env.slugs
}

/** `usage`, `usage-1`, `usage-2`: however many headings have one name, each is looked up once or twice. */
function uniqueSlug(slug: string, used: Map<string, number>): string {
  let next = used.get(slug) ?? 0
  let name = next === 0 ? slug : `${slug}-${next}`
  while (used.has(name)) name = `${slug}-${++next}`
  used.set(name, 1)
  used.set(slug, next + 1)
  return name
}

/** As code hosts do it: one hyphen for each space, so that `A & B` is `a--b`. */
function slugify(text: string): string {
  return `${anchorPrefix}${text
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}\p{Pc}\s-]/gu, '')
    .replace(/\s/g, '-')}`
}

function highlightCode(code: string, language: string): string {
  if (!hljs.getLanguage(language)) return '' // markdown-it escapes it then
  return hljs.highlight(code, { language, ignoreIllegals: true }).value
}
