import { expect } from 'vitest'
import type { Fact } from '../../src/ledger/fact.ts'
import { readEntries, readHead } from '../../src/ledger/index.ts'
import type { Context } from '../../src/platform/context.ts'
import type { Answer } from './people-app.ts'

/** The facts in the ledger whose body is about this id, in their order. */
export async function integratedOf(ctx: Context, id: string): Promise<Fact[]> {
  const facts: Fact[] = []
  const size = (await readHead(ctx.db))?.size ?? 0
  for await (const { fact } of readEntries(ctx.db, 0, size)) if (fact.body['id'] === id) facts.push(fact)
  return facts
}

/** What was answered, once the status is the expected one. The test says of which shape it is. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the caller names the shape of a JSON answer
export function answerOf<T>({ status, json, text }: Answer, expected = 200): T {
  expect(status, text).toBe(expected)
  return json as T
}
