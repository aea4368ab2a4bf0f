import { ATTESTATION_MADE } from '../../charter/attestation.ts'
import { knownAtMoment, type Known } from '../../charter/known.ts'
import { decideNotice, undecidedNotices } from '../../operations/maintenance/index.ts'
import { readDemo } from '../../people/sign-in/demo.ts'
import type { Context } from '../../platform/context.ts'
import { looksAfter } from './attested.ts'
import { DAY } from './calendar.ts'
import { OPENED_DAYS_AGO, keptEvidence, seenFact, written } from './past.ts'

const HOUR_MS = 3_600_000
/** The notice desk of the demo decides what nobody else did, before its 24 hours are over. */
const DECIDES_AFTER_MS = 20 * HOUR_MS
const DECIDER = { id: 'demo-responder' }

/** What was written for the days that have passed. */
export type GoneOn = { looks: number; notices: number }

/**
 * Makes true that the days of the demo operator go on after its first start, so that it stands for weeks as it stood
 * then: its people look again at what they look at again and again, and decide the notices that nobody else did. What
 * waits for the visitor (approvals, what fails) is left to the visitor. Writing again writes nothing; a demo that has been
 * replaced, or in which somebody real was entered, is left alone.
 */
export async function goOn(ctx: Context, attested: ReadonlySet<string>): Promise<GoneOn> {
  // Undefined as well where somebody real was entered. Asked first: every installation asks, and few are demos.
  if ((await readDemo(ctx.db)) === undefined) return { looks: 0, notices: 0 }
  const known = await knownAtMoment(ctx, {})
  if (known.workspace.operator?.demo !== true) return { looks: 0, notices: 0 }
  return {
    looks: await lookedAgain(ctx, known, attested),
    notices: await decidedNotices(ctx, known),
  }
}

async function lookedAgain(ctx: Context, known: Known, attested: ReadonlySet<string>): Promise<number> {
  const opened = known.received[0]
  if (opened === undefined) return 0
  const there = new Set(
    known.facts.filter(({ type }) => type === ATTESTATION_MADE).map(({ body }) => body['id']),
  )
  const startedMs = opened.at + OPENED_DAYS_AGO * DAY
  const due = looksAfter(startedMs, ctx.clock.now(), attested).filter(({ said }) => !there.has(said.id))
  if (due.length === 0) return 0
  await keptEvidence(ctx, due)
  await written(ctx, due.map(seenFact))
  return due.length
}

async function decidedNotices(ctx: Context, known: Known): Promise<number> {
  const open = undecidedNotices(known).filter(({ receivedMs }) => known.atMs - receivedMs >= DECIDES_AFTER_MS)
  for (const place of open)
    await decideNotice(ctx, DECIDER, place, {
      choice: { kind: 'rejected' },
      because:
        '相手に電話で確かめた。決まった工事があれば、あらためて届く。 / They were called. Work that is settled will be announced anew.',
      lesson: false,
    })
  return open.length
}
