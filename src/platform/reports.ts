import { OpenAPIHono } from '@hono/zod-openapi'
import { openApiDocument } from './http/openapi.ts'
import type { PlatformModule } from './module.ts'
import { schemaText } from './schema-text.ts'
import { scratchDatabase } from './scratch-database.ts'

/** The text of reports/openapi.json: the document that a server of these modules gives at /openapi.json. */
export function openApiReport(modules: readonly PlatformModule[]): string {
  const app = new OpenAPIHono()
  for (const route of modules.flatMap((module) => module.routes ?? []))
    app.openapi(route.declaration, () => new Response())
  return `${JSON.stringify(openApiDocument(app), null, 2)}\n`
}

/** The text of reports/schema.md: every table of these modules, from the catalog of a freshly migrated database. */
export async function schemaReport(modules: readonly PlatformModule[]): Promise<string> {
  const scratch = await scratchDatabase(modules)
  try {
    const schemas = ['platform', ...modules.map(({ name }) => name)]
    return `${SCHEMA_HEAD}\n${await schemaText(scratch.db, schemas)}`
  } finally {
    await scratch.drop()
  }
}

const SCHEMA_HEAD = `# Tables as migrated

Generated from the catalog of a freshly migrated database; the same for PostgreSQL 15 and newer. A difference to the
migrations fails the tests. The job queue's own schema, graphile_worker, is not listed.

移行を終えたばかりのデータベースのカタログから生成したもの。PostgreSQL 15 以降のどの版でも同じになる。移行ファイルと食い違えば
テストが落ちる。ジョブ待ち行列 graphile_worker のスキーマは載せない。
`
