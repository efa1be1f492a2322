import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import * as components from './components.tsx'
import { colourTokens } from './components-page.tsx'

const read = (path: string) => readFileSync(join(import.meta.dirname, path), 'utf8')

test('the page of components shows every one of them', () => {
  const source = read('components-page.tsx')
  const names = Object.keys(components).filter((name) => /^[A-Z]/.test(name))
  expect(names.length).toBeGreaterThan(15)
  // A form token shows nothing, and is in every form.
  expect(names.filter((name) => name !== 'FormToken' && !source.includes(`<${name}`))).toEqual([])
})

test('and every colour, which all have their names in one file', () => {
  const tokens = read('../web/tokens.css')
  const named = Array.from(tokens.matchAll(/^ {2}--([\w-]+): (?:light-dark|oklch|var)\(/gm), ([, name]) => name)
  expect([...colourTokens].sort()).toEqual(named.sort())
})

test('and every icon', () => {
  const source = read('components-page.tsx')
  const icons = Array.from(read('../web/icons.svg').matchAll(/<symbol id="([\w-]+)"/g), ([, name = '']) => name)
  expect(icons.filter((name) => !source.includes(`'${name}'`))).toEqual([])
})
