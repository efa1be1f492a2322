import { describe, expect, test } from 'vitest'
import { parseVersion } from '../nuget/version.ts'
import type { VersionLine } from '../packages/version-line-store.ts'
import { chooseVersions, foresee, isWorthAsking, type VersionAct, type VersionChoice } from './version-choice.ts'

/** `1.0.0`, with a minus in front when unlisted, an exclamation mark behind when deprecated. */
function toLine(text: string, key: number): VersionLine {
  const [, unlisted, number = '', deprecated] = /^(-?)(.*?)(!?)$/.exec(text) ?? []
  const version = parseVersion(number)
  if (!version) throw new Error(text)
  const listing = { isListed: unlisted === '', isDeprecated: deprecated === '!' }
  return { key, version, ...listing, publishedAt: new Date(0), readmeWrittenAt: null, commit: { us: key } }
}
const lines = (...texts: readonly string[]) => texts.map(toLine)
const all = lines('3.0.0-beta.1', '2.0.0', '-1.5.0-rc.1', '1.1.0!', '1.0.0')
const nothing: VersionChoice = { which: 'ticked', versions: [], from: '', to: '' }

function choose(choice: Partial<VersionChoice>): readonly string[] | string {
  const chosen = chooseVersions({ ...nothing, ...choice }, 'Lib', all)
  return chosen.ok ? chosen.value.map(({ version }) => version.normalized) : chosen.error.code
}

describe('versions are chosen', () => {
  test.each([
    [{ versions: ['1.0', '2.0.0'] }, ['2.0.0', '1.0.0']],
    [{ versions: ['1.0.0', '1.0.0.0'] }, ['1.0.0']],
    [{ versions: ['3.0.0-BETA.1'] }, ['3.0.0-beta.1']],
    [{ which: 'all' }, ['3.0.0-beta.1', '2.0.0', '1.5.0-rc.1', '1.1.0', '1.0.0']],
    [{ which: 'prereleases' }, ['3.0.0-beta.1', '1.5.0-rc.1']],
    [{ which: 'range', from: '1.1', to: '2.0' }, ['2.0.0', '1.5.0-rc.1', '1.1.0']],
    [{ which: 'range', from: '', to: '1.1.0' }, ['1.1.0', '1.0.0']],
    [{ which: 'range', from: '2.0.0', to: '' }, ['3.0.0-beta.1', '2.0.0']],
    [{ which: 'range', from: '', to: '' }, ['3.0.0-beta.1', '2.0.0', '1.5.0-rc.1', '1.1.0', '1.0.0']],
  ] as const)('%j are %j', (choice, versions) => expect(choose(choice)).toEqual(versions))

  test.each([
    [{}, 'nothing-chosen'],
    [{ versions: ['9.9.9'] }, 'version-unknown'],
    [{ versions: ['latest'] }, 'version-unknown'],
    [{ which: 'range', from: 'one', to: '' }, 'range-wrong'],
    [{ which: 'range', from: '', to: '[1.0,2.0)' }, 'range-wrong'],
    [{ which: 'range', from: '2.0.0', to: '1.0.0' }, 'range-backwards'],
    [{ which: 'range', from: '4.0.0', to: '5.0.0' }, 'range-nothing'],
  ] as const)('%j: %s', (choice, code) => expect(choose(choice)).toBe(code))

  test('there are no prereleases to choose where there are none', () => {
    expect(chooseVersions({ ...nothing, which: 'prereleases' }, 'Lib', lines('1.0.0'))).toMatchObject({ ok: false })
  })
})

describe('what a change comes to', () => {
  const of = (act: VersionAct, texts: readonly string[], among: readonly VersionLine[] = all) =>
    foresee(
      act,
      among.filter(({ version }) => texts.includes(version.normalized)),
      among,
    )

  test('unlisting the newest stable one moves what search shows', () => {
    const seen = of('unlist', ['2.0.0'])
    expect(seen).toMatchObject({ alreadySo: 0, before: '2.0.0', after: '1.1.0', replaced: 0 })
    expect(isWorthAsking('unlist', seen)).toBe(false) // one version, and the answer says so
  })

  test('unlisting every stable one leaves a prerelease, and everything nothing', () => {
    expect(of('unlist', ['2.0.0', '1.1.0', '1.0.0']).after).toBe('3.0.0-beta.1')
    const every = of('unlist', ['3.0.0-beta.1', '2.0.0', '1.1.0', '1.0.0'])
    expect(every.after).toBeNull()
  })

  test('what is so already is counted and not changed', () => {
    const seen = of('unlist', ['1.5.0-rc.1', '1.0.0'])
    expect([seen.alreadySo, seen.changing.map(({ version }) => version.normalized)]).toEqual([1, ['1.0.0']])
    expect(of('relist', ['1.0.0'])).toMatchObject({ alreadySo: 1, changing: [] })
    expect(of('undeprecate', ['1.1.0', '1.0.0'])).toMatchObject({ alreadySo: 1 })
  })

  test('relisting can bring a package back into search', () => {
    const among = lines('-1.1.0', '-1.0.0')
    expect(of('relist', ['1.0.0'], among)).toMatchObject({ before: null, after: '1.0.0' })
  })

  test('it is asked about when several change, a deprecation is replaced, or nothing is left in search', () => {
    expect(isWorthAsking('relist', of('relist', ['1.5.0-rc.1']))).toBe(false)
    expect(isWorthAsking('unlist', of('unlist', ['2.0.0', '1.0.0']))).toBe(true)
    expect(isWorthAsking('deprecate', of('deprecate', ['2.0.0']))).toBe(false)
    expect(of('deprecate', ['1.1.0']).replaced).toBe(1)
    expect(isWorthAsking('deprecate', of('deprecate', ['1.1.0']))).toBe(true)
    const only = lines('1.0.0')
    expect(isWorthAsking('unlist', of('unlist', ['1.0.0'], only))).toBe(true)
  })
})
