/** What XML 1.0 cannot hold, not even escaped: most control characters, halves of pairs. */
const impossible = /[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu

/** Text for elements and attributes of XML and SVG, whatever it holds. */
export function escapeXml(text: string): string {
  return text.replace(impossible, '').replace(/[<>&"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
