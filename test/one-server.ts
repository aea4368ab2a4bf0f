import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { openPostgres } from '../src/platform/postgres/server.ts'

/**
 * One real PostgreSQL for all test files of a run; each makes databases of its own on it. KENSHO_TEST_DATABASE_URL
 * names another server (an account that may create databases), KENSHO_POSTGRES_BIN another PostgreSQL to start.
 */
export async function setup(): Promise<(() => Promise<void>) | undefined> {
  if (process.env['KENSHO_TEST_DATABASE_URL']) return undefined
  const dataDir = await mkdtemp(path.join(tmpdir(), 'kensho-tests-'))
  const server = await openPostgres({ dataDir, log: () => undefined })
  process.env['KENSHO_TEST_DATABASE_URL'] = server.connectionString
  return async () => {
    await server.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
}
