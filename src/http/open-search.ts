import { escapeXml } from '../escape-xml.ts'

/** What the description says of the gallery. `isPublic`: strangers may ask it for suggestions. */
type Site = { readonly brand: string; readonly baseUrl: string; readonly isPublic: boolean }

/** The OpenSearch 1.1 description by which browsers add this gallery to their search engines, and what completes a search there. */
export function openSearchDescription({ brand, baseUrl, isPublic }: Site): string {
  const [name, base] = [escapeXml(brand), escapeXml(baseUrl)]
  const shortName = escapeXml(Array.from(brand).slice(0, 16).join('').trim()) // the standard allows no more
  const suggestions = `\n  <Url type="${suggestionsType}" method="get" template="${base}/opensearch/suggestions?q={searchTerms}"/>`
  return `<?xml version="1.0" encoding="UTF-8"?>
<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">
  <ShortName>${shortName}</ShortName>
  <Description>NuGet packages in ${name}</Description>
  <InputEncoding>UTF-8</InputEncoding>
  <Image width="32" height="32" type="image/x-icon">${base}/favicon.ico</Image>
  <Url type="text/html" method="get" template="${base}/packages?q={searchTerms}"/>${isPublic ? suggestions : ''}
  <Url type="application/opensearchdescription+xml" rel="self" template="${base}/opensearch.xml"/>
</OpenSearchDescription>
`
}

export const suggestionsType = 'application/x-suggestions+json'

/** The answer to a browser that completes a search: the text, IDs, their descriptions (none), and their pages. */
export function suggestions(baseUrl: string, text: string, ids: readonly string[]): string {
  const pages = ids.map((id) => `${baseUrl}/packages/${encodeURIComponent(id)}`)
  return JSON.stringify([text, ids, ids.map(() => ''), pages])
}
