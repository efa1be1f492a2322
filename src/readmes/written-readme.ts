import { fail, ok, type Result } from '../result.ts'

/** As large as one in a package may be. */
export const maxReadmeBytes = 1024 * 1024

export type ReadmeRefusal =
  | { readonly code: 'readme-empty' }
  | { readonly code: 'readme-too-large'; readonly limit: number }
  | { readonly code: 'readme-not-text' }

/** Text of a form or bytes of a file as Markdown with `\n` at the ends of lines. The rules are those of a README in a package. */
export function parseWrittenReadme(given: string | Uint8Array): Result<string, ReadmeRefusal> {
  const text = typeof given === 'string' ? given : decode(given)
  if (text === null || text.includes('\0') || !text.isWellFormed()) return fail({ code: 'readme-not-text' })
  const markdown = text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n')
  if (markdown.trim() === '') return fail({ code: 'readme-empty' })
  if (Buffer.byteLength(markdown) > maxReadmeBytes) return fail({ code: 'readme-too-large', limit: maxReadmeBytes })
  return ok(markdown)
}

function decode(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}
