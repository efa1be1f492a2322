import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { isCompatible, projectFrameworks } from '../../src/nuget/framework-compatibility.ts'
import { parseFramework } from '../../src/nuget/framework.ts'
import { refuseLicenseExpression } from '../../src/nuget/license-expression.ts'
import { parsePackageId } from '../../src/nuget/package-id.ts'
import { supportedFrameworks } from '../../src/nuget/supported-frameworks.ts'
import { parseVersionRange, satisfies } from '../../src/nuget/version-range.ts'
import { compareVersions, parseVersion } from '../../src/nuget/version.ts'
import type { NuGetVersion } from '../../src/nuget/version.ts'
import * as cases from './cases.ts'
import { differences, isKnownDifference } from './differences.ts'
import { buildNuGetLibrary, findSdk } from './nuget-library.ts'
import type { NuGetLibrary, Question } from './nuget-library.ts'

const sdk = findSdk()

function version(text: string): NuGetVersion {
  const parsed = parseVersion(text)
  if (!parsed) throw new Error(`"${text}" is no version`)
  return parsed
}

/** What Program.cs answers, from our own functions. */
function answer(question: Question): unknown {
  const [kind, first = '', ...rest] = question
  switch (kind) {
    case 'version':
      return describeVersion(first)
    case 'compare':
      return Math.sign(compareVersions(version(first), version(rest[0] ?? '')))
    case 'range':
      return describeRange(first)
    case 'satisfies': {
      const range = parseVersionRange(first)
      return range && satisfies(range, version(rest[0] ?? ''))
    }
    case 'framework':
      return describeFramework(first)
    case 'compatible': {
      const [project, assets] = [first, rest[0] ?? ''].map(parseFramework)
      return project && assets && isCompatible(project, assets)
    }
    case 'id':
      return parsePackageId(first) !== null
    case 'license':
      return refuseLicenseExpression(first) === null
    default:
      return supportedFrameworks({ id: first, packageTypes: [], dependencyGroups: [], frameworkReferences: [] }, rest)
  }
}

function describeVersion(text: string): unknown {
  const parsed = parseVersion(text)
  if (!parsed) return null
  const { normalized, full, labels, isPrerelease, isSemVer2 } = parsed
  return { normalized, full, labels, isPrerelease, isSemVer2 }
}

/** The normalized text of a floating range is never shown, so that nobody needs it: such a range is only refused. */
function describeRange(text: string): unknown {
  const range = parseVersionRange(text)
  if (!range) return null
  const { normalized, min, max, includeMin, includeMax, isFloating } = range
  const bounds = { min: min?.normalized ?? null, max: max?.normalized ?? null, includeMin, includeMax, isFloating }
  return { ...bounds, normalized: isFloating ? null : normalized }
}

function describeFramework(text: string): unknown {
  const framework = parseFramework(text)
  if (!framework) return null
  return {
    shortName: framework.shortName,
    identifier: framework.identifier,
    version: framework.version,
    platform: framework.platform ?? '',
  }
}

const compared = {
  versions: cases.versions.map((text): Question => ['version', text]),
  ranges: cases.ranges.map((text): Question => ['range', text]),
  containment: cases.containment.flatMap(([range, texts]) => texts.map((text): Question => ['satisfies', range, text])),
  frameworks: cases.frameworks.map((text): Question => ['framework', text]),
  'package IDs': cases.packageIds.map((text): Question => ['id', text]),
  'license expressions': cases.licenses.map((text): Question => ['license', text]),
  "frameworks of a package's files": cases.packageFiles.map((files): Question => ['frameworks', 'Pkg', ...files]),
}

const ranked = cases.order.flatMap((texts, rank) => texts.map((text) => ({ text, rank })))

/** Texts made of the pieces that a grammar turns on, the same ones in every run. */
function madeOf(pieces: readonly string[], count: number, maxLength: number): readonly string[] {
  const text = fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength }).map((parts) => parts.join(''))
  return fc.sample(text, { numRuns: count, seed: 4 })
}

