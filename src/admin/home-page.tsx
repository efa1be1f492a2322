import { Badge } from '../http/components.tsx'
import type { Frame } from '../http/frame.ts'
import { Page } from '../http/layout.tsx'
import type { Message } from '../i18n/message.ts'
import { messages } from './messages.ts'

const tools: readonly (readonly [href: string, name: Message, text: Message])[] = [
  ['/admin/users', messages.users, messages.usersText],
  ['/admin/packages', messages.packages, messages.packagesText],
  ['/admin/ownership', messages.ownership, messages.ownershipText],
  ['/admin/orphans', messages.orphans, messages.orphansText],
  ['/admin/prefixes', messages.prefixes, messages.prefixesText],
  ['/admin/keys', messages.keys, messages.keysText],
  ['/admin/leaked', messages.leaked, messages.leakedText],
  ['/admin/tickets', messages.tickets, messages.ticketsText],
  ['/admin/site', messages.site, messages.siteText],
  ['/admin/mails', messages.mails, messages.mailsText],
  ['/admin/jobs', messages.jobs, messages.jobsText],
  ['/admin/settings', messages.settings, messages.settingsText],
  ['/admin/audit', messages.audit, messages.auditText],
]

/** The way to every tool of administrators. */
export function AdminHomePage({ frame, openTickets }: { frame: Frame; openTickets: number }) {
  const { t } = frame
  return (
    <Page frame={frame} title={t(messages.title)} noIndex>
      <h1>{t(messages.title)}</h1>
      <p class="lead">{t(messages.lead)}</p>
      <ul class="rows admin-tools">
        {tools.map(([href, name, text]) => (
          <li>
            <span>
              <a href={href}>{t(name)}</a>
              {href === '/admin/tickets' && openTickets > 0 ? (
                <>
                  {' '}
                  <Badge kind="accent">{t(messages.openTickets, { count: openTickets })}</Badge>
                </>
              ) : null}
            </span>
            <span class="quiet">{t(text)}</span>
          </li>
        ))}
      </ul>
    </Page>
  )
}
