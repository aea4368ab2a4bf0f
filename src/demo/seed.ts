import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { charterReading } from '../charter/reading.ts'
import { applyWorkspace, isEmptyInstallation } from '../estate/actions.ts'
import type { SentFile } from '../estate/workspace-files.ts'
import type { Context } from '../platform/context.ts'
import { InputError } from '../platform/failure.ts'

const WORKSPACE = fileURLToPath(new URL('./workspace/', import.meta.url))

/**
 * Puts the demo operator into an installation in which nothing was ever applied; anywhere else, and with `--empty`,
 * it touches nothing.
 */
export async function seedDemo(ctx: Context, seed: 'demo' | 'empty' | undefined): Promise<void> {
  if (seed === 'empty' || !(await isEmptyInstallation(ctx))) return
  await applyWorkspace(ctx, { id: 'system:demo' }, await demoFiles(), {
    dryRun: false,
    reading: charterReading(),
  })
  ctx.log.info('the demo operator was put into this empty installation')
}

/** The documents of the demo operator, in order of path. */
export async function demoFiles(): Promise<SentFile[]> {
  const names = (await readdir(WORKSPACE, { recursive: true }))
    .filter((name) => name.endsWith('.yaml'))
    .sort()
  if (names.length === 0)
    throw new InputError(WORKSPACE, {}, 'expected the documents of the demo operator, found none')
  return Promise.all(names.map(async (path) => ({ path, content: await readFile(join(WORKSPACE, path)) })))
}
