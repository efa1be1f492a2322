import { fail, ok, type Result } from '../result.ts'

export type DeletionTypeRefusal = { readonly code: 'deletion-type-unknown' }

/** What a `DELETE` asks for: the parameter `type` in any letter case, or else what the operator set. Protocol.md §8.5. */
export function parseDeletionType(
  type: string | null,
  fallback: 'unlist' | 'delete',
): Result<'unlist' | 'delete', DeletionTypeRefusal> {
  switch (type?.trim().toLowerCase() ?? '') {
    case '':
      return ok(fallback)
    case 'unlist':
      return ok('unlist')
    case 'softdelete':
      return ok('delete')
    default:
      return fail({ code: 'deletion-type-unknown' })
  }
}
