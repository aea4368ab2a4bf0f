import type { Db } from '../database.ts'
import { workerLives } from '../worker-beat.ts'

/** `true` where a part is in order, else what is missing, for whoever runs the server. */
export type Readiness = {
  ready: boolean
  database: true | string
  migrations: true | string
  worker: true | string
}

const ANSWER_WITHIN_MS = 3000

/** Asks the database once, bounded in time: does it answer, is it migrated, does a worker live. */
export async function readiness(db: Db, missing: (db: Db) => Promise<string[]>): Promise<Readiness> {
  const unanswered = { ready: false, migrations: 'not known', worker: 'not known' }
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<Readiness>((resolve) => {
    timer = setTimeout(() => resolve({ ...unanswered, database: 'no answer in time' }), ANSWER_WITHIN_MS)
  })
  const asked = ask(db, missing).catch((): Readiness => ({ ...unanswered, database: 'does not answer' }))
  try {
    return await Promise.race([asked, late])
  } finally {
    clearTimeout(timer)
  }
}

async function ask(db: Db, missing: (db: Db) => Promise<string[]>): Promise<Readiness> {
  const lacking = await missing(db)
  if (lacking.length > 0)
    return {
      ready: false,
      database: true,
      migrations: `not applied: ${lacking.join(', ')}`,
      worker: 'not known',
    }
  const alive = await workerLives(db)
  return { ready: alive, database: true, migrations: true, worker: alive ? true : 'no worker is alive' }
}
