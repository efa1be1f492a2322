import { fail, ok } from '../result.ts'
import type { Result } from '../result.ts'
import type { NuspecRefusal } from './nuspec-refusal.ts'
import { childOf, childrenOf } from './nuspec-xml.ts'
import type { XmlElement } from './nuspec-xml.ts'
import { parsePackageId } from './package-id.ts'

/** One declared type of a package: `DotnetTool`, `Template`, or a name of the author's own. */
export type PackageType = { readonly name: string; readonly version: string | null }

/** The declared types, checked. Source: protocol.md 3.7. */
export function readPackageTypes(metadata: XmlElement): Result<readonly PackageType[], NuspecRefusal> {
  const elements = childrenOf(childOf(metadata, 'packageTypes'), 'packageType')
  const types = elements.map(({ attributes }) => ({
    name: attributes.get('name') ?? '',
    version: attributes.get('version')?.trim() || null,
  }))
  for (const { name, version } of types) {
    const isValid = parsePackageId(name) !== null && (version === null || /^\d{1,9}(?:\.\d{1,9}){1,3}$/.test(version))
    if (!isValid) return fail({ code: 'nuspec-package-type-invalid', name, version })
  }
  if (hasType(types, 'SymbolsPackage')) return fail({ code: 'nuspec-symbols-package' })
  if (hasType(types, 'McpServer') && !hasType(types, 'DotnetTool')) {
    return fail({ code: 'nuspec-mcp-server-without-tool' })
  }
  return ok(types)
}

/** Whether a type of this name is declared; names of types ignore case. */
export function hasType(types: readonly PackageType[], name: string): boolean {
  return types.some((type) => type.name.toLowerCase() === name.toLowerCase())
}
