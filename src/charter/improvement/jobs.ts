import type { Context } from '../../platform/context.ts'
import type { Job } from '../../platform/jobs.ts'
import type { Conformance } from '../verdict.ts'
import { conformanceAt } from '../known.ts'
import { ACTION_REOPENED } from './action.ts'
import { saidFinding } from './actions.ts'
import type { OpenedFinding } from './finding.ts'
import { openingsOf, type Openings, type Reopening, type Turn } from './openings.ts'
import { factOf, recorded } from './recording.ts'
import { readImprovement } from './state.ts'
import { insertTurns, readStanding, replaceStanding, type Said } from './store.ts'

const BY = 'system:charter'
export const VERDICT_TURNED = 'charter.verdict.turned'

/** How much one look opened. */
export type Opened = { turns: number; findings: number; reopened: number }

/**
 * Makes true that whatever fails, or turned unknown, has an open finding or action. Looking again changes nothing, and
 * neither does a look that is older than the last one.
 */
export async function followVerdicts(ctx: Context, seen?: Conformance): Promise<Opened> {
  const conformance = seen ?? (await conformanceAt(ctx))
  const atMs = Date.parse(conformance.at)
  return recorded(ctx, async (tx) => {
    const last = await readStanding(tx)
    if (last !== undefined && last.atMs > atMs)
      return { said: [], result: { turns: 0, findings: 0, reopened: 0 } }
    const { findings, actions } = await readImprovement(tx)
    const found = openingsOf(conformance, last?.standing ?? new Map(), findings, actions)
    await replaceStanding(tx, atMs, found.standing)
    await insertTurns(tx, atMs, found.turns)
    return {
      facts: found.turns.map((turn) => turnFact(turn, conformance.at)),
      said: [
        ...opened(ctx, found, conformance.at),
        ...found.reopenings.map((one) => reopened(one, conformance.at)),
      ],
      result: {
        turns: found.turns.length,
        findings: found.openings.length,
        reopened: found.reopenings.length,
      },
    }
  })
}

const TURN_OBJECTS_MAX = 200

function turnFact({ clause, objects, ...turn }: Turn, at: string) {
  const named = objects.slice(0, TURN_OBJECTS_MAX)
  return factOf(
    VERDICT_TURNED,
    BY,
    { ...turn, at, objects: objects.length },
    { clause, objects: [turn.control, ...named] },
  )
}

function opened(ctx: Context, { openings }: Openings, at: string): Said[] {
  return openings.map((opening) => {
    const finding: OpenedFinding = { id: ctx.ids.next(), ...opening, opened_by: BY, opened_at: at }
    return saidFinding(finding)
  })
}

function reopened({ action, targets }: Reopening, at: string): Said {
  const objects = [action, ...new Set(targets.map(({ object }) => object))]
  const body = { id: action, at, targets, findings: [] }
  return { kind: 'action', object: action, fact: factOf(ACTION_REOPENED, BY, body, { objects }) }
}

export const improvementJobs: Job[] = [
  {
    name: 'whatever fails has an open finding or action',
    schedule: '*/5 * * * *',
    run: async (ctx) => {
      const { turns, findings, reopened: again } = await followVerdicts(ctx)
      if (turns + findings + again > 0)
        ctx.log.info({ turns, findings, reopened: again }, 'findings follow the verdicts')
    },
  },
]
