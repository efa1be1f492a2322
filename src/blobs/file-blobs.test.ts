import { spawnSync } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { describe, expect, test } from 'vitest'
import { temporaryFolder } from '../../test/temporary-folder.ts'
import type { Blobs } from './blobs.ts'
import { openFileBlobs } from './file-blobs.ts'
import { blobKey, blobPath, uploadPath } from './paths.ts'

const content = Buffer.from('the bytes of a package')

function keyOf(bytes: Buffer): string {
  return blobKey(createHash('sha512').update(bytes).digest('hex'))
}

async function openStore(): Promise<{ root: string; blobs: Blobs }> {
  const root = join(temporaryFolder(), 'packages')
  return { root, blobs: await openFileBlobs(root) }
}

function receive(blobs: Blobs, bytes: Buffer): string {
  const path = blobs.newUploadPath()
  writeFileSync(path, bytes)
  return path
}

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = []
  for await (const item of items) list.push(item)
  return list
}

function filesUnder(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name)
}

describe('the folder store', () => {
  test('gives back what was put, whole or in part', async () => {
    const { blobs } = await openStore()
    const key = keyOf(content)
    const upload = receive(blobs, content)
    await blobs.put(key, upload)
    expect(existsSync(upload)).toBe(false)
    expect(await blobs.read(key)).toEqual(content)
    expect(await blobs.read(key, { start: 4, end: 9 })).toEqual(Buffer.from('bytes'))
    expect(await blobs.read(key, { start: 4, end: 4 })).toEqual(Buffer.alloc(0))
    const whole = await blobs.stream(key)
    const part = await blobs.stream(key, { start: 4, end: 9 })
    const nothing = await blobs.stream(key, { start: 4, end: 4 })
    if (!whole || !part || !nothing) throw new Error('a stored blob was not found')
    expect(await buffer(whole)).toEqual(content)
    expect(await buffer(part)).toEqual(Buffer.from('bytes'))
    expect(await buffer(nothing)).toEqual(Buffer.alloc(0))
  })

  test('takes bytes as well, whole and never over others', async () => {
    const { root, blobs } = await openStore()
    const key = keyOf(content)
    await blobs.put(key, content)
    expect(await blobs.read(key)).toEqual(content)
    await expect(blobs.put(key, Buffer.from('other'))).rejects.toThrow('EEXIST')
    expect(await blobs.read(key)).toEqual(content)
    expect(filesUnder(root)).toEqual([key])
  })

  test('streams in chunks of 1 MB', async () => {
    const { blobs } = await openStore()
    const bytes = randomBytes(3 * 1024 * 1024 + 5)
    const key = keyOf(bytes)
    await blobs.put(key, receive(blobs, bytes))
    const sizes: number[] = []
    for await (const chunk of (await blobs.stream(key)) ?? []) sizes.push((chunk as Buffer).length)
    expect(sizes).toEqual([1048576, 1048576, 1048576, 5])
  })

  test('has null for what was never put or was deleted', async () => {
    const { blobs } = await openStore()
    const key = keyOf(content)
    expect(await blobs.read(key)).toBeNull()
    expect(await blobs.stream(key)).toBeNull()
    expect(await blobs.stream(key, { start: 1, end: 1 })).toBeNull()
    await blobs.put(key, receive(blobs, content))
    await blobs.delete(key)
    await blobs.delete(key)
    expect(await blobs.read(key)).toBeNull()
  })

  test('lists blobs and abandoned uploads apart, and leaves foreign files alone', async () => {
    const { root, blobs } = await openStore()
    const key = keyOf(content)
    await blobs.put(key, receive(blobs, content))
    const abandoned = receive(blobs, content.subarray(0, 3))
    writeFileSync(join(root, key.slice(0, 2), 'notes.txt'), 'x')
    writeFileSync(join(root, 'uploads', 'notes.txt'), 'x')
    expect(await collect(blobs.list())).toMatchObject([{ key, sizeBytes: content.length }])
    const uploads = await collect(blobs.listUploads())
    expect(uploads.map((upload) => uploadPath(root, upload.key))).toEqual([abandoned])
    for (const upload of uploads) await blobs.deleteUpload(upload.key)
    expect(existsSync(abandoned)).toBe(false)
    expect(existsSync(join(root, 'uploads', 'notes.txt'))).toBe(true)
  })

  test('never overwrites: a second put under a key is an error and changes nothing', async () => {
    const { blobs } = await openStore()
    const key = keyOf(content)
    await blobs.put(key, receive(blobs, content))
    await expect(blobs.put(key, receive(blobs, Buffer.from('other')))).rejects.toThrow('already')
    expect(await blobs.read(key)).toEqual(content)
  })

  test('gives the same content a new key each time', () => {
    expect(keyOf(content)).not.toBe(keyOf(content))
  })

  test.each(['', '..', '../../etc/passwd', 'ab/../../x', `${'a'.repeat(128)}.${'b'.repeat(16)}/../x`, 'A'.repeat(145)])(
    'the key %j is refused before it reaches the file system',
    async (key) => {
      const { root, blobs } = await openStore()
      await expect(blobs.read(key)).rejects.toThrow('not a key')
      await expect(blobs.stream(key)).rejects.toThrow('not a key')
      await expect(blobs.delete(key)).rejects.toThrow('not a key')
      await expect(blobs.put(key, receive(blobs, content))).rejects.toThrow('not a key')
      await expect(blobs.deleteUpload(key)).rejects.toThrow('not a name')
      expect(readdirSync(root)).toEqual(['uploads'])
    },
  )
})

