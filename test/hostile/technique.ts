import type { NupkgRefusal } from '../../src/nuget/nupkg.ts'
import type { Craft } from './craft.ts'

/** One way to make a package that tools would read differently, that does harm, or that is simply broken. */
export type Technique = {
  /** What it does, as the end of the sentence "a package …". */
  readonly name: string
  readonly code: NupkgRefusal['code']
  /** A part of the sentence that the publisher reads. */
  readonly says: string
  readonly make: (craft: Craft) => Buffer
}

type Expected = Pick<Technique, 'code' | 'says'>

/** Techniques that are refused in the same way. */
export function refused(code: NupkgRefusal['code'], says: string, makers: Readonly<Record<string, Technique['make']>>) {
  const expected: Expected = { code, says }
  return Object.entries(makers).map(([name, make]): Technique => ({ name, make, ...expected }))
}
