/** A text for a list, which shows a line or two of it: descriptions may have thousands of characters. */
export function shorten(text: string, most = 300): string {
  const line = text.trim().replace(/\s+/g, ' ')
  if (line.length <= most) return line
  return `${line.slice(0, most - 1).replace(/[\ud800-\udbff]$|\s+$/, '')}…`
}
