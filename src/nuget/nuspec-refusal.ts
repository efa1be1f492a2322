import type { LicenseExpressionProblem } from './license-expression.ts'
import type { XmlRefusal } from './nuspec-xml.ts'
import { quote } from './refusal-text.ts'

/** Why a manifest is refused. Text that comes from the package is raw here; `describeNuspecRefusal` makes it safe. */
export type NuspecRefusal =
  | XmlRefusal
  | { readonly code: 'nuspec-no-metadata' }
  | { readonly code: 'nuspec-element-duplicate'; readonly element: string }
  | { readonly code: 'nuspec-element-reserved'; readonly element: string }
  | { readonly code: 'nuspec-element-case'; readonly element: string; readonly expected: string }
  | { readonly code: 'nuspec-element-missing'; readonly element: string }
  | { readonly code: 'nuspec-too-long'; readonly element: string; readonly length: number; readonly limit: number }
  | { readonly code: 'nuspec-id-invalid'; readonly id: string }
  | { readonly code: 'nuspec-version-invalid'; readonly version: string }
  | { readonly code: 'nuspec-version-unsupported'; readonly version: string }
  | { readonly code: 'nuspec-identity-too-long'; readonly length: number; readonly limit: number }
  | { readonly code: 'nuspec-boolean-invalid'; readonly element: string; readonly text: string }
  | { readonly code: 'nuspec-url-invalid'; readonly element: string; readonly url: string }
  | { readonly code: 'nuspec-min-client-version'; readonly text: string; readonly limit: string }
  | { readonly code: 'nuspec-package-type-invalid'; readonly name: string; readonly version: string | null }
  | { readonly code: 'nuspec-symbols-package' }
  | { readonly code: 'nuspec-mcp-server-without-tool' }
  | { readonly code: 'nuspec-license-invalid'; readonly problem: 'children' | 'length' | 'type' | 'version' | 'empty' }
  | {
      readonly code: 'nuspec-license-expression'
      readonly expression: string
      readonly wrong: LicenseExpressionProblem
    }
  | { readonly code: 'nuspec-license-url'; readonly expected: string }
  | { readonly code: 'nuspec-license-url-placeholder' }
  | { readonly code: 'nuspec-license-required' }
  | {
      readonly code: 'nuspec-file-extension'
      readonly element: 'icon' | 'readme' | 'license'
      readonly path: string
      readonly allowed: string
    }
  | { readonly code: 'nuspec-dependency-id-invalid'; readonly id: string }
  | { readonly code: 'nuspec-dependency-version-invalid'; readonly id: string; readonly version: string }
  | { readonly code: 'nuspec-dependency-floating'; readonly id: string; readonly version: string }
  | { readonly code: 'nuspec-dependency-metadata'; readonly id: string; readonly version: string }
  | { readonly code: 'nuspec-dependency-duplicate'; readonly id: string; readonly targetFramework: string | null }
  | { readonly code: 'nuspec-dependency-group-duplicate'; readonly targetFramework: string | null }
  | { readonly code: 'nuspec-dependencies-too-long'; readonly length: number; readonly limit: number }
  | { readonly code: 'nuspec-framework-unsupported'; readonly element: string; readonly targetFramework: string }

type Sentences = {
  readonly [C in NuspecRefusal['code']]: (refusal: Extract<NuspecRefusal, { readonly code: C }>) => string
}

const licenseProblems = {
  children: 'it must hold text only',
  length: 'it may have at most 500 characters',
  type: 'its type must be "expression" or "file"',
  version: 'its version must be 1.0.0 or left out',
  empty: 'it is empty',
} as const

