import { fail, ok } from '../result.ts'
import type { Result } from '../result.ts'
import { refuseLicenseExpression } from './license-expression.ts'
import type { NuspecRefusal } from './nuspec-refusal.ts'
import type { XmlElement } from './nuspec-xml.ts'

/** What a manifest's `license` element says. */
export type License = {
  readonly type: 'expression' | 'file'
  readonly text: string // the SPDX expression, or the path in the package with `/`
  readonly version: string | null
}

/** What `dotnet pack` writes as licenseUrl beside a license file, so that old clients show something. */
const placeholderUrl = 'https://aka.ms/deprecateLicenseUrl'
const expressionUrl = 'https://licenses.nuget.org/'
const maxLicenseLength = 500

/**
 * The license of a manifest, or null when it has none. A licenseUrl beside it must be the one that pack writes; leaving it out is fine.
 * Source: NuGetGallery PackageMetadataValidationService.cs; protocol.md 3.4.
 */
export function readLicense(
  element: XmlElement | null,
  licenseUrl: string | null,
): Result<License | null, NuspecRefusal> {
  if (!element) return licenseUrl === placeholderUrl ? fail({ code: 'nuspec-license-url-placeholder' }) : ok(null)
  const problem = findProblem(element)
  if (problem) return fail({ code: 'nuspec-license-invalid', problem })

  const version = element.attributes.get('version') ?? null
  const text = element.text.trim()
  if (element.attributes.get('type') === 'file') return readLicenseFile(text.replaceAll('\\', '/'), version, licenseUrl)
  const wrong = refuseLicenseExpression(text)
  if (wrong) return fail({ code: 'nuspec-license-expression', expression: text, wrong })
  if (licenseUrl !== null && !isUrlOfExpression(licenseUrl, text)) {
    return fail({ code: 'nuspec-license-url', expected: expressionUrl + encodeURIComponent(text) })
  }
  return ok({ type: 'expression', text, version })
}

function findProblem(element: XmlElement): 'children' | 'length' | 'type' | 'version' | 'empty' | null {
  const type = element.attributes.get('type')
  if (element.children.length > 0) return 'children'
  if (element.text.trim() === '') return 'empty'
  if (element.text.trim().length > maxLicenseLength) return 'length'
  if (type !== 'expression' && type !== 'file') return 'type'
  return (element.attributes.get('version') ?? '1.0.0') === '1.0.0' ? null : 'version'
}

function readLicenseFile(
  path: string,
  version: string | null,
  licenseUrl: string | null,
): Result<License, NuspecRefusal> {
  const name = path.split('/').at(-1) ?? ''
  if (name.includes('.') && !/\.(?:txt|md)$/i.test(name)) {
    return fail({ code: 'nuspec-file-extension', element: 'license', path, allowed: '.txt, .md or none' })
  }
  if (licenseUrl !== null && licenseUrl !== placeholderUrl) {
    return fail({ code: 'nuspec-license-url', expected: placeholderUrl })
  }
  return ok({ type: 'file', text: path, version })
}

function isUrlOfExpression(url: string, expression: string): boolean {
  if (!url.startsWith(expressionUrl)) return false
  try {
    return decodeURIComponent(url.slice(expressionUrl.length)) === expression
  } catch {
    return false
  }
}