/**
 * One put in a process of its own, under strace, which makes a system call fail or kills the process at it: what a crash
 * or a full disk at that very step leaves behind is then real.
 */
function putUnderStrace(
  root: string,
  inject: string,
  from: 'file' | 'bytes' = 'file',
): { code: number | null; output: string; key: string } {
  const key = keyOf(content)
  const script = `
    import { writeFileSync } from 'node:fs'
    import { openFileBlobs } from ${JSON.stringify(new URL('file-blobs.ts', import.meta.url).href)}
    const blobs = await openFileBlobs(${JSON.stringify(root)})
    const bytes = Buffer.from(${JSON.stringify(content.toString())})
    const path = blobs.newUploadPath()
    if (${from === 'file'}) writeFileSync(path, bytes)
    await blobs.put(${JSON.stringify(key)}, ${from === 'file' ? 'path' : 'bytes'}).catch((error) => { console.log('rejected', error.code); process.exitCode = 3 })`
  const strace = ['-f', '-qq', '-o', '/dev/null', '-e', `inject=${inject}`]
  const run = spawnSync('strace', [...strace, process.execPath, '--input-type=module', '-e', script], {
    encoding: 'utf8',
    env: { ...process.env, UV_THREADPOOL_SIZE: '1' }, // strace counts per thread
  })
  return { code: run.status, output: run.stdout + run.stderr, key }
}

// Opening the store syncs twice (its folder and the one above). A put then syncs the file, the store's folder (which got
// a new two-letter folder), renames, and syncs the two-letter folder.
describe('a put that is interrupted', { timeout: 30_000 }, () => {
  test('goes through when nothing interrupts it', () => {
    const root = join(temporaryFolder(), 'packages')
    const { code, output, key } = putUnderStrace(root, 'fsync:delay_enter=1')
    expect({ code, output }).toEqual({ code: 0, output: '' })
    expect(readFileSync(blobPath(root, key))).toEqual(content)
  })

  test.each([
    ['before the content is on the disk', 'fsync:signal=KILL:when=3'],
    ['before the new folder is on the disk', 'fsync:signal=KILL:when=4'],
    ['at the rename', '/rename:error=EINTR:signal=KILL:when=1'],
  ])('by a crash %s shows nothing under its key', (_, inject) => {
    const root = join(temporaryFolder(), 'packages')
    const { code, key } = putUnderStrace(root, inject)
    expect(code).not.toBe(0)
    expect(existsSync(blobPath(root, key))).toBe(false)
    expect(filesUnder(root)).toHaveLength(1) // the upload, which `lode verify --repair` removes
  })

  test.each([
    ['while syncing the content', 'fsync:error=ENOSPC:when=4'],
    ['while syncing the name', 'fsync:error=ENOSPC:when=5'],
  ])('of bytes, by a full disk %s, rejects with ENOSPC and leaves nothing', (_, inject) => {
    const root = join(temporaryFolder(), 'packages')
    const { output } = putUnderStrace(root, inject, 'bytes')
    expect(output).toBe('rejected ENOSPC\n')
    expect(filesUnder(root)).toEqual([])
  })

  test('of bytes, by a crash before the name is on the disk, leaves nothing but an unreferenced file', () => {
    const root = join(temporaryFolder(), 'packages')
    const { code, key } = putUnderStrace(root, 'fsync:signal=KILL:when=5', 'bytes')
    expect(code).not.toBe(0)
    expect(filesUnder(root)).toEqual([key])
  })

  test('by a crash after the rename leaves the whole content', () => {
    const root = join(temporaryFolder(), 'packages')
    const { code, key } = putUnderStrace(root, 'fsync:signal=KILL:when=5')
    expect(code).not.toBe(0)
    expect(readFileSync(blobPath(root, key))).toEqual(content)
  })

  test.each([
    ['while syncing the content', 'fsync:error=ENOSPC:when=3'],
    ['while making the folder', 'fsync:error=ENOSPC:when=4'],
    ['at the rename', '/rename:error=ENOSPC:when=1'],
    ['while syncing the name', 'fsync:error=ENOSPC:when=5'],
  ])('by a full disk %s rejects with ENOSPC and shows nothing under its key', (_, inject) => {
    const root = join(temporaryFolder(), 'packages')
    const { output, key } = putUnderStrace(root, inject)
    expect(output).toBe('rejected ENOSPC\n')
    expect(existsSync(blobPath(root, key))).toBe(false)
    expect(
      filesUnder(root).filter((name) => statSync(join(root, 'uploads', name), { throwIfNoEntry: false }) === undefined),
    ).toEqual([])
  })
})
