import { readFileSync } from 'node:fs'
import { sql } from 'kysely'
import { readHead } from '../../ledger/index.ts'
import { deliveriesOf } from '../../ledger/checkpoint-delivery.ts'
import type { Context } from '../../platform/context.ts'
import { serverVersion } from '../../platform/database.ts'
import { workerBeats } from '../../platform/worker-beat.ts'
import { readMailing } from '../notification/store.ts'
import type { Asked } from './part.ts'

/** Asks the installation how it stands at this moment. */
export async function askedNow(ctx: Context): Promise<Asked> {
  const { db } = ctx
  const head = await readHead(db)
  const { rows } = await sql<{ bytes: string }>`select pg_database_size(current_database()) as bytes`.execute(
    db,
  )
  return {
    serverVersion: await serverVersion(db),
    databaseBytes: Number(rows[0]!.bytes),
    workerLives: await workerBeats(db),
    ...(head !== undefined && { ledger: { origin: head.origin, size: head.size } }),
    deliveries: head === undefined ? [] : await deliveriesOf(ctx, head.origin),
    mailing: await readMailing(db),
    version: VERSION,
  }
}

const { version: VERSION } = JSON.parse(
  readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'),
) as { version: string }
