import type { Fact } from '../../ledger/fact.ts'
import {
  NOTICE_DECIDED,
  NOTICE_READ,
  type Choice,
  type NoticeDecided,
  type NoticeRead,
} from './notice-facts.ts'
import type { Maintenance } from './maintenance.ts'

/** One reading of a mail, with the maintenance that it belongs to and what a person made of it. */
export type InboxReading = Omit<NoticeRead, 'slice' | 'message_id' | 'references' | 'layout'> & {
  maintenance?: string
  decision?: { by: string; decided_at: string; choice: Choice; because: string }
}

/** The newest readings of each mail, by the mail's hash. Pure. */
export function readingsByMail(
  facts: readonly Fact[],
  maintenances: readonly Maintenance[],
  wanted?: ReadonlySet<string>,
): Map<string, InboxReading[]> {
  const keys = new Map(
    maintenances.flatMap(({ key, readings }) =>
      readings.map(({ mail, index }): [string, string] => [`${mail}.${index}`, key]),
    ),
  )
  const decisions = new Map<string, InboxReading['decision']>()
  for (const { type, body, by } of facts)
    if (type === NOTICE_DECIDED) {
      const { mail, index, decided_at, choice, because } = body as unknown as NoticeDecided
      decisions.set(`${mail}.${index}`, { by, decided_at, choice, because })
    }
  const byMail = new Map<string, InboxReading[]>()
  for (const { type, body } of facts) {
    if (type !== NOTICE_READ) continue
    const {
      slice,
      message_id: _id,
      references: _references,
      layout: _layout,
      ...read
    } = body as unknown as NoticeRead
    if (wanted !== undefined && !wanted.has(read.mail)) continue
    const known = (byMail.get(read.mail) ?? []).filter(({ round }) => round >= read.round)
    const same = known.find(({ index }) => index === read.index)
    if (same === undefined) known.push({ ...read, ...marksOf(`${read.mail}.${read.index}`, keys, decisions) })
    else if (slice > 0) same.objects = [...same.objects, ...read.objects]
    byMail.set(read.mail, known)
  }
  return byMail
}

function marksOf(
  place: string,
  keys: ReadonlyMap<string, string>,
  decisions: ReadonlyMap<string, InboxReading['decision']>,
): Pick<InboxReading, 'maintenance' | 'decision'> {
  const [maintenance, decision] = [keys.get(place), decisions.get(place)]
  return { ...(maintenance !== undefined && { maintenance }), ...(decision !== undefined && { decision }) }
}
