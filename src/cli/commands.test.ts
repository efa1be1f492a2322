import type { Command } from 'commander'
import { describe, expect, test } from 'vitest'
import { createProgram } from './program.ts'
import { run } from './test-command.ts'

const nowhere = { out: () => undefined, err: () => undefined, isTerminal: false }
const program = createProgram({ env: {}, output: nowhere, setExitCode: () => undefined })

/** Every command that does something, with the words that call it. */
function leaves(command: Command, words: readonly string[]): { words: readonly string[]; command: Command }[] {
  const own = command.commands.flatMap((child) => leaves(child, [...words, child.name()]))
  return command.commands.length === 0 || words.at(-1) === 'import' ? [{ words, command }, ...own] : own
}
const commands = leaves(program, [])
const names = commands.map(({ words }) => words.join(' '))

test('every command that design.md and issue 5 name is there', () => {
  expect(names).toEqual(
    expect.arrayContaining([
      'user create',
      'key create',
      'key list',
      'key revoke',
      'org create',
      'org show',
      'org member add',
      'org member role',
      'org member remove',
      'prefix reserve',
      'prefix release',
      'prefix list',
      'package lock',
      'package unlock',
      'package delete',
      'package owner add',
      'package owner remove',
      'audit list',
      'admin leaked',
      'import',
      'import downloads',
      'rebuild search',
      'verify',
      'config',
    ]),
  )
})

describe.each(commands.map(({ words, command }) => [words.join(' '), command] as const))('lode %s', (name, command) => {
  const words = name.split(' ')

  test('says what it does and explains each argument and option', async () => {
    expect(command.description()).toMatch(/^[A-Z].*\.$/)
    for (const argument of command.registeredArguments) expect(argument.description).not.toBe('')
    for (const option of command.options) expect(option.description).not.toBe('')
    const help = await run({}, ...words, '--help')
    expect([help.code, help.err]).toEqual([0, ''])
    expect(help.out).toContain(`Usage: lode ${name}`)
  })

  test('can answer in JSON, unless it never ends', () => {
    expect(command.options.some(({ long }) => long === '--json')).toBe(name !== 'serve')
  })

  test('answers 2 and says what is wrong when it is called wrongly', async () => {
    const wrong = await run({}, ...words, '--no-such-option')
    expect([wrong.code, wrong.out]).toEqual([2, ''])
    expect(wrong.err).toMatch(/unknown option|required option|missing required argument/)
    expect(wrong.err).toContain('Add --help')
  })
})