const versionPieces = ['0', '1', '01', '9', '.', '.', '-', '+', 'a', 'B', '-', ' ', '1.0', '1.0.0', '.0', '-rc', '*']

describe.skipIf(!sdk)("NuGet's own library, out of the .NET SDK", () => {
  let ask: NuGetLibrary
  beforeAll(() => {
    if (sdk) ask = buildNuGetLibrary(sdk)
  }, 120_000)

  /** Those of the questions whose answers are not the same, with both answers. */
  function disagreements(questions: readonly Question[]): unknown[] {
    const theirs = ask(questions)
    return questions.flatMap((question, i) => {
      const ours = answer(question)
      return same(ours, theirs[i]) ? [] : [{ question, ours, theirs: theirs[i] }]
    })
  }

  test('the table has at least 500 cases', () => {
    expect(Object.values(compared).flat().length).toBeGreaterThanOrEqual(800)
    const questions = Object.values(compared)
      .flat()
      .map((question) => JSON.stringify(question))
    expect(questions.filter((q, i) => questions.indexOf(q) !== i)).toEqual([])
  })

  test.each(Object.keys(compared) as (keyof typeof compared)[])(
    'protocol 11, 15 and 18: it reads %s as we do',
    (kind) => {
      const isDifferent = (question: Question): boolean => differences.has(JSON.stringify(question))
      expect(disagreements(compared[kind].filter((question) => !isDifferent(question)))).toEqual([])
      const listed = compared[kind].filter(isDifferent)
      expect(disagreements(listed)).toHaveLength(listed.length) // a difference that is none any more leaves the list
    },
  )

  test('protocol 12: every pair of versions is in the same order', () => {
    const pairs = ranked.flatMap((a) => ranked.map((b) => ({ a, b })))
    const questions = pairs.map(({ a, b }): Question => ['compare', a.text, b.text])
    expect(disagreements(questions)).toEqual([])
    expect(ask(questions)).toEqual(pairs.map(({ a, b }) => Math.sign(a.rank - b.rank)))
  })

  test('every project takes the same frameworks of packages', () => {
    const platforms = ['net8.0-windows', 'net9.0-windows10.0.19041', 'net6.0-android31.0', 'net10.0-windows10.0.19041']
    const projects = [...projectFrameworks, ...platforms]
    const assets = [...projects, ...cases.otherFrameworks]
    const usual = projectFrameworks.filter((name) => name.startsWith('net'))
    const pairs = (some: readonly string[], others: readonly string[]) =>
      some.flatMap((project) => others.map((one): Question => ['compatible', project, one]))
    const questions = [...pairs(projects, assets), ...pairs(usual, cases.portables)]
    expect(questions.length).toBeGreaterThan(2500)
    expect(disagreements(questions)).toEqual([])
  })

  test('every license that it knows is known', () => {
    const [ids] = ask([['license-ids']]) as [string[]]
    expect(ids.length).toBeGreaterThan(300)
    const unknown = ids.filter((id) => refuseLicenseExpression(id)?.problem === 'unknown-license')
    expect(unknown).toEqual([])
  })

  test('thousands of made-up versions, ranges and IDs are read alike', () => {
    const rangePieces = [...versionPieces, '[', '(', ']', ')', ',', '[1.0', ',2.0', '[1.0,', ', ', '2.0)']
    const idPieces = ['a', 'B', '1', '_', '.', '-', '\u00e4', '\u0436', '\u0301x', '\u203f', '$', ' ', '\u0660', '+']
    const questions = [
      ...madeOf(versionPieces, 3000, 6).map((text): Question => ['version', text]),
      ...madeOf(rangePieces, 3000, 6).map((text): Question => ['range', text]),
      ...madeOf(idPieces, 1000, 5).map((text): Question => ['id', text]),
    ]
    expect(disagreements(questions.filter((question) => !isKnownDifference(question)))).toEqual([])
  })
})

function same(ours: unknown, theirs: unknown): boolean {
  try {
    expect(theirs).toEqual(ours)
    return true
  } catch {
    return false
  }
}
