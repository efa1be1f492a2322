import { translator } from '../i18n/translate.ts'
import { organizationRefusalText } from '../organizations/refusal-messages.ts'
import type { OrganizationRefusal } from '../organizations/refusal.ts'
import type { Result } from '../result.ts'
import { CommandFault } from './fault.ts'
import { withInstance, type Instance } from './instance.ts'
import type { CommandContext } from './program.ts'

/** Runs one operation on organizations; what it refuses ends the command with the sentences of the pages. */
export function actOnOrganization<T>(
  context: CommandContext,
  operation: (instance: Instance) => Promise<Result<T, OrganizationRefusal | readonly OrganizationRefusal[]>>,
): Promise<T> {
  return withInstance(context.env, async (instance) => {
    const result = await operation(instance)
    if (result.ok) return result.value
    const refusals = 'code' in result.error ? [result.error] : result.error
    throw new CommandFault(refusals.map(sentence).join(' '))
  })
}

export function sentence(refusal: OrganizationRefusal): string {
  return organizationRefusalText(translator('en'), refusal)
}
