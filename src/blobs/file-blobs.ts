import { createReadStream } from 'node:fs'
import { access, mkdir, open, opendir, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import type { BlobKey, Blobs, ByteRange, NewBlob, OpenBlob, StoredBlob } from './blobs.ts'
import { blobPath, isBlobKey, isUploadName, uploadName, uploadPath, uploadsFolder } from './paths.ts'

const chunkBytes = 1024 * 1024

/** Blobs as files of one folder. Several processes may share it, over a file system that keeps `rename` atomic. */
export async function openFileBlobs(root: string): Promise<Blobs> {
  await mkdir(uploadsFolder(root), { recursive: true })
  await syncFolder(dirname(root))
  await syncFolder(root)
  const folders = lastingFolders(root)

  return {
    newUploadPath: () => uploadPath(root, uploadName()),
    put: (key, content) => put(root, folders, key, content),
    read: async (key, range) => read(blobPath(root, key), range),
    stream: async (key, range) => stream(blobPath(root, key), range),
    open: async (key) => openBlob(blobPath(root, key)),
    list: () => listBlobs(root),
    delete: async (key) => rm(blobPath(root, key), { force: true }),
    listUploads: () => listFiles(uploadsFolder(root), isUploadName),
    deleteUpload: async (name) => rm(uploadPath(root, name), { force: true }),
  }
}

async function put(root: string, folders: Folders, key: BlobKey, content: NewBlob): Promise<void> {
  const target = blobPath(root, key)
  if (typeof content === 'string') await moveIn(folders, content, target)
  else await writeIn(folders, content, target)
}

/** The order matters: the content is on the disk before it has its name, and the name before anybody relies on it. */
async function moveIn(folders: Folders, from: string, target: string): Promise<void> {
  await removeWhenFailing(from, async () => {
    await syncFile(from)
    await folders.make(dirname(target))
    // Keys are random, so nobody else makes this one meanwhile: the check is for a bug, not for a race.
    if (await exists(target)) throw new Error(`the blob store has ${basename(target)} already`)
    await rename(from, target)
  })
  await removeWhenFailing(target, () => syncFolder(dirname(target)))
}

/**
 * What is small enough to be in memory needs no name of its own before: that saves a third of the syncing. A crash leaves
 * at most part of it, under a key that no row holds.
 */
async function writeIn(folders: Folders, bytes: Uint8Array, target: string): Promise<void> {
  await folders.make(dirname(target))
  const file = await open(target, 'wx', 0o600)
  await removeWhenFailing(target, async () => {
    try {
      await file.writeFile(bytes)
      await allSettled([file.sync(), syncFolder(dirname(target))]) // side by side: the disk takes them together
    } finally {
      await file.close()
    }
  })
}

/** Waits for all, also when one has failed: a file is not closed while it is synced. */
async function allSettled(works: readonly Promise<void>[]): Promise<void> {
  for (const result of await Promise.allSettled(works)) if (result.status === 'rejected') throw result.reason
}

async function removeWhenFailing(path: string, work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    await rm(path, { force: true }).catch(() => {})
    throw error
  }
}

type Folders = { make(folder: string): Promise<void> }

/**
 * Makes the two-letter folders so that they survive a power cut. Each is made and synced once per process, and whoever
 * needs one waits for that, even when it is there already: the process that made it may have died before it synced.
 */
function lastingFolders(root: string): Folders {
  const made = new Map<string, Promise<void>>()
  async function makeAndSync(folder: string): Promise<void> {
    await mkdir(folder, { recursive: true })
    await syncFolder(root)
  }
  return {
    make(folder) {
      let making = made.get(folder)
      if (!making) {
        making = makeAndSync(folder)
        made.set(folder, making)
        making.catch(() => made.delete(folder))
      }
      return making
    },
  }
}

async function read(path: string, range: ByteRange | undefined): Promise<Buffer | null> {
  const file = await openOrNull(path)
  if (!file) return null
  try {
    if (!range) return await file.readFile()
    const buffer = Buffer.allocUnsafe(Math.max(0, range.end - range.start))
    let length = 0
    while (length < buffer.length) {
      const { bytesRead } = await file.read(buffer, length, buffer.length - length, range.start + length)
      if (bytesRead === 0) break
      length += bytesRead
    }
    return buffer.subarray(0, length)
  } finally {
    await file.close()
  }
}

async function stream(path: string, range: ByteRange | undefined): Promise<Readable | null> {
  if (range && range.end <= range.start) return (await exists(path)) ? Readable.from([]) : null
  const file = await openOrNull(path)
  if (!file) return null
  return createReadStream('', {
    fd: file,
    highWaterMark: chunkBytes,
    ...(range && { start: range.start, end: range.end - 1 }),
  })
}

async function openBlob(path: string): Promise<OpenBlob | null> {
  const file = await openOrNull(path)
  if (!file) return null
  return {
    read: async (into, position) => (await file.read(into, 0, into.length, position)).bytesRead,
    close: () => file.close(),
  }
}

async function* listBlobs(root: string): AsyncGenerator<StoredBlob> {
  for await (const entry of await opendir(root)) {
    if (entry.isDirectory() && /^[0-9a-f]{2}$/.test(entry.name)) yield* listFiles(join(root, entry.name), isBlobKey)
  }
}

/** Files that vanish while they are listed are left out: another process took them away. */
async function* listFiles(folder: string, isName: (name: string) => boolean): AsyncGenerator<StoredBlob> {
  for await (const entry of await opendir(folder)) {
    if (!entry.isFile() || !isName(entry.name)) continue
    const found = await stat(join(folder, entry.name)).catch(nullWhenMissing)
    if (found) yield { key: entry.name, sizeBytes: found.size, modifiedAt: found.mtime }
  }
}

async function syncFile(path: string): Promise<void> {
  const file = await open(path, 'r+')
  try {
    await file.sync()
  } finally {
    await file.close()
  }
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

function openOrNull(path: string) {
  return open(path, 'r').catch(nullWhenMissing)
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    (error: unknown) => nullWhenMissing(error) !== null,
  )
}

function nullWhenMissing(error: unknown): null {
  if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
  throw error
}
