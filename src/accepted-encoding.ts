/** How a body is sent. */
export type Encoding = 'identity' | 'gzip'

/** The encoding that an `Accept-Encoding` header asks for; q-values count, and gzip wins a tie. RFC 9110 §12.5.3. */
export function chooseEncoding(acceptEncoding: string | undefined): Encoding {
  if (acceptEncoding === undefined || acceptEncoding === '') return 'identity'
  let gzip: number | null = null
  let identity: number | null = null
  let any: number | null = null
  for (const item of acceptEncoding.toLowerCase().split(',')) {
    const [name = '', ...parameters] = item.split(';').map((part) => part.trim())
    const quality = readQuality(parameters)
    if (name === 'gzip' || name === 'x-gzip') gzip = quality
    else if (name === 'identity') identity = quality
    else if (name === '*') any = quality
  }
  const gzipQuality = gzip ?? any ?? 0
  // Not named, identity is always acceptable, and less so than anything that is named.
  return gzipQuality > 0 && gzipQuality >= (identity ?? 0) ? 'gzip' : 'identity'
}

function readQuality(parameters: readonly string[]): number {
  const text = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2)
  const quality = text === undefined ? 1 : Number(text)
  return Number.isNaN(quality) ? 0 : quality
}
