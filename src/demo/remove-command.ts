import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { withDatabase } from '../ledger/data-folder.ts'
import { keyFilePath } from '../ledger/key-file.ts'
import { checkpointPath } from '../ledger/publisher.ts'
import { subjectKeyFolder } from '../ledger/subject-keys.ts'
import { readDemo } from '../people/sign-in/demo.ts'
import { newOwnerCode } from '../people/sign-in/owner.ts'
import type { Command } from '../platform/command.ts'
import type { Context } from '../platform/context.ts'
import { inTransaction, type Database, type Db } from '../platform/database.ts'
import { EXIT, InputError } from '../platform/failure.ts'
import { migrate } from '../platform/migrations.ts'
import type { PlatformModule } from '../platform/module.ts'

const NAME = 'kensho demo remove'

/**
 * `kensho demo remove`: takes the demo operator out, all of it and at once: every schema, its ledger with key and
 * checkpoints, evidence, and the keys of its people. What comes then begins under another log origin, and belongs to
 * whoever opens the link that the next start prints.
 */
export function demoRemoveCommand(modules: readonly PlatformModule[]): Command {
  return {
    name: 'demo remove',
    describe:
      'Take the demo operator out, all of it, while kensho is stopped. / デモの事業者をすべて取り除く（停止中に）',
    options: [
      { flags: '--data <dir>', describe: 'the data folder; default: KENSHO_DATA or .kensho in the checkout' },
    ],
    run: async (io, _, options) => {
      await withDatabase(io, options['data'], NAME, (ctx, database) => removed(ctx, database, modules))
      io.err(
        'The demo operator is gone. Start kensho and open the link that it prints to make this your own.',
      )
      io.err('デモの事業者を取り除きました。kensho を起動し、表示されるリンクを開いて始めてください。')
      return EXIT.done
    },
  }
}

async function removed(ctx: Context, database: Database, modules: readonly PlatformModule[]): Promise<void> {
  const { db, config } = ctx
  await assertStopped(db)
  if (!(await holdsDemo(db)))
    throw new InputError(
      config.dataDir,
      {},
      'expected an installation that shows the demo operator and nobody else: what belongs to somebody is never removed',
    )
  await inTransaction(db, async (tx) => {
    const names = [...modules.map(({ name }) => name), 'platform', 'graphile_worker']
    for (const name of names) await sql`drop schema if exists ${sql.id(name)} cascade`.execute(tx)
  })
  for (const path of [
    keyFilePath(config),
    checkpointPath(config),
    join(config.dataDir, 'blobs'),
    subjectKeyFolder(config),
  ])
    rmSync(path, { recursive: true, force: true })
  await migrate(database, modules, ctx.log)
  // Somebody is awaited from now on, so that the next start does not show the demo again.
  await newOwnerCode(ctx)
}

/** A process that goes on with what is no longer there would write it anew. */
async function assertStopped(db: Db): Promise<void> {
  const { rows } = await sql<{ name: string }>`
    select distinct application_name as name from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid()
      and application_name like 'kensho %' and application_name <> ${NAME}`.execute(db)
  if (rows.length === 0) return
  const running = rows.map(({ name }) => name).join(', ')
  throw new InputError('kensho', {}, `expected kensho to be stopped, found ${running} at work`)
}

async function holdsDemo(db: Db): Promise<boolean> {
  const { rows } = await sql<{ there: boolean }>`
    select to_regclass('sign_in.demo_person') is not null as there`.execute(db)
  return rows[0]?.there === true && (await readDemo(db)) !== undefined
}
