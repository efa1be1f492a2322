import type { Config } from '../config.ts'
import type { Blobs } from './blobs.ts'
import { openFileBlobs } from './file-blobs.ts'

/** Opens what `LODE_STORAGE` names. */
export async function openBlobs(config: Pick<Config, 'storage'>): Promise<Blobs> {
  return openFileBlobs(config.storage.path)
}
