declare const packageId: unique symbol

/** A package ID as its author wrote it. Compare and look up with `toLowerId`. */
export type PackageId = string & { readonly [packageId]: true }

const maxIdLength = 100

/** .NET's `\w` without surrogate pairs: letters, non-spacing marks, decimal digits, connector punctuation. */
const clientForm = /^[\p{L}\p{Mn}\p{Nd}\p{Pc}]+(?:[.-][\p{L}\p{Mn}\p{Nd}\p{Pc}]+)*$/u
const asciiForm = /^[A-Za-z0-9_]+(?:[.-][A-Za-z0-9_]+)*$/

/**
 * A package ID that the client accepts, or null. Old packages may have letters beyond ASCII; whether a new ID may is
 * `isAllowedForNewPackage`. Surrogate pairs, text that is not NFC and letters that grow when lower-cased are refused.
 * Source: NuGet.Client PackageIdValidator.cs, NuGetGallery PackageIdValidator.cs (protocol.md 2.6).
 */
export function parsePackageId(text: string): PackageId | null {
  if (text.length === 0 || text.length > maxIdLength) return null
  if (asciiForm.test(text)) return text as PackageId
  if (!clientForm.test(text) || /\p{Surrogate}|[\u{10000}-\u{10FFFF}]/u.test(text)) return null
  if (text.normalize('NFC') !== text || text.toLowerCase().length !== text.length) return null
  return text as PackageId
}

/** Whether an ID nobody has used yet may be taken: ASCII only, as on nuget.org. */
export function isAllowedForNewPackage(id: PackageId): boolean {
  return asciiForm.test(id)
}

/**
 * The key of an ID, as .NET's `ToLowerInvariant`: each UTF-16 unit on its own, no locale, no final sigma.
 * Any text may be given; what is no valid ID finds nothing.
 */
export function toLowerId(text: string): string {
  if (/^[\x00-\x7f]*$/.test(text)) return text.toLowerCase()
  return Array.from({ length: text.length }, (_, i) => toLowerUnit(text.charAt(i))).join('')
}

function toLowerUnit(unit: string): string {
  const lower = unit.toLowerCase()
  return lower.length === 1 ? lower : unit
}
