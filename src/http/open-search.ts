import { escapeXml } from '../escape-xml.ts'

/** The OpenSearch 1.1 description by which browsers add this gallery to their search engines. */
export function openSearchDescription(site: { brand: string; baseUrl: string }): string {
  const [brand, base] = [escapeXml(site.brand), escapeXml(site.baseUrl)]
  return `<?xml version="1.0" encoding="UTF-8"?>
<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">
  <ShortName>${brand.length > 16 ? escapeXml(site.brand.slice(0, 16)) : brand}</ShortName>
  <Description>NuGet packages in ${brand}</Description>
  <InputEncoding>UTF-8</InputEncoding>
  <Image width="32" height="32" type="image/x-icon">${base}/favicon.ico</Image>
  <Url type="text/html" method="get" template="${base}/packages?q={searchTerms}"/>
</OpenSearchDescription>
`
}
