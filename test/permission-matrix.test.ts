import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { actions } from '../src/accounts/permissions.ts'
import { run } from '../src/cli/test-command.ts'
import { reservePrefix } from '../src/prefixes/change-prefix.ts'
import { newDatabaseSetting, canRunOn } from './databases.ts'
import { looking, managing } from './permissions/accounts.ts'
import type { Absent, Act, Asked, Subject } from './permissions/act.ts'
import { changing } from './permissions/changing.ts'
import { owning } from './permissions/owning.ts'
import { createWorld, may, type Person, type World } from './permissions/people.ts'
import { publishing } from './permissions/publishing.ts'
import { refusalOf } from './permissions/refusals.ts'
import { startTestServer, type TestServer } from './server.ts'
import { listCommands, listPages } from './surfaces.ts'
import { readTables } from './tables.ts'
import { temporaryFolder } from './temporary-folder.ts'

/** Every act of the matrix on every surface. */
const acts: readonly Act[] = [...publishing, ...changing, ...owning, ...looking, ...managing]

const operator = { account: null, through: 'command-line', address: null } as const

test('every action of the matrix is asked about', () => {
  expect([...new Set(acts.map(({ action }) => action))].sort()).toEqual([...actions].sort())
})

const isAbsent = (surface: unknown): surface is Absent => typeof surface === 'object'
const named = (kind: 'page' | 'protocol' | 'commandLine') =>
  acts.filter((act) => !isAbsent(act[kind])).map((act) => [`${act.action}: ${act.name}`, act] as const)
const absent = (kind: 'page' | 'protocol' | 'commandLine') =>
  acts.flatMap((act) => {
    const surface = act[kind]
    return isAbsent(surface) ? [[`${act.action}: ${act.name}`, surface.none, surface.notThere] as const] : []
  })

