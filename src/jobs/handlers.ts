import type { Deps } from '../deps.ts'
import { sendExpiryDigests } from '../keys/expiry-digest.ts'
import { createMailSender } from '../mail/send.ts'
import { cleanUp } from './clean-up.ts'
import { removeBlob } from './remove-blob.ts'
import type { JobHandlers } from './job.ts'

/** Which function does which kind of job. `close` ends the SMTP connections; call it after the runner has stopped. */
export function createJobHandlers(
  deps: Pick<Deps, 'blobs' | 'config' | 'db' | 'log' | 'now'>,
): JobHandlers & { readonly close: () => void } {
  const mail = createMailSender(deps)
  return {
    'send-mail': (payload) => mail.send(payload),
    'expiry-digest': async () => void (await sendExpiryDigests(deps)),
    'clean-up': () => cleanUp(deps),
    'remove-blob': (payload) => removeBlob(deps, payload),
    close: () => mail.close(),
  }
}
