import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { charterReading } from '../charter/reading.ts'
import { applyWorkspace, isEmptyInstallation } from '../estate/actions.ts'
import type { SentFile } from '../estate/workspace-files.ts'
import type { Context } from '../platform/context.ts'
import { readDemo } from '../people/sign-in/demo.ts'
import { isOwnerAwaited } from '../people/sign-in/link-store.ts'
import { isOwned } from '../people/sign-in/store.ts'
import { InputError } from '../platform/failure.ts'
import { seedDemoPeople } from './people.ts'

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
  await seedDemoPeople(ctx)
  await applyWorkspace(ctx, { id: 'system:demo' }, await demoFiles(), {
    dryRun: false,
    reading: charterReading(),
  })
  ctx.log.info('the demo operator was put into this empty installation')
}

/** The documents of the demo operator, in order of path. */
export async function demoFiles(): Promise<SentFile[]> {
  const names = (await readdir(WORKSPACE, { recursive: true }))
    .filter((name) => /\.(yaml|md)$/.test(name))
    .sort()
  if (names.length === 0)
    throw new InputError(WORKSPACE, {}, 'expected the documents of the demo operator, found none')
  return Promise.all(names.map(async (path) => ({ path, content: await readFile(join(WORKSPACE, path)) })))
}
