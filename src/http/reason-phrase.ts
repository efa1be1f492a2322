import type { ServerResponse } from 'node:http'

const maxCharacters = 512

/**
 * A sentence as an HTTP/1.1 reason phrase, the only text that the stock client shows a refused publisher: one line of
 * printable ASCII, at most 512 characters. Text that comes from a package belongs in the body only.
 * Source: protocol.md 0.3.
 */
export function toReasonPhrase(sentence: string): string {
  const line = sentence
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[^\x20-\x7e]/gu, '?')
  return line.length <= maxCharacters ? line : `${line.slice(0, maxCharacters - 3)}...`
}

/**
 * Answers with a sentence in the reason phrase and, as plain text or JSON, in the body. With `until`, the answer is sent whole at
 * once but the connection is not given up before that promise resolves.
 */
export function sendSentence(
  res: ServerResponse,
  status: number,
  sentence: string,
  headers: Readonly<Record<string, string | string[]>> = {},
  options: { readonly until?: Promise<void>; readonly isJson?: boolean } = {},
): void {
  const body = Buffer.from(options.isJson ? JSON.stringify({ statusCode: status, message: sentence }) : `${sentence}\n`)
  res.statusMessage = toReasonPhrase(sentence)
  res.writeHead(status, {
    ...headers,
    'Content-Type': options.isJson ? 'application/json' : 'text/plain; charset=utf-8',
    'Content-Length': body.length,
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
  })
  if (res.req.method !== 'HEAD') res.write(body)
  if (options.until) void options.until.then(() => res.end())
  else res.end()
}
