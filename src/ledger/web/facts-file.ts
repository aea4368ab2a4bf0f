import { csv } from '../../platform/csv.ts'
import { read } from '../../web/fetching.ts'
import type { Say } from '../../web/message.ts'
import { saveFile } from '../../web/save-file.ts'
import type { LedgerFacts } from '../listing-routes.ts'
import { wordsOf } from './fact-words.ts'
import { factsAddress, type Sought } from './facts-query.ts'
import { words } from './words.ts'

const ROWS_MAX = 10_000
const PAGE_ROWS = 500

/** Saves what was found as CSV, the newest 10,000 at most; `cut` when there are more. Throws NoAnswer. */
export async function saveFacts(sought: Sought, say: Say): Promise<{ rows: number; cut: boolean }> {
  const facts: LedgerFacts['facts'] = []
  let before: string | undefined
  do {
    const page = await read<LedgerFacts>(factsAddress({ ...sought, before }, PAGE_ROWS))
    facts.push(...page.facts)
    before = page.next === null ? undefined : String(page.next)
  } while (before !== undefined && facts.length < ROWS_MAX)
  const { index, recorded, says } = words.csvColumns
  const header = [
    index,
    recorded,
    says,
    words.type,
    words.by,
    words.clause,
    words.object,
    words.effective,
    words.bytes,
  ]
  const rows = facts.map((fact) => [
    fact.index,
    fact.at,
    say(wordsOf(fact.type) ?? words.asIs(fact.type)),
    fact.type,
    fact.by,
    fact.clause,
    fact.objects.join(' '),
    fact.effective,
    fact.sizeBytes,
  ])
  saveFile('kensho-ledger.csv', csv(header.map(say), rows))
  return { rows: facts.length, cut: before !== undefined }
}
