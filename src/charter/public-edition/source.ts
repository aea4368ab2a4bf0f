import { setTimeout as sleep } from 'node:timers/promises'
import { readLastCheckpoint, readHead } from '../../ledger/store.ts'
import type { Context } from '../../platform/context.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { Text } from '../../platform/text.ts'
import { editionInForce, wordedClauses, type StandingEdition } from '../edition.ts'
import { charterHead, type CharterHead } from '../head.ts'
import { conformanceFrom, knownAtMoment, type Known } from '../known.ts'
import type { ShownState } from '../shown-state.ts'
import { trendOf, type Trend } from '../trend.ts'
import type { Verdict } from '../verdict.ts'
import type { PublicContent, PublicSource, Since } from './content.ts'

/** As far back as it is told since when a clause stands as it does. */
const SINCE_DAYS = 180

const NOBODY: Text = { ja: '（事業者は未登録）', en: '(no operator yet)' }

/**
 * How things stand now, with nothing in it but what an edition may hold: verdicts come without reasons and objects, the
 * issuer without a name. The checkpoint covers every fact that the verdicts rest on.
 */
export async function readSource(ctx: Context): Promise<PublicSource & { known: Known }> {
  const known = await knownAtMoment(ctx, {})
  const { workspace, facts, atMs } = known
  const edition = editionInForce(facts, atMs)
  const { clauses } = conformanceFrom(known)
  return {
    known,
    operator: workspace.operator?.name ?? NOBODY,
    demo: workspace.operator?.demo ?? false,
    zone: workspace.operator?.zone ?? 'UTC',
    atMs,
    charter: headOf(edition ?? charterHead(workspace.charter)),
    clauses: wordedClauses(edition),
    standing: new Map(clauses.map(({ id, verdict, freshness }) => [id, { verdict, freshness }])),
    since: sinceIn(await trendOf(ctx, SINCE_DAYS)),
    checkpoint: await checkpointOf(ctx),
  }
}

function headOf(head: CharterHead | StandingEdition): PublicContent['charter'] {
  const { title, preamble, edition, effective, issuer } = head
  return {
    title: { ja: title.ja, en: title.en },
    preamble: preamble.map(({ ja, en }) => ({ ja, en })),
    edition,
    ...(effective !== undefined && { effective }),
    ...(issuer !== undefined && { office: { ja: issuer.office.ja, en: issuer.office.en } }),
  }
}

/** The first of the last days on which a clause stood as it does today, without a day between on which it did not. */
export function sinceIn({ days, clauses }: Trend): Map<string, Since> {
  return new Map(
    Object.entries(clauses).map(([id, states]) => {
      const verdicts = states.map((state) => (state === null ? undefined : verdictOf(state)))
      const before = verdicts.findLastIndex((verdict) => verdict !== verdicts.at(-1))
      return [id, { date: days[before + 1]!.date, longer: before < 0 && days.length > 1 }]
    }),
  )
}

/** What a state that the screens show says in public: a waiver leaves a failure what it is. */
function verdictOf(state: ShownState): Verdict {
  const verdicts: Record<ShownState, Verdict> = {
    pass: 'pass',
    fail: 'fail',
    unknown: 'unknown',
    stale: 'unknown',
    waived: 'fail',
    na: 'not-applicable',
  }
  return verdicts[state]
}

const LOOKS = 50
const LOOK_MS = 100

/** The newest signed checkpoint, once it covers all that is in the log now; it comes a quarter second behind. */
async function checkpointOf(ctx: Context): Promise<PublicContent['checkpoint']> {
  const { origin, size } = (await readHead(ctx.db)) ?? { origin: '', size: 0 }
  for (let look = 0; look < LOOKS; look += 1) {
    const last = await readLastCheckpoint(ctx.db, origin)
    if (last !== undefined && last.size >= size) return { size: last.size, note: last.note }
    await sleep(LOOK_MS)
  }
  throw new Refusal('unavailable', {
    ja: '台帳の新しいチェックポイントがまだありません。しばらくしてからもう一度試してください。',
    en: 'The ledger has no new checkpoint yet. Please try again in a moment.',
  })
}
