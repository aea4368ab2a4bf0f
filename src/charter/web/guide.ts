import { useSyncExternalStore } from 'react'
import { remember, remembered } from '../../web/remember.ts'

const listeners = new Set<() => void>()
const KEY = 'guide'

/** At which stop of the guided path this browser is, from 0; undefined while nobody is guided. */
export function useGuideStop(): number | undefined {
  return useSyncExternalStore((listener) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }, current)
}

function current(): number | undefined {
  const stored = remembered(KEY)
  return stored !== undefined && /^\d$/.test(stored) ? Number(stored) : undefined
}

/** Goes to a stop; without one the path is left. */
export function guideTo(stop: number | undefined): void {
  remember(KEY, stop === undefined ? undefined : String(stop))
  for (const listener of listeners) listener()
}
