/** Why a manifest is refused. Text that comes from the package is raw here; `describeNuspecRefusal` makes it safe. */
export type NuspecRefusal = { readonly code: 'nuspec-dtd' }
