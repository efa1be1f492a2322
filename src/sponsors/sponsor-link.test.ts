import { describe, expect, test } from 'vitest'
import {
  defaultSponsorSites,
  formatSponsorSite,
  isSponsorLink,
  parseSponsorLink,
  parseSponsorSite,
  type SponsorSite,
} from './sponsor-link.ts'

const sites = defaultSponsorSites.split(', ').flatMap((text): readonly SponsorSite[] => {
  const site = parseSponsorSite(text)
  return site ? [site] : []
})

describe('a sponsor link', () => {
  test.each([
    ['https://github.com/sponsors/ann', 'https://github.com/sponsors/ann'],
    ['https://GitHub.com/Sponsors/Ann', 'https://github.com/Sponsors/Ann'],
    ['https://www.patreon.com/ann', 'https://www.patreon.com/ann'],
    ['  https://opencollective.com/contoso/donate  ', 'https://opencollective.com/contoso/donate'],
    ['https://ko-fi.com/ann?ref=x#here', 'https://ko-fi.com/ann'],
    ['https://tidelift.com/funding/github/npm/ann', 'https://tidelift.com/funding/github/npm/ann'],
    ['https://liberapay.com:443/ann', 'https://liberapay.com/ann'],
  ])('%s is kept as %s', (text, href) => {
    expect(parseSponsorLink(text, sites)).toEqual({ ok: true, value: href })
  })

  test.each([
    ['http://github.com/sponsors/ann', 'sponsor-link-invalid'],
    ['github.com/sponsors/ann', 'sponsor-link-invalid'],
    ['javascript:alert(1)//github.com/sponsors/ann', 'sponsor-link-invalid'],
    ['https://ann:secret@github.com/sponsors/ann', 'sponsor-link-invalid'],
    ['https://github.com:8443/sponsors/ann', 'sponsor-link-invalid'],
    ['', 'sponsor-link-invalid'],
    ['https://github.com/ann', 'sponsor-site-unknown'],
    ['https://github.com/sponsorship/ann', 'sponsor-site-unknown'],
    ['https://github.com/sponsors/../ann', 'sponsor-site-unknown'],
    ['https://github.com/sponsors/', 'sponsor-site-unknown'],
    ['https://patreon.com', 'sponsor-site-unknown'],
    ['https://patreon.com.evil.example/ann', 'sponsor-site-unknown'],
    ['https://evil.example/patreon.com/ann', 'sponsor-site-unknown'],
    ['https://evilpatreon.com/ann', 'sponsor-site-unknown'],
    [`https://patreon.com/${'a'.repeat(2048)}`, 'sponsor-link-too-long'],
  ])('%s is refused', (text, code) => {
    expect(parseSponsorLink(text, sites)).toMatchObject({ ok: false, error: { code } })
  })

  test('of a site that the operator took off the list is not shown any more', () => {
    expect(isSponsorLink('https://patreon.com/ann', sites)).toBe(true)
    expect(isSponsorLink('https://patreon.com/ann', sites.slice(0, 1))).toBe(false)
  })
})

test.each([
  ['github.com/sponsors', 'github.com/sponsors'],
  ['Afdian.com/', 'afdian.com'],
  ['https://patreon.com', null],
  ['localhost', null],
  ['a b.com', null],
])('the setting %s names the site %s', (text, site) => {
  const parsed = parseSponsorSite(text)
  expect(parsed && formatSponsorSite(parsed)).toBe(site)
})
