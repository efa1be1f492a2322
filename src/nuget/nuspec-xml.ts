import { SaxesParser } from 'saxes'
import { fail, ok } from '../result.ts'
import type { Result } from '../result.ts'

/** An XML element by its local name: manifests come with six namespaces or none. */
export type XmlElement = {
  readonly name: string
  readonly attributes: ReadonlyMap<string, string> // without a prefix; the client does not look at others
  readonly children: readonly XmlElement[]
  readonly text: string // of the element itself, not of its children
}

export type XmlRefusal =
  | { readonly code: 'nuspec-encoding'; readonly encoding: string }
  | { readonly code: 'nuspec-dtd' }
  | { readonly code: 'nuspec-xml'; readonly line: number }
  | { readonly code: 'nuspec-too-complex' }

/** Far beyond every real manifest; 1 MB of more than this would take the parser seconds. */
const maxDepth = 32
const maxElements = 50_000
const maxAttributes = 100

/** Parses an XML document. Document types are refused, so that no entity is ever defined or fetched. */
export function parseXml(bytes: Uint8Array): Result<XmlElement, XmlRefusal> {
  const decoded = decodeXml(bytes)
  if (!decoded.ok) return decoded

  const parser = new SaxesParser({ xmlns: true })
  let refusal: XmlRefusal | null = null
  const refuse = (reason: XmlRefusal): never => {
    refusal = reason
    throw new Error(reason.code) // the only way to stop the parser
  }
  parser.on('doctype', () => refuse({ code: 'nuspec-dtd' }))
  parser.on('xmldecl', ({ version }) => {
    if (version !== '1.0') refuse({ code: 'nuspec-xml', line: parser.line }) // the client cannot read XML 1.1
  })
  const root = collectElements(parser, () => refuse({ code: 'nuspec-too-complex' }))
  try {
    parser.write(decoded.value).close()
  } catch {
    return fail(refusal ?? { code: 'nuspec-xml', line: parser.line })
  }
  return root.element ? ok(root.element) : fail({ code: 'nuspec-xml', line: parser.line })
}

type Building = { name: string; attributes: Map<string, string>; children: Building[]; text: string }

/** Builds the tree while the parser reads. The parser keeps one handler per event: all that an event does is here. */
function collectElements(
  parser: SaxesParser<{ xmlns: true }>,
  refuseComplexity: () => never,
): { element: XmlElement | null } {
  const result: { element: XmlElement | null } = { element: null }
  let [elements, attributes] = [0, 0]
  const open: Building[] = []
  const addText = (text: string): void => {
    const current = open.at(-1)
    if (current) current.text += text
  }
  parser.on('opentagstart', () => {
    elements += 1
    attributes = 0
    if (elements > maxElements || open.length >= maxDepth) refuseComplexity()
  })
  parser.on('attribute', () => {
    attributes += 1
    if (attributes > maxAttributes) refuseComplexity()
  })
  parser.on('opentag', (tag) => {
    const values = new Map(
      Object.values(tag.attributes).flatMap(({ prefix, local, value }) => (prefix === '' ? [[local, value]] : [])),
    )
    const element: Building = { name: tag.local, attributes: values, children: [], text: '' }
    open.at(-1)?.children.push(element)
    result.element ??= element
    open.push(element)
  })
  parser.on('closetag', () => open.pop())
  parser.on('text', addText)
  parser.on('cdata', addText)
  return result
}

/**
 * Decodes by byte order mark, else by the XML declaration, else as UTF-8. A mark and a declaration that disagree are
 * refused, because the client's own reader cannot open such a manifest.
 */
function decodeXml(bytes: Uint8Array): Result<string, XmlRefusal> {
  const marked = markedEncoding(bytes)
  const declared = declaredEncoding(bytes, marked)
  const encoding = (marked ?? declared ?? 'utf-8').toLowerCase()
  const isUtf16 = (name: string): boolean => /^(?:utf-16(?:le|be)?|ucs-2|iso-10646-ucs-2|unicode)$/i.test(name)
  const disagree = declared !== null && (marked ? isUtf16(marked) !== isUtf16(declared) : isUtf16(declared))
  const isOddMark = marked === 'utf-8' && declared !== null && !/^utf-?8$/i.test(declared)
  if (disagree || isOddMark) return fail({ code: 'nuspec-encoding', encoding: declared })
  try {
    return ok(new TextDecoder(encoding, { fatal: true }).decode(bytes))
  } catch {
    return fail({ code: 'nuspec-encoding', encoding })
  }
}

function markedEncoding(bytes: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' | null {
  const [a, b, c, d] = bytes
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8'
  if ((a === 0xff && b === 0xfe) || (a === 0x3c && b === 0 && c === 0x3f && d === 0)) return 'utf-16le'
  if ((a === 0xfe && b === 0xff) || (a === 0 && b === 0x3c && c === 0 && d === 0x3f)) return 'utf-16be'
  return null
}

function declaredEncoding(bytes: Uint8Array, marked: string | null): string | null {
  const head = new TextDecoder(marked === 'utf-16be' || marked === 'utf-16le' ? marked : 'latin1').decode(
    bytes.subarray(0, 400),
  )
  return /<\?xml\s[^>]*?\sencoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']/.exec(head)?.[1] ?? null
}

/** The child elements with this local name. */
export function childrenOf(element: XmlElement | null | undefined, name: string): readonly XmlElement[] {
  return element?.children.filter((child) => child.name === name) ?? []
}

/** The first child element with this local name, or null. */
export function childOf(element: XmlElement | null | undefined, name: string): XmlElement | null {
  return childrenOf(element, name)[0] ?? null
}
