import { useEffect, useRef, useState } from 'react'
import { announce } from '../../web/announce.tsx'
import type { Say } from '../../web/message.ts'
import { STATE_WORDS } from '../../web/state.tsx'
import { decidingReasons, type Clause } from './chapters.ts'
import { words } from './words.ts'

const SHOWN_MS = 4_000

/** Ids of the clauses whose state or reasons changed while the reader looked on; they are also announced. */
export function useTurned(clauses: readonly Clause[], say: Say): ReadonlySet<string> {
  const before = useRef<Map<string, string> | undefined>(undefined)
  const [turned, setTurned] = useState<ReadonlySet<string>>(new Set())
  useEffect(() => {
    const now = new Map(clauses.map((clause) => [clause.entry.id, signature(clause)]))
    const changed =
      before.current === undefined
        ? []
        : clauses.filter(({ entry }) => before.current?.get(entry.id) !== now.get(entry.id))
    before.current = now
    if (changed.length === 0) return
    setTurned(new Set(changed.map(({ entry }) => entry.id)))
    announce(
      changed
        .map(({ entry, state }) => say(words.became(entry.id, entry.title, STATE_WORDS[state])))
        .join(' '),
    )
  }, [clauses, say])
  useEffect(() => {
    if (turned.size === 0) return
    const timer = setTimeout(() => setTurned(new Set()), SHOWN_MS)
    return () => clearTimeout(timer)
  }, [turned])
  return turned
}

function signature(clause: Clause): string {
  return JSON.stringify([clause.state, decidingReasons(clause).map((because) => because.text.en)])
}
