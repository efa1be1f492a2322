import { createHash, randomBytes } from 'node:crypto'
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
    const file = await createUploadFile(path, expectedBytes)
    for (let start = 0; start < bytes.length; start += pieceBytes) {
      const piece = Buffer.from(bytes.subarray(start, start + pieceBytes))
      const wait = file.add(piece)
      piece.fill(0)
      await wait
    }
    const digest = await file.finish()
    await file.close()
    expect(file.sizeBytes).toBe(bytes.length)
    expect(digest.equals(createHash('sha512').update(bytes).digest())).toBe(true)
    expect(bytes.equals(await readFile(path))).toBe(true)
  }
})

test('a file that is there already is not written over', async () => {
  const path = join(temporaryFolder(), 'upload')
  await (await createUploadFile(path, 1)).close()
  await expect(createUploadFile(path, 1)).rejects.toThrow('EEXIST')
})

test('memory is given back only where a piece has it to itself', () => {
  const whole = Buffer.alloc(10_000)
  const part = Buffer.alloc(10_000).subarray(5000)
  releasePiece(whole)
  releasePiece(part)
  expect(whole).toHaveLength(0)
  expect(part).toHaveLength(5000)
})
