import { createHash } from 'node:crypto'
import type { Estate } from '../../../estate/estate.ts'
import type { Workspace } from '../../../estate/workspace-content.ts'
import type { Fact } from '../../../ledger/fact.ts'
import { knownLines } from '../intake/known-lines.ts'
import { factsOfMail } from '../intake/notice-fact.ts'
import { identificationOf } from '../mail/identification.ts'
import type { Maintenance } from '../maintenance.ts'
import type { MailAuthentication } from '../notice-facts.ts'
import { foldNotice, maintenancesOf, type NoticeLog } from '../notice-log.ts'
import { readMail } from '../mail/message.ts'
import { readNotice } from '../parse-notice.ts'
import { registerOf } from '../register/documents.ts'
import { entryOfSender } from '../register/entry.ts'

/** Whoever hands in files vouches for where they are from: nobody can be asked about a sender offline. */
const HANDED_IN: MailAuthentication = { spf: 'none', dkim: 'none', dmarc: 'none', aligned: true }

/** The maintenances that some mails announce, as the intake would have them, with no server and no ledger. */
export function maintenancesIn(
  workspace: Workspace,
  mails: readonly Uint8Array[],
  receivedMs: number,
): readonly Maintenance[] {
  const register = registerOf(workspace)
  const estate = linesOf(workspace)
  const facts = mails.flatMap((bytes): Fact[] => {
    const identified = identificationOf(bytes)
    const sender = identified.from.slice(identified.from.lastIndexOf('@') + 1).slice(0, 255)
    const entry = entryOfSender(register, identified.from)
    const lines = knownLines(estate, entry)
    const { notices, layout } = readNotice(readMail(bytes), { knownObjects: lines.searched })
    const meta = {
      mail: createHash('sha256').update(bytes).digest('hex'),
      round: 1,
      received_at: new Date(receivedMs).toISOString(),
      message_id: identified.messageId,
      references: identified.references.slice(-20),
      sender,
      provider: entry?.id ?? sender,
      authentication: HANDED_IN,
      layout,
    }
    return factsOfMail(meta, notices, lines.resolve)
  })
  return maintenancesOf(facts.reduce<NoticeLog>(foldNotice, undefined))
}

/** A single network file knows no circuits: its links and risks are what carriers may name. */
function linesOf({ estate, network }: Workspace): Estate {
  if (network === undefined) return estate
  const { links, risks } = network.network
  const circuits = [...links, ...risks].map(({ id }) => ({ id, carrier: '', lines: [], rides_on: [] }))
  return { ...estate, circuits }
}
