import type { IncomingMessage } from 'node:http'

const maxBytes = 1_048_576

/** Fields by name in lower case, each with all its values; what ASP.NET would bind. */
export type Fields = ReadonlyMap<string, readonly string[]>

/**
 * Reads a small body of fields: a form or a JSON object whose values are texts, numbers, booleans or lists of them. No
 * body means no fields; null when it is neither, or too large.
 */
export async function readFields(req: IncomingMessage): Promise<Fields | null> {
  const bytes = await readBytes(req)
  if (bytes === null) return null
  if (bytes.length === 0) return new Map()
  const type = req.headers['content-type'] ?? ''
  if (/^application\/json\b/i.test(type)) return fromJson(bytes.toString('utf8'))
  if (!/^(application\/x-www-form-urlencoded|multipart\/form-data)\b/i.test(type)) return null
  try {
    const form = await new Response(new Uint8Array(bytes), { headers: { 'Content-Type': type } }).formData()
    return group([...form].flatMap(([name, value]) => (typeof value === 'string' ? [[name, value] as const] : [])))
  } catch {
    return null // no boundary, or parts that do not end
  }
}

async function readBytes(req: IncomingMessage): Promise<Buffer | null> {
  const chunks: Buffer[] = []
  let size = 0
  // Not `for await`: leaving that loop early destroys the request, and a refusal could no longer be answered.
  const body = req.iterator({ destroyOnReturn: false }) as AsyncIterator<Buffer>
  for (let next = await body.next(); !next.done; next = await body.next()) {
    size += next.value.length
    if (size > maxBytes) return null
    chunks.push(next.value)
  }
  return Buffer.concat(chunks)
}

function fromJson(text: string): Fields | null {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return null
  }
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return null
  const pairs: [string, string][] = []
  for (const [name, value] of Object.entries(json)) {
    for (const item of Array.isArray(value) ? (value as unknown[]) : [value]) {
      if (item === null) continue
      if (typeof item !== 'string' && typeof item !== 'number' && typeof item !== 'boolean') return null
      pairs.push([name, String(item)])
    }
  }
  return group(pairs)
}

/** `versions`, `versions[]` and `versions[0]` are one field. */
function group(pairs: readonly (readonly [string, string])[]): Fields {
  const fields = Map.groupBy(pairs, ([name]) => name.toLowerCase().replace(/\[\d*\]$/, ''))
  return new Map([...fields].map(([name, values]) => [name, values.map(([, value]) => value.trim())]))
}
