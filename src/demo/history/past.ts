import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { ATTESTATION_MADE, attestedId } from '../../charter/attestation.ts'
import { FINDING_OPENED } from '../../charter/improvement/finding.ts'
import { recorded } from '../../charter/improvement/recording.ts'
import type { Said } from '../../charter/improvement/store.ts'
import { charterReading } from '../../charter/reading.ts'
import { applyWorkspace } from '../../estate/actions.ts'
import type { SentFile } from '../../estate/workspace-files.ts'
import { appendAll } from '../../ledger/append-all.ts'
import type { PastStep } from '../../ledger/backfill.ts'
import { putBlob } from '../../ledger/blob.ts'
import type { Fact } from '../../ledger/fact.ts'
import type { Context } from '../../platform/context.ts'
import { inTransaction } from '../../platform/database.ts'
import { seedDemoPeople } from '../people.ts'
import { looks, type Look } from './attested.ts'
import { audited } from './audited.ts'
import { daysBefore } from './calendar.ts'
import { beforeThePanelChange } from './changes.ts'
import { improvements, waivers } from './decisions.ts'
import { notices } from './notices.ts'
import { forecasts, plans, usageUntil } from './usage.ts'

/** The demo's log begins so many days before its first start. */
export const OPENED_DAYS_AGO = 365
const PANEL_CHANGED_DAYS_AGO = 34

/**
 * The year of the demo operator up to now, in order: its people and documents, what they looked at, found, repaired and
 * were let off. `attested` are the clauses that people attest in this version: what a module computes is not attested.
 */
export function pastOfDemo(
  nowMs: number,
  files: readonly SentFile[],
  attested: ReadonlySet<string>,
): PastStep[] {
  const openedMs = daysBefore(nowMs, OPENED_DAYS_AGO, 9)
  const facts = [...waivers(nowMs), ...plans(nowMs)].map(({ atMs, fact }) => ({
    atMs,
    write: (ctx: Context) => written(ctx, [fact]),
  }))
  const improved = improvements(nowMs).map(({ atMs, fact }) => ({
    atMs,
    write: (ctx: Context) =>
      recorded(ctx, () => Promise.resolve({ said: [saidOf(fact)], result: undefined })),
  }))
  const all = looks(nowMs, attested)
  const seen = all.map((look) => ({
    atMs: look.atMs,
    write: (ctx: Context) => written(ctx, [seenFact(look)]),
  }))
  const steps: PastStep[] = [
    { atMs: openedMs, write: seedDemoPeople },
    { atMs: openedMs, write: (ctx) => keptEvidence(ctx, all) },
    {
      atMs: openedMs + 3_600_000,
      write: (ctx) => applied(ctx, beforeThePanelChange(usageUntil(files, nowMs, OPENED_DAYS_AGO))),
    },
    {
      atMs: daysBefore(nowMs, PANEL_CHANGED_DAYS_AGO, 16),
      write: (ctx) => applied(ctx, usageUntil(files, nowMs, PANEL_CHANGED_DAYS_AGO)),
    },
    { atMs: daysBefore(nowMs, 0, 0), write: (ctx) => applied(ctx, usageUntil(files, nowMs, 0)) },
    ...forecasts(nowMs).map(({ atMs, facts: made }) => ({
      atMs,
      write: (ctx: Context) => written(ctx, made),
    })),
    ...facts,
    ...improved,
    ...seen,
    ...audited(nowMs),
    ...notices(nowMs),
  ]
  return together(steps.filter(({ atMs }) => atMs <= nowMs).toSorted((one, other) => one.atMs - other.atMs))
}

/** What falls on one instant is one step, so that it is one batch of the ledger. */
function together(steps: readonly PastStep[]): PastStep[] {
  const groups = Map.groupBy(steps, ({ atMs }) => atMs)
  return [...groups].map(([atMs, group]) => ({
    atMs,
    write: async (ctx) => {
      for (const { write } of group) await write(ctx)
    },
  }))
}

async function applied(ctx: Context, files: readonly SentFile[]): Promise<void> {
  await applyWorkspace(ctx, { id: 'system:demo' }, files, { dryRun: false, reading: charterReading() })
}

const AT_ONCE = 16

/** Evidence is kept before any fact names it. */
export async function keptEvidence(ctx: Context, all: readonly Look[]): Promise<void> {
  for (let at = 0; at < all.length; at += AT_ONCE)
    await Promise.all(
      all.slice(at, at + AT_ONCE).map(({ evidence }) => putBlob(ctx.config, bytesOf(evidence))),
    )
}

function saidOf(fact: Fact): Said {
  const kind = fact.type === FINDING_OPENED ? 'finding' : 'action'
  return { kind, object: fact.body['id'] as string, fact }
}

function bytesOf(evidence: string): Uint8Array {
  return new TextEncoder().encode(evidence)
}

export function seenFact({ by, said, file, evidence }: Look): Fact {
  const sha256 = createHash('sha256').update(bytesOf(evidence)).digest('hex')
  const { clause, effective } = said
  const body = { ...said, evidence: [{ file, sha256 }] }
  return { type: ATTESTATION_MADE, by, clause, objects: [attestedId(clause)], effective, body }
}

export async function written(ctx: Context, facts: readonly Fact[]): Promise<void> {
  await inTransaction(ctx.db, async (tx) => {
    await sql`set local synchronous_commit = off`.execute(tx)
    await appendAll(tx, facts)
  })
}
