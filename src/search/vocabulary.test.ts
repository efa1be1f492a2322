import { expect, test } from 'vitest'
import { chooseAlternatives, countSlips, idVocabulary, intactEnds } from './vocabulary.ts'

test.each([
  ['serilog', 'serilog', 0],
  ['serilgo', 'serilog', 1],
  ['serlog', 'serilog', 1],
  ['serrilog', 'serilog', 1],
  ['serilok', 'serilog', 1],
  ['serolgi', 'serilog', 3],
  ['a', 'abcdef', 3],
])('%s is %s with %i slips, and more than two are not counted', (a, b, slips) => {
  expect(countSlips(a, b, 2)).toBe(slips)
})

test('one slip leaves the beginning or the end of a word intact, wherever it is', () => {
  const word = 'automap'
  for (let i = 0; i < word.length; i++) {
    const slips = [
      word.slice(0, i) + word.slice(i + 1),
      `${word.slice(0, i)}z${word.slice(i)}`,
      `${word.slice(0, i)}z${word.slice(i + 1)}`,
      i + 1 < word.length ? word.slice(0, i) + word[i + 1] + word[i] + word.slice(i + 2) : word,
    ]
    for (const slip of slips.filter((slip) => slip.length < 8)) {
      const { beginning, end } = intactEnds(slip)
      expect([slip, word.startsWith(beginning) || word.endsWith(end)]).toEqual([slip, true])
    }
  }
})

test('the nearest words are chosen, those of more packages first; short words are forgiven one slip', () => {
  const words = ['json', 'jsin', 'bson', 'jason'].map((word, i) => ({ word, documents: 10 - i }))
  expect(chooseAlternatives('jsn', words)).toEqual(['json', 'jsin'])
  expect(chooseAlternatives('jqqn', words)).toEqual([])
  expect(chooseAlternatives('ab', [{ word: 'abc', documents: 1 }])).toEqual([])
})

test('numbers and serials are no words that people misspell', () => {
  expect([...idVocabulary(' log4net p1234 2 log net a newtonsoft ')]).toEqual(['log4net', 'log', 'net', 'newtonsoft'])
})
