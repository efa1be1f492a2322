import { expect, test } from 'vitest'
import { parseMetadata } from './package.ts'

test('a row of before frameworks were kept has none', () => {
  expect(parseMetadata('{"title":"Old"}')).toEqual({ title: 'Old', frameworks: [] })
  expect(parseMetadata('{"frameworks":["net8.0"]}').frameworks).toEqual(['net8.0'])
})
