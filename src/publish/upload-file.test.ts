import { createHash, randomBytes } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../../test/temporary-folder.ts'
import { createUploadFile, releasePiece } from './upload-file.ts'

test('pieces of any length arrive in their order, although their memory is used for something else at once', async () => {
  const bytes = randomBytes(3_000_000)
  for (const [expectedBytes, pieceBytes] of [
    [bytes.length, 65_536],
    [10, 1_700_000], // said to be small, and is not
    [bytes.length, 999],
  ] as const) {
    const path = join(temporaryFolder(), 'upload')
    const file = createUploadFile(path, expectedBytes)
    for (let start = 0; start < bytes.length; start += pieceBytes) {
      const piece = Buffer.from(bytes.subarray(start, start + pieceBytes))
      const wait = file.add(piece)
      piece.fill(0)
      await wait
    }
    const { digest, content } = await file.finish()
    await file.close()
    expect(file.sizeBytes).toBe(bytes.length)
    expect(digest.equals(createHash('sha512').update(bytes).digest())).toBe(true)
    expect(content).toBe(path)
    expect(bytes.equals(await readFile(path))).toBe(true)
  }
})

test('what is as small as it was said to be stays in memory', async () => {
  const bytes = randomBytes(5000)
  const path = join(temporaryFolder(), 'upload')
  const file = createUploadFile(path, 5300)
  for (const piece of [bytes.subarray(0, 1000), bytes.subarray(1000)]) expect(file.add(piece)).toBeNull()
  const { digest, content } = await file.finish()
  await file.close()
  expect(content).toEqual(bytes)
  expect(digest).toEqual(createHash('sha512').update(bytes).digest())
  expect(existsSync(path)).toBe(false)
})

test('a file that is there already is not written over', async () => {
  const path = join(temporaryFolder(), 'upload')
  writeFileSync(path, 'x')
  const file = createUploadFile(path, 1)
  void file.add(Buffer.alloc(10_000))
  await expect(file.finish()).rejects.toThrow('EEXIST')
  await file.close()
  expect(readFileSync(path, 'utf8')).toBe('x')
})

test('memory is given back only where a piece has it to itself', () => {
  const whole = Buffer.alloc(10_000)
  const part = Buffer.alloc(10_000).subarray(5000)
  releasePiece(whole)
  releasePiece(part)
  expect(whole).toHaveLength(0)
  expect(part).toHaveLength(5000)
})
