/** A mail as its reader sees it. */
export type ReceivedMail = {
  /** The envelope's recipients. */
  readonly to: readonly string[]
  readonly from: string
  readonly subject: string
  readonly text: string
  readonly html: string
  /** By lower-case name, unfolded, as sent. */
  readonly headers: ReadonlyMap<string, string>
}

/** Reads what nodemailer writes: text and HTML parts, quoted-printable or Base64, encoded words in headers. */
export function parseMail(source: Buffer, to: readonly string[]): ReceivedMail {
  const { headers, body } = splitPart(source.toString('latin1'))
  const parts = listParts(headers, body)
  const find = (type: string): string => parts.find((part) => part.type === type)?.text ?? ''
  const header = (name: string): string => decodeWords(headers.get(name) ?? '')
  return {
    to,
    from: header('from'),
    subject: header('subject'),
    text: find('text/plain'),
    html: find('text/html'),
    headers,
  }
}

type Headers = ReadonlyMap<string, string>

function splitPart(source: string): { headers: Headers; body: string } {
  const end = source.indexOf('\r\n\r\n')
  const lines = source
    .slice(0, end)
    .replace(/\r\n[ \t]+/g, ' ')
    .split('\r\n')
  const headers = new Map(
    lines.map((line): [string, string] => {
      const colon = line.indexOf(':')
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()]
    }),
  )
  return { headers, body: source.slice(end + 4) }
}

function listParts(headers: Headers, body: string): { type: string; text: string }[] {
  const contentType = headers.get('content-type') ?? 'text/plain'
  const boundary = /boundary="?([^";]+)"?/i.exec(contentType)?.[1]
  if (boundary === undefined) return [{ type: contentType.split(';')[0] ?? '', text: decodeBody(headers, body) }]
  return body
    .split(`--${boundary}`)
    .slice(1, -1)
    .flatMap((part) => {
      const inner = splitPart(part.replace(/^\r\n/, ''))
      return listParts(inner.headers, inner.body.replace(/\r\n$/, ''))
    })
}

function decodeBody(headers: Headers, body: string): string {
  const encoding = (headers.get('content-transfer-encoding') ?? '7bit').toLowerCase()
  const bytes =
    encoding === 'base64'
      ? Buffer.from(body, 'base64')
      : Buffer.from(encoding === 'quoted-printable' ? decodeQuoted(body.replace(/=\r\n/g, '')) : body, 'latin1')
  return bytes.toString('utf8').replaceAll('\r\n', '\n')
}

/** `=?UTF-8?B?…?=` and `=?UTF-8?Q?…?=`; a character may be cut in two between neighbouring words. */
function decodeWords(text: string): string {
  return text.replace(/=\?utf-8\?[bq]\?[^?]*\?=(\s+=\?utf-8\?[bq]\?[^?]*\?=)*/gi, (run) => {
    const words = [...run.matchAll(/=\?utf-8\?([bq])\?([^?]*)\?=/gi)]
    return Buffer.concat(words.map(([, kind = '', content = '']) => decodeWord(kind, content))).toString('utf8')
  })
}

function decodeWord(kind: string, content: string): Buffer {
  if (kind.toLowerCase() === 'b') return Buffer.from(content, 'base64')
  return Buffer.from(decodeQuoted(content.replaceAll('_', ' ')), 'latin1')
}

function decodeQuoted(text: string): string {
  return text.replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))
}
