/**
 * Writes reports/: openapi.json (every route), schema.md (every table, as migrated), architecture.md (modules and the
 * edges that are really used) and roles.md (who may do what); and in docs/ the part of each clause's page that the code
 * knows. They are committed, and a test fails when they are not what the code says.
 * Run: node scripts/reports.ts
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { ALL_MODULES } from '../src/modules.ts'
import { openApiReport, schemaReport } from '../src/platform/reports.ts'
import { clausePages } from './clause-pages.ts'
import { architectureReport } from './architecture-report.ts'
import { rolesReport } from './roles-report.ts'

const ROOT = path.resolve(import.meta.dirname, '..')

/** The text of each report by its file name. */
export async function reports(): Promise<Record<string, string>> {
  return {
    'openapi.json': openApiReport(ALL_MODULES),
    'schema.md': await schemaReport(ALL_MODULES),
    'architecture.md': architectureReport(path.join(ROOT, 'src'), ALL_MODULES),
    'roles.md': rolesReport(ALL_MODULES),
  }
}

if (import.meta.main) {
  mkdirSync(path.join(ROOT, 'reports'), { recursive: true })
  for (const [name, text] of Object.entries(await reports()))
    writeFileSync(path.join(ROOT, 'reports', name), text)
  for (const [file, text] of Object.entries(clausePages(ROOT))) writeFileSync(path.join(ROOT, file), text)
}
