import type { ServerResponse } from 'node:http'
import type { OpenBlob } from '../blobs/blobs.ts'
import type { Range } from './negotiation.ts'

/** Memory that downloads use one after the other. New memory for every part of a large file costs more than its copying. */
export type CopyBuffers = { take(): Buffer; give(buffer: Buffer): void }

const bufferBytes = 512 * 1024
const buffersKept = 16

export function createCopyBuffers(): CopyBuffers {
  const free: Buffer[] = []
  return {
    take: () => free.pop() ?? Buffer.allocUnsafeSlow(bufferBytes),
    give(buffer) {
      if (free.length < buffersKept) free.push(buffer)
    },
  }
}

/**
 * Copies a part of the blob into the response, one buffer being read while the other one is sent. Answers how many bytes
 * went out: fewer than asked for when the client hung up or the blob is too short. A fault of the storage is thrown.
 */
export async function copyFile(
  blob: OpenBlob,
  res: ServerResponse,
  part: Range,
  buffers: CopyBuffers,
): Promise<number> {
  const closed = new Promise<void>((resolve) => res.once('close', resolve))
  let [filling, sending] = [buffers.take(), buffers.take()]
  let sent: Promise<void> = Promise.resolve()
  let position = part.start
  while (position < part.end && !res.destroyed) {
    const bytesRead = await blob.read(filling.subarray(0, Math.min(filling.length, part.end - position)), position)
    await Promise.race([sent, closed])
    if (bytesRead === 0 || res.destroyed) break
    sent = write(res, filling.subarray(0, bytesRead))
    position += bytesRead
    ;[filling, sending] = [sending, filling]
  }
  await Promise.race([sent, closed])
  if (!res.destroyed) [filling, sending].forEach(buffers.give) // a broken connection may still hold them
  return position - part.start
}

function write(res: ServerResponse, bytes: Buffer): Promise<void> {
  return new Promise((resolve) => res.write(bytes, () => resolve()))
}
