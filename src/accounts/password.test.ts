import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hashPassword, verifyPassword } from './password-hash.ts'
import { refusePassword } from './password.ts'

const codeOf = (password: string, name = 'contoso-ann') => refusePassword(password, name)?.code ?? 'ok'

describe('a new password', () => {
  it.each([
    'correct horse battery staple',
    'gravel-teapot-oxide',
    'vT9#kq2LmZx8',
    'wir essen gern Suppe',
    '我们周末一起去爬山看日出吧',
    'the cat sat on a mat',
    'bicycle7lantern',
  ])('%s is fine', (password) => {
    expect(codeOf(password)).toBe('ok')
  })
  it.each([
    'password1234',
    'Password2026!',
    'P@ssw0rd1234',
    'passwordpassword',
    'administrator',
    'Administrator1!',
    '123456789012',
    '1234567890123',
    'qwertyuiop123',
    'qwertyuiopas',
    '1qaz2wsx3edc',
    '1q2w3e4r5t6y',
    'q1w2e3r4t5y6',
    'abcdefghijkl',
    'aaaaaaaaaaaa',
    'abcabcabcabc',
    '121212121212',
    'letmein12345',
    'iloveyou2024',
    'Welcome2026!',
    'Summer2026!!',
    'changeme1234',
    'superman1234',
    'football1234',
    'dragon123456',
    'asdfghjkl123',
    'zaq12wsxcde3',
    '111222333444',
    'secretsecret1',
  ])('%s is too common', (password) => {
    expect(codeOf(password)).toBe('password-common')
  })
  it.each(['contoso-ann1', 'ContosoAnn2026', 'nnAosotnoc12', 'contosoann!!'])('%s is the name', (password) => {
    expect(codeOf(password)).toBe('password-is-name')
  })
  it('has 12 to 256 characters, whatever they are', () => {
    expect(codeOf('')).toBe('password-missing')
    expect(codeOf('vT9#kq2LmZx')).toBe('password-too-short')
    expect(codeOf('日'.repeat(3) + 'xy')).toBe('password-too-short')
    expect(codeOf('gravel teapot '.repeat(18) + 'oxid')).toBe('ok')
    expect(codeOf('gravel teapot '.repeat(19))).toBe('password-too-long')
  })
  it('is judged in little time however it is made', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 12, maxLength: 256, unit: fc.constantFrom('a', '1', 'q', '!', 'p') }),
        (text) => {
          const start = performance.now()
          refusePassword(text, 'ann')
          return performance.now() - start < 1000
        },
      ),
      { numRuns: 100 },
    )
  })
})

describe('a stored password', () => {
  it('is an argon2id PHC string that verifies the same characters only, composed or not', async () => {
    const stored = await hashPassword('café au lait à Paris')
    expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/)
    expect(await verifyPassword('cafe\u0301 au lait à Paris', stored)).toBe(true)
    expect(await verifyPassword('cafe au lait à Paris', stored)).toBe(false)
    expect(await hashPassword('café au lait à Paris')).not.toBe(stored)
  })
  it('is compared for nobody in the same time, and never right', async () => {
    expect(await verifyPassword('', null)).toBe(false)
    const stored = await hashPassword('gravel-teapot-oxide')
    const fastest = { nobody: Infinity, somebody: Infinity } // of several: other tests keep the machine busy
    for (let i = 0; i < 8; i++) {
      for (const [who, hash] of [
        ['nobody', null],
        ['somebody', stored],
      ] as const) {
        const start = performance.now()
        await verifyPassword('wrong', hash)
        fastest[who] = Math.min(fastest[who], performance.now() - start)
      }
    }
    const ratio = fastest.nobody / fastest.somebody
    expect(ratio).toBeGreaterThan(0.3)
    expect(ratio).toBeLessThan(3)
  })
  it('is computed two at a time, and all that wait get their turn', async () => {
    const hashes = await Promise.all(Array.from({ length: 7 }, (_, i) => hashPassword(`gravel-teapot-${i}`)))
    expect(new Set(hashes).size).toBe(7)
  })
})
