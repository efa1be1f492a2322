/** What one run measures, from the command line: see run.ts. */
export const subjects = [
  'reads',
  'pushes',
  'memory',
  'restore',
  'processes',
  'packages',
  'versions',
  'postgres',
  'pages',
] as const
export type Subject = (typeof subjects)[number]

export type Options = {
  readonly isQuick: boolean
  readonly only: ReadonlySet<Subject>
  /** Alternating rounds of each comparison. */
  readonly rounds: number
  readonly seconds: number
  /** Packages for start, memory, pushes beside many, and search. */
  readonly packages: number
  /** How many packages a gallery has while it grows; `packages` is among them. */
  readonly packageSteps: readonly number[]
  readonly versionSteps: readonly number[]
  readonly manyVersions: number
  readonly pushes: number
  readonly searches: number
  readonly restores: number
}

export function readOptions(args: readonly string[]): Options {
  const isQuick = args.includes('--quick')
  const packages = Number(valueOf(args, '--packages') ?? (isQuick ? 10_000 : 100_000))
  return {
    isQuick,
    only: readSubjects(valueOf(args, '--only')),
    rounds: isQuick ? 3 : 7,
    seconds: 1,
    packages,
    packageSteps: isQuick
      ? [1000, packages]
      : [1000, packages, 500_000].filter((step, i, all) => all.indexOf(step) === i),
    versionSteps: isQuick ? [1, 100, 1000] : [1, 100, 1000, 5000],
    manyVersions: isQuick ? 200 : 1000,
    pushes: isQuick ? 100 : 300,
    searches: isQuick ? 100 : 1000,
    restores: isQuick ? 3 : 15,
  }
}

function valueOf(args: readonly string[], flag: string): string | undefined {
  const at = args.indexOf(flag)
  return at < 0 ? undefined : args[at + 1]
}

function readSubjects(text: string | undefined): ReadonlySet<Subject> {
  if (text === undefined) return new Set(subjects)
  const known = new Set<string>(subjects)
  const wanted = text.split(',')
  const unknown = wanted.filter((name) => !known.has(name))
  if (unknown.length > 0) throw new Error(`--only takes ${subjects.join(', ')}; not ${unknown.join(', ')}`)
  return new Set(subjects.filter((name) => wanted.includes(name)))
}
