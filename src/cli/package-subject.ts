import type { VersionsNamed } from '../publish/authority.ts'
import { CommandFault } from './fault.ts'

/** What a command is about: all versions of a package, or those that were named. */
export type PackageSubject = { readonly id: string; readonly versions: VersionsNamed }

/** `ID` for the whole package, `ID@VERSION` for one version. Whether they exist is the operation's question. */
export function parseSubject(text: string): PackageSubject {
  const [id = '', version, ...rest] = text.split('@')
  if (id === '' || version === '' || rest.length > 0) {
    throw new CommandFault(`"${text}" is neither a package ID nor a version such as Contoso.Core@1.2.0.`, 2)
  }
  return { id, versions: version === undefined ? 'all' : [version] }
}

/** Several versions of one package, or the whole of it. */
export function parseSubjects(texts: readonly string[]): PackageSubject {
  const subjects = texts.map(parseSubject)
  const [first] = subjects
  if (!first || subjects.some(({ id }) => id.toLowerCase() !== first.id.toLowerCase())) {
    throw new CommandFault('Name versions of one package: other packages take commands of their own.', 2)
  }
  const versions = subjects.flatMap((subject) => (subject.versions === 'all' ? [] : subject.versions))
  if (versions.length === 0) return first
  if (versions.length < subjects.length) {
    throw new CommandFault(`Name ${first.id} alone for all its versions, or versions only.`, 2)
  }
  return { id: first.id, versions }
}

export function requireVersion(text: string): { readonly id: string; readonly version: string } {
  const { id, versions } = parseSubject(text)
  const version = versions === 'all' ? undefined : versions[0]
  if (version === undefined) throw new CommandFault(`Name the version too, such as ${id}@1.2.0.`, 2)
  return { id, version }
}
