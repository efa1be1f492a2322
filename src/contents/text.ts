import hljs from 'highlight.js/lib/common'

/** The text of a file, null when it is none: not UTF-8 (or UTF-16 with a mark), or with control characters in it. */
export function decodeText(bytes: Uint8Array): string | null {
  const encoding =
    bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8'
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes)
    return /[\0-\x08\x0e-\x1a\x1c-\x1f]/.test(text) ? null : text
  } catch {
    return null
  }
}

/** Whether it has characters that turn the direction of writing, with which code can look like other code. */
export function hasDirectionMarks(text: string): boolean {
  return /[\u202a-\u202e\u2066-\u2069]/.test(text)
}

/** Extensions that are not names of languages themselves. */
const languages: Readonly<Record<string, string>> = {
  nuspec: 'xml',
  props: 'xml',
  targets: 'xml',
  config: 'xml',
  resx: 'xml',
  xaml: 'xml',
  csproj: 'xml',
  fsproj: 'xml',
  ps1: 'powershell',
  psm1: 'powershell',
  editorconfig: 'ini',
}

/** Beyond this the colours cost more than they help. */
const mostHighlighted = 128 * 1024

/** The text as HTML with highlighted code, null when its kind is not known or it is long. */
export function highlight(path: string, text: string): string | null {
  const extension = /\.([a-z0-9]+)$/i.exec(path)?.[1]?.toLowerCase() ?? ''
  const language = languages[extension] ?? extension
  if (text.length > mostHighlighted || !hljs.getLanguage(language)) return null
  return hljs.highlight(text, { language, ignoreIllegals: true }).value
}