describe.each((['sqlite', 'postgres'] as const).filter(canRunOn))('the permission matrix on %s', (database) => {
  let server: TestServer
  let world: World
  let env: Record<string, string>

  beforeAll(async () => {
    env = { LODE_DATA: temporaryFolder(), LODE_DATABASE: await newDatabaseSetting(database) }
    server = await startTestServer({
      database,
      smtp: true,
      settings: { ...env, LODE_OWNERS_DELETE: 'always', LODE_LIMIT_FORM: 'off' },
    })
    world = await createWorld(server)
    for (const name of new Set(world.people.map(({ account }) => account.name))) {
      await reservePrefix(server.deps, { pattern: `${name}.*`, ownerNames: [name], isShared: false }, operator)
    }
  })
  afterAll(() => server.close())

  async function prepare(act: Act): Promise<readonly Asked[]> {
    const prepared = []
    for (const person of world.people) {
      if (act.except?.[person.name] !== undefined) continue
      const { account } = person
      const subject: Subject = { account, id: '', number: 0, other: account, ...(await act.prepare(world, person)) }
      prepared.push({ world, person, subject })
    }
    return prepared
  }

  /** Everybody who may not: each is refused with its sentence, and afterwards everything is as it was. */
  async function refuseOthers(act: Act, kind: 'page' | 'protocol', all: readonly Asked[]): Promise<void> {
    const ask = act[kind]
    if (isAbsent(ask)) return
    const through = kind === 'page' ? 'page' : 'key'
    const before = await readTables(server)
    const seen: Record<string, string> = {}
    const wanted: Record<string, unknown> = {}
    for (const asked of all.filter(({ person }) => !may(act.action, person, through))) {
      const answer = await ask(asked)
      const isDone = await act.done(asked, answer)
      seen[asked.person.name] = `${isDone ? 'DONE ' : ''}${answer.status} ${answer.sentence}`
      wanted[asked.person.name] = expect.stringMatching(refusalOf(act, kind, asked.person))
    }
    expect(seen).toEqual(wanted)
    expect(await readTables(server)).toEqual(before)
  }

  /** Everybody who may: it is done, and the log says who did it and through what. */
  async function letOthers(act: Act, kind: 'page' | 'protocol', all: readonly Asked[]): Promise<void> {
    const ask = act[kind]
    if (isAbsent(ask)) return
    const through = kind === 'page' ? 'page' : 'key'
    for (const asked of all.filter(({ person }) => may(act.action, person, through))) {
      const from = await lastEntry(server)
      const answer = await ask(asked)
      const { name } = asked.person
      expect([name, await act.done(asked, answer), answer.status]).toEqual([name, true, okStatus(act, kind)])
      if (act.audit === null) continue
      const entries = await entriesAfter(server, from)
      const action = auditOf(act, asked.person)
      const actor = asked.person.user?.name ?? null
      expect(entries).toContainEqual(expect.objectContaining({ action, actor_name: actor, through }))
      expect(entries.every((entry) => entry.actor_name === actor && entry.through === through)).toBe(true)
    }
  }

  test.each(named('page'))('page, %s', async (_, act) => {
    const all = await prepare(act)
    await refuseOthers(act, 'page', all)
    await letOthers(act, 'page', all)
  })

  test.each(named('protocol'))('protocol, %s', async (_, act) => {
    const all = await prepare(act)
    await refuseOthers(act, 'protocol', all)
    await letOthers(act, 'protocol', all)
  })

  test.each(named('commandLine').filter(([, { action }]) => action !== 'create-key'))(
    'command line, %s: the operator may, whoever owns it, and the log says that it was the command line',
    async (_, act) => {
      const [asked] = (await prepare(act)).filter(({ person }) => person.name === 'administrator')
      if (!asked || isAbsent(act.commandLine)) throw new Error('nobody to ask for')
      const from = await lastEntry(server)
      const { code, out, err } = await run(env, ...(await act.commandLine(asked)))
      expect([err, code]).toEqual(['', 0])
      expect(await act.done(asked, { status: 200, sentence: out })).toBe(true)
      const entries = await entriesAfter(server, from)
      expect(entries.length > 0).toBe(act.audit !== null)
      expect(entries.every((entry) => entry.through === 'command-line' && entry.actor_name === null)).toBe(true)
    },
  )

  test.each(named('commandLine').filter(([, { action }]) => action === 'create-key'))(
    'command line, %s: a key is for somebody, and made by what they may',
    async (_, act) => {
      const seen: Record<string, unknown> = {}
      const wanted: Record<string, unknown> = {}
      for (const asked of await prepare(act)) {
        const { person } = asked
        if (person.user === null || isAbsent(act.commandLine)) continue
        const { code, err } = await run(env, ...(await act.commandLine(asked)))
        seen[person.name] = [code, await act.done(asked, { status: code, sentence: err }), err]
        const isPermitted = may(act.action, person)
        const refusal = refusalOf(act, 'page', person).source.replace('^400', '^lode:')
        wanted[person.name] = isPermitted ? [0, true, ''] : [1, false, expect.stringMatching(refusal)]
      }
      expect(seen).toEqual(wanted)
    },
  )

  test.each(absent('page'))('no page, %s: %s', (_, _why, notThere) => {
    expect(listPages(server.deps).filter((route) => route.search(notThere) >= 0)).toEqual([])
  })

  test.each(absent('protocol'))('no request, %s: %s', async (_, _why, notThere) => {
    const [method = '', path = ''] = String(notThere).split(' ')
    const administrator = world.people.find(({ name }) => name === 'administrator')
    const headers = { 'X-NuGet-ApiKey': administrator?.secret ?? '' }
    const response = await fetch(server.url + path, { method, headers })
    expect([404, 405]).toContain(response.status)
  })

  test.each(absent('commandLine'))('no command, %s: %s', (_, _why, notThere) => {
    expect(listCommands().filter((command) => command.search(notThere) >= 0)).toEqual([])
  })
})

function okStatus(act: Act, kind: 'page' | 'protocol'): number {
  if (kind === 'page') return act.audit === null || act.action === 'create-key' ? 200 : 303
  return act.action.startsWith('push') ? 201 : 200
}

/** An administrator of the gallery asks nobody. */
function auditOf({ audit }: Act, person: Person): string | null {
  return person.isSiteAdministrator && audit === 'AddOwnershipRequest' ? 'AddOwner' : audit
}

async function lastEntry({ deps }: TestServer): Promise<number> {
  const row = await deps.db.read.selectFrom('audit').select('id').orderBy('id', 'desc').limit(1).executeTakeFirst()
  return row?.id ?? 0
}

function entriesAfter({ deps }: TestServer, id: number) {
  const entries = deps.db.read.selectFrom('audit').select(['action', 'actor_name', 'through'])
  return entries.where('id', '>', id).orderBy('id').execute()
}
