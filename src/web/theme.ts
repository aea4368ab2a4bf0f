import { useSyncExternalStore } from 'react'
import { remember, remembered } from './remember.ts'

export type Theme = 'light' | 'dark'

const preference = matchMedia('(prefers-color-scheme: dark)')
const listeners = new Set<() => void>()

function chosen(): Theme | undefined {
  const stored = remembered('theme')
  return stored === 'light' || stored === 'dark' ? stored : undefined
}

function current(): Theme {
  return chosen() ?? (preference.matches ? 'dark' : 'light')
}

/** Puts the remembered choice on the document; without one the system decides. Called before the first paint. */
export function applyTheme(): void {
  const choice = chosen()
  if (choice === undefined) delete document.documentElement.dataset['theme']
  else document.documentElement.dataset['theme'] = choice
}

/** Turns the ink around. Back at what the system wants, nothing is remembered and the system decides again. */
export function turnTheme(): void {
  const next: Theme = current() === 'dark' ? 'light' : 'dark'
  remember('theme', next === (preference.matches ? 'dark' : 'light') ? undefined : next)
  applyTheme()
  for (const listener of listeners) listener()
}

export function useTheme(): Theme {
  return useSyncExternalStore((listener) => {
    listeners.add(listener)
    preference.addEventListener('change', listener)
    return () => {
      listeners.delete(listener)
      preference.removeEventListener('change', listener)
    }
  }, current)
}
