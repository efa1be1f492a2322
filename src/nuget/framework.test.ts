import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseFramework } from './framework.ts'

describe('a target framework', () => {
  test.each([
    ['net8.0', 'net8.0'],
    ['net11.0', 'net11.0'],
    ['NET8.0', 'net8.0'],
    ['net50', 'net5.0'],
    ['netcoreapp5.0', 'net5.0'],
    ['netcoreapp3.1', 'netcoreapp3.1'],
    ['net472', 'net472'],
    ['net4.7.2', 'net472'],
    ['.NETFramework4.6.2', 'net462'],
    ['.NETFramework,Version=v4.5', 'net45'],
    ['.NETFramework,Version=v4.0,Profile=Client', 'net40-client'],
    ['.NETStandard2.0', 'netstandard2.0'],
    ['netstandard20', 'netstandard2.0'],
    ['.NETCoreApp,Version=v8.0', 'net8.0'],
    ['net8.0-windows', 'net8.0-windows'],
    ['net8.0-windows10.0.19041.0', 'net8.0-windows10.0.19041'],
    ['net8.0-Android34.0', 'net8.0-android34.0'],
    ['net40-full', 'net40'],
    ['uap10.0.16299', 'uap10.0.16299'],
    ['win8', 'win8'],
    ['sl4-wp71', 'sl4-wp71'],
    ['dotnet', 'dotnet'],
    ['45', 'net45'],
    ['native', 'native'],
    ['MonoAndroid1.0', 'monoandroid10'],
    ['any', 'any'],
    ['portable-win8+net45', 'portable-net45+win8'],
  ])('%s has the short name %s', (text, shortName) => {
    expect(parseFramework(text)?.shortName).toBe(shortName)
  })

  test.each([
    'notaframework',
    'notaframework1.0',
    '',
    'net8.0-',
    'net8.0-android31.x',
    'net8.0 ',
    '1.0',
    'portable',
    'portable-net45+foo',
    'portable-net45+net40-client',
    '.NETFramework,Version=vX',
    'unsupported',
    'net45-\u00e9',
  ])('%j is not supported', (text) => {
    expect(parseFramework(text)).toBeNull()
  })

  test('its parts are told apart', () => {
    expect(parseFramework('net8.0-windows10.0.19041')).toEqual({
      identifier: '.NETCoreApp',
      version: '8.0.0.0',
      profile: null,
      platform: 'windows',
      platformVersion: '10.0.19041.0',
      shortName: 'net8.0-windows10.0.19041',
    })
    expect(parseFramework('net35-cf')).toMatchObject({ identifier: '.NETFramework', profile: 'CompactFramework' })
    expect(parseFramework('net45-constructor')).toMatchObject({ profile: 'constructor' })
  })

  test('a short name reads as itself', () => {
    const identifier = fc.constantFrom(
      'net',
      'netstandard',
      'netcoreapp',
      'uap',
      'win',
      'sl',
      'wp',
      'monoandroid',
      'dotnet',
    )
    const number = fc.constantFrom('', '4', '45', '472', '2.0', '3.1', '5.0', '8.0', '10.0', '10.0.16299')
    const profile = fc.constantFrom('', '-windows', '-windows10.0.19041', '-android34.0', '-client', '-wp71', '-foo')
    fc.assert(
      fc.property(fc.tuple(identifier, number, profile), (parts) => {
        const framework = parseFramework(parts.join(''))
        fc.pre(framework !== null)
        expect(parseFramework(framework.shortName)).toMatchObject({
          identifier: framework.identifier,
          version: framework.version,
          shortName: framework.shortName,
        })
      }),
    )
  })

  test('a hostile name is answered at once', () => {
    expect(parseFramework(`${'.'.repeat(1_000_000)}!`)).toBeNull()
  })
})
