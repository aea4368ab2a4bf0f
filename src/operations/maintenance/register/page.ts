import type { Known } from '../../../charter/known.ts'
import { foldedState } from '../../../charter/conformance.ts'
import { groundOf, registerControl } from '../control.ts'
import type { NoticeLog } from '../notice-log.ts'
import type { EntryContent } from './amend.ts'
import { registerOf } from './documents.ts'
import { covers, watchOf } from './standing.ts'

/** One entry with how its provider stands. Instants are ISO 8601 UTC; absent where there is none. */
export type ShownEntry = EntryContent & {
  party_name: { ja: string; en: string }
  /** External lines and services that it is for. */
  lines: string[]
  heard_at?: string
  /** Longer without a word from it is an alarm, from then on. */
  silent_at?: string
  looked_at?: string
  look_by?: string
}

export type RegisterPage = {
  entries: ShownEntry[]
  /** External lines and services of the estate without an entry. */
  without_entry: string[]
  /** Providers of the estate, to choose from. */
  parties: { id: string; name: { ja: string; en: string } }[]
}

/** The register as people look at it. Pure. */
export function registerPage({ workspace, facts }: Pick<Known, 'workspace' | 'facts'>): RegisterPage {
  const ground = groundOf(foldedState(registerControl, facts) as NoticeLog)
  const parties = workspace.estate.parties.map(({ id, name = id, name_en }) => ({
    id,
    name: { ja: name, en: name_en ?? name },
  }))
  const nameOf = new Map(parties.map(({ id, name }) => [id, name]))
  const judged = new Map(ground.entries.map((entry) => [entry.id, entry]))
  const entries = registerOf(workspace).map(({ stand: _stand, ...element }): ShownEntry => {
    const entry = judged.get(element.id)
    const lines = entry === undefined ? [] : ground.lines.filter((line) => covers(entry, line))
    const watch = entry && watchOf(entry, ground.facts)
    return {
      ...element,
      party_name: nameOf.get(element.party) ?? { ja: element.party, en: element.party },
      lines: lines.map(({ id }) => id),
      ...instant('heard_at', watch?.heardMs),
      ...instant('silent_at', watch?.silentMs),
      ...instant('looked_at', watch?.lookedMs),
      ...instant('look_by', watch?.lookByMs),
    }
  })
  const without_entry = ground.lines
    .filter((line) => !ground.entries.some((entry) => covers(entry, line)))
    .map(({ id }) => id)
  return { entries, without_entry, parties }
}

function instant<Name extends string>(name: Name, ms: number | undefined): { [key in Name]?: string } {
  if (ms === undefined || !Number.isFinite(ms)) return {}
  return { [name]: new Date(ms).toISOString() } as { [key in Name]: string }
}
