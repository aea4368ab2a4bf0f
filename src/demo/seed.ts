import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { attestedId } from '../charter/attestation.ts'
import { carriedClauses } from '../charter/clauses.ts'
import { composed } from '../charter/composition.ts'
import { isEmptyInstallation } from '../estate/actions.ts'
import type { SentFile } from '../estate/workspace-files.ts'
import { writePast } from '../ledger/backfill.ts'
import type { Context } from '../platform/context.ts'
import { readDemo } from '../people/sign-in/demo.ts'
import { isOwnerAwaited } from '../people/sign-in/link-store.ts'
import { isOwned } from '../people/sign-in/store.ts'
import { InputError } from '../platform/failure.ts'
import { pastOfDemo } from './history/past.ts'

const WORKSPACE = fileURLToPath(new URL('./workspace/', import.meta.url))

/**
 * Puts the demo operator and its people into an installation in which nothing was ever applied; anywhere else, with
 * `--empty`, where somebody real was entered, and where an owner is awaited (unless told by `--demo`), it touches nothing.
 */
export async function seedDemo(ctx: Context, seed: 'demo' | 'empty' | undefined): Promise<void> {
  if (seed === 'empty' || !(await isEmptyInstallation(ctx))) return
  const isDemo = (await readDemo(ctx.db)) !== undefined
  if (!isDemo && (await isOwned(ctx.db))) return
  if (seed === undefined && (await isOwnerAwaited(ctx.db))) return
  const { size } = await writePast(ctx, pastOfDemo(ctx.clock.now(), await demoFiles(), attestedClauses()))
  ctx.log.info({ facts: size }, 'the demo operator was put into this empty installation')
}

/** The documents of the demo operator, in order of path. */
export async function demoFiles(): Promise<SentFile[]> {
  const names = (await readdir(WORKSPACE, { recursive: true }))
    .filter((name) => /\.(yaml|md|csv)$/.test(name))
    .sort()
  if (names.length === 0)
    throw new InputError(WORKSPACE, {}, 'expected the documents of the demo operator, found none')
  return Promise.all(names.map(async (path) => ({ path, content: await readFile(join(WORKSPACE, path)) })))
}

/** The clauses that people attest: for the others a module computes. */
export function attestedClauses(): Set<string> {
  const controls = new Set(composed().controls.map(({ id }) => id))
  return new Set(carriedClauses().filter((clause) => controls.has(attestedId(clause))))
}
