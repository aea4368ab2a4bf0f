import { dirname, isAbsolute, join } from 'node:path'
import type { Fact } from '../ledger/fact.ts'
import { InputError } from '../platform/failure.ts'
import { readBounded } from './document.ts'
import type { Demand, Network } from './network.ts'
import { sha256Of } from './sha256.ts'

/** The file that a resource or demand names as its history, as it was read. `path` is as it is named there. */
export type History = { path: string; sha256: string; text: string }

/** By resource id; of demands, which have none, by demandHistoryKey. */
export type Histories = Record<string, History>

/** Under which name the history of a demand is kept. */
export function demandHistoryKey({
  from,
  to,
  history = '',
}: Pick<Demand, 'from' | 'to' | 'history'>): string {
  return `demand ${JSON.stringify([from, to, history])}`
}

export const HISTORIES_DECLARED = 'estate.histories.declared'

const SIZE_BYTES_MAX = 50_000_000

/** InputError where a history is larger than anybody can have measured. */
export function historyOf(path: string, from: InputError, content: Uint8Array): History {
  if (content.length > SIZE_BYTES_MAX)
    throw new InputError(from.file, from.place, `expected a history of at most ${SIZE_BYTES_MAX} bytes`)
  return { path, sha256: sha256Of(content), text: new TextDecoder().decode(content) }
}

/** The histories that one network file names, beside it. InputError at the element whose history cannot be read. */
export async function historiesBeside(file: string, network: Network): Promise<Histories> {
  const histories: Histories = {}
  const named = [
    ...network.resources.map(({ id, history }, index) => ({ key: id, history, at: `resources[${index}]` })),
    ...network.demands.map((demand, index) => ({
      key: demandHistoryKey(demand),
      history: demand.history,
      at: `demands[${index}]`,
    })),
  ]
  for (const { key, history, at } of named) {
    if (history === undefined) continue
    const place = new InputError(file, { path: `${at}.history` }, 'history')
    const path = isAbsolute(history) ? history : join(dirname(file), history)
    const content = await readBounded(path, history).catch((problem: unknown) => {
      if (!(problem instanceof InputError)) throw problem
      throw new InputError(file, place.place, `${problem.expected} at ${history}`)
    })
    histories[key] = historyOf(history, place, content)
  }
  return histories
}

/** What was measured of resources and demands, as the documents have it; nothing where there is none. */
export function historyFacts(histories: Histories | undefined): Fact[] {
  if (histories === undefined || Object.keys(histories).length === 0) return []
  return [{ type: HISTORIES_DECLARED, by: 'system:estate', body: { histories } }]
}
