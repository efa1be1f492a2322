import { buildNupkg, type NupkgOptions } from './build-nupkg.ts'
import { findField, type Page, type Visitor } from './session.ts'

export const uploadPath = '/packages/manage/upload'

/** Sends a package as the upload page would. */
export async function upload(visitor: Visitor, options: NupkgOptions): Promise<Page> {
  return visitor.upload(uploadPath, await buildNupkg(options))
}

/** What names the upload that waits, in the forms that publish it or throw it away; null when none waits. */
export async function waitingToken(visitor: Visitor): Promise<string | null> {
  return findField((await visitor.get(uploadPath)).html, 'upload')
}

export type PublishFields = { readonly upload?: string; readonly owner?: string; readonly listed?: 'yes' }

/** Publishes what waits, as its page would; listed unless the fields say otherwise. */
export async function publishWaiting(visitor: Visitor, fields: PublishFields = { listed: 'yes' }): Promise<Page> {
  const token = (await waitingToken(visitor)) ?? ''
  return visitor.post('/packages/manage/verify-upload', { upload: token, ...fields }, { from: uploadPath })
}

export async function cancelWaiting(visitor: Visitor, token?: string): Promise<Page> {
  const fields = { upload: token ?? (await waitingToken(visitor)) ?? '' }
  return visitor.post('/packages/manage/cancel-upload', fields, { from: uploadPath })
}