const sentences: Sentences = {
  'nuspec-encoding': (r) =>
    `The nuspec cannot be read as ${quote(r.encoding)}; save it as UTF-8 and let its XML declaration say so.`,
  'nuspec-dtd': () => 'The nuspec has a document type (DOCTYPE), which is not allowed; remove it.',
  'nuspec-xml': (r) => `The nuspec is not well-formed XML (near line ${r.line}); correct it and pack again.`,
  'nuspec-too-complex': () =>
    'The nuspec has more than 50000 elements, 100 attributes on one of them or 32 levels; make it simpler.',
  'nuspec-no-metadata': () => 'The nuspec has no <metadata> element within a <package> element; pack again.',
  'nuspec-element-duplicate': (r) => `The nuspec has the element ${quote(r.element)} more than once; keep one.`,
  'nuspec-element-reserved': (r) =>
    `The nuspec has the element ${quote(r.element)}, which is reserved for the gallery; remove it.`,
  'nuspec-element-case': (r) => `The nuspec has the element ${quote(r.element)}; write it as '${r.expected}'.`,
  'nuspec-element-missing': (r) => `The nuspec has no ${r.element}; add a <${r.element}> element with text.`,
  'nuspec-too-long': (r) =>
    `The ${r.element} in the nuspec has ${r.length} characters; at most ${r.limit} are allowed, so shorten it.`,
  'nuspec-id-invalid': (r) =>
    `The package ID ${quote(r.id)} is not valid; use at most 100 letters, digits and underscores, with single dots or ` +
    `hyphens between them${r.id.includes('$') ? ' (a token such as $id$ was not replaced: pack the project instead)' : ''}.`,
  'nuspec-version-invalid': (r) =>
    `The version ${quote(r.version)} is not valid; use a form such as 1.2.3 or 1.2.3-beta.1.`,
  'nuspec-version-unsupported': (r) =>
    `The version ${quote(r.version)} cannot be published; it needs at least one dot and at most 64 characters, and a ` +
    'prerelease label without dots must start with a letter.',
  'nuspec-identity-too-long': (r) =>
    `The package ID and version have ${r.length} characters together; at most ${r.limit} are allowed, so shorten one.`,
  'nuspec-boolean-invalid': (r) => `The ${r.element} in the nuspec is ${quote(r.text)}; write true or false.`,
  'nuspec-url-invalid': (r) =>
    `The ${r.element} in the nuspec is ${quote(r.url)}; use an absolute http or https address.`,
  'nuspec-min-client-version': (r) =>
    `The minClientVersion ${quote(r.text)} is not a version of a client up to ${r.limit}; lower or remove it.`,
  'nuspec-package-type-invalid': (r) =>
    `The package type ${quote(r.name)} ${r.version === null ? '' : `with version ${quote(r.version)} `}is not valid; use ` +
    'a name like a package ID and, if any, a version of two to four numbers.',
  'nuspec-symbols-package': () =>
    'This is a symbols package; push it to the symbol endpoint (api/v2/symbolpackage) as a .snupkg file.',
  'nuspec-mcp-server-without-tool': () =>
    'A package of type McpServer must also have the type DotnetTool; add it to the package types.',
  'nuspec-license-invalid': (r) => `The license element in the nuspec is not valid: ${licenseProblems[r.problem]}.`,
  'nuspec-license-expression': (r) =>
    `The license expression ${quote(r.expression)} is not valid: ${expressionProblem(r.wrong)}. Correct it, or ` +
    'put the license text into a file of the package.',
  'nuspec-license-url': (r) =>
    `The licenseUrl in the nuspec does not fit its license; remove it or set it to ${quoteUrl(r.expected)}.`,
  'nuspec-license-url-placeholder': () =>
    'The licenseUrl in the nuspec is the placeholder for a license element, but there is none; add the license.',
  'nuspec-license-required': () =>
    'This gallery takes only packages with a license; add a license expression or a license file to the package.',
  'nuspec-file-extension': (r) =>
    `The ${r.element} in the nuspec is the file ${quote(r.path)}; its extension must be ${r.allowed}.`,
  'nuspec-dependency-id-invalid': (r) => `The dependency ${quote(r.id)} is not a valid package ID; correct it.`,
  'nuspec-dependency-version-invalid': (r) =>
    `The dependency ${quote(r.id)} has the version ${quote(r.version)}, which is no version or range; use one such as ` +
    '1.2.3 or [1.0, 2.0).',
  'nuspec-dependency-floating': (r) =>
    `The dependency ${quote(r.id)} has the floating version ${quote(r.version)}; use a fixed version or a range.`,
  'nuspec-dependency-metadata': (r) =>
    `The dependency ${quote(r.id)} has the version ${quote(r.version)} with build metadata; remove the part after '+'.`,
  'nuspec-dependency-duplicate': (r) =>
    `The dependency ${quote(r.id)} is listed twice for ${framework(r.targetFramework)}; keep one.`,
  'nuspec-dependency-group-duplicate': (r) =>
    `The nuspec has two dependency groups for ${framework(r.targetFramework)}; join them.`,
  'nuspec-dependencies-too-long': (r) =>
    `The dependencies have ${r.length} characters in all; at most ${r.limit} are allowed, so have fewer of them.`,
  'nuspec-framework-unsupported': (r) =>
    `The target framework ${quote(r.targetFramework)} of a ${r.element} is not known; use one such as net8.0 or ` +
    'netstandard2.0.',
}

/** One sentence for the publisher: what is wrong with the manifest and what to do. ASCII, package text quoted. */
export function describeNuspecRefusal(refusal: NuspecRefusal): string {
  return (sentences[refusal.code] as (refusal: NuspecRefusal) => string)(refusal)
}

function expressionProblem(problem: LicenseExpressionProblem): string {
  if (problem.problem === 'syntax') return 'use SPDX identifiers with AND, OR, WITH and parentheses'
  const id = quote(problem.id)
  if (problem.problem === 'unknown-exception') return `${id} is no exception of the SPDX list (spdx.org/licenses)`
  if (problem.problem === 'deprecated-license')
    return `${id} is deprecated in the SPDX list (spdx.org/licenses), which says what to use`
  return `${id} is no identifier of the SPDX list, letter case included (spdx.org/licenses)`
}

function framework(targetFramework: string | null): string {
  return targetFramework === null ? 'any framework' : quote(targetFramework)
}

/** An expected license address is ours, but its end comes from the package: already percent-encoded, so only cut. */
function quoteUrl(url: string): string {
  return url.length > 120 ? 'the address that dotnet pack writes' : url.replace(/[^\x21-\x7e]/g, '?')
}
