import { expect, test } from 'vitest'
import { frameworkFor, frameworksOf } from './project-framework.ts'

const group = (targetFramework: string | null) => ({ targetFramework, dependencies: [] })

test.each([
  [['net472', 'net8.0', 'netstandard2.0'], 'net8.0'],
  [['netstandard1.3', 'netstandard2.0', 'net48'], 'netstandard2.0'],
  [['sl5', 'net40'], 'net40'],
  [['sl5'], 'sl5'],
  [[], 'net10.0'],
])('of %j a project is for %s unless somebody asks', (groups, expected) => {
  const frameworks = frameworksOf({ dependencyGroups: groups.map(group), frameworks: [] })
  expect(frameworkFor(undefined, frameworks).shortName).toBe(expected)
  expect(frameworkFor('no framework', frameworks).shortName).toBe(expected)
  expect(frameworkFor('NET48', frameworks).shortName).toBe('net48')
})

test('without groups the files tell the frameworks apart, but not those that are none', () => {
  expect(
    frameworksOf({ dependencyGroups: [group(null)], frameworks: ['any', 'net8.0', 'portable-net45+win8'] }),
  ).toEqual(['net8.0'])
})
