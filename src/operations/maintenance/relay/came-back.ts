import type { Workspace } from '../../../estate/workspace-content.ts'
import type { Fact } from '../../../ledger/fact.ts'
import type { Identification } from '../mail/identification.ts'
import type { MailAuthentication } from '../notice-facts.ts'
import { relayOfMessage } from './message.ts'
import { relaysIn, type Relay, type RelayAnswered } from './relay.ts'

const BOUNCE_CHARACTERS_MAX = 1_000_000

export type CameBack = { relay: Relay; answer: RelayAnswered['answer'] }

/**
 * Whether a mail answers one that we sent: what came back undelivered, or a reply of somebody at a domain that we had
 * written to and that vouches for it. A machine's answer (on holiday) acknowledges nothing. Undefined for other mails,
 * which are read as notices. Pure.
 */
export function cameBack(
  mail: {
    bytes: Buffer
    identified: Identification
    authentication: MailAuthentication
    mailFrom: string | undefined
  },
  facts: readonly Fact[],
  workspace: Workspace,
): CameBack | undefined {
  const { identified, authentication, bytes, mailFrom } = mail
  const isReport = mailFrom === '' || /^(?:mailer-daemon|postmaster)@/i.test(identified.from)
  const id = isReport
    ? relayOfMessage(bytes.toString('latin1', 0, BOUNCE_CHARACTERS_MAX))
    : identified.references.map(relayOfMessage).findLast((one) => one !== undefined)
  const relay = id === undefined ? undefined : relaysIn(facts).get(id)
  if (relay === undefined || relay.sentMs === undefined) return undefined
  if (isReport) return { relay, answer: 'bounced' }
  if (identified.automatic || !authentication.aligned) return undefined
  const domain = identified.from.slice(identified.from.lastIndexOf('@') + 1)
  return domainsOf(relay, workspace).has(domain) ? { relay, answer: 'acknowledged' } : undefined
}

function domainsOf({ due }: Relay, { estate }: Workspace): Set<string> {
  const terms = estate.customers.find(({ id }) => id === due.to)?.terms ?? []
  const contacts = terms.flatMap((term) => term.contacts ?? [])
  return new Set(contacts.map((address) => address.slice(address.lastIndexOf('@') + 1).toLowerCase()))
}
