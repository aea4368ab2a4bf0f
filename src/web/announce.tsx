import { useSyncExternalStore } from 'react'

let said = ''
const listeners = new Set<() => void>()

/** Tells a screen reader what has just changed on its own; nothing is shown. */
export function announce(sentence: string): void {
  said = sentence
  for (const listener of listeners) listener()
}

export function LiveRegion() {
  const sentence = useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => said,
  )
  return (
    <p className="unseen" aria-live="polite">
      {sentence}
    </p>
  )
}
