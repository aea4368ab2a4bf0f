import { createContext, useContext, type ComponentType } from 'react'
import type { QueryClient } from '@tanstack/react-query'
import type { Text } from '../platform/text.ts'
import type { Search } from './search.ts'

/** One screen of a module, as its web/screens.tsx lists it. */
export type Screen = {
  /** From paths.ts, without query. */
  path: string
  title: Text
  /** A place in the rail: one character as its emblem, and a word. */
  rail?: { emblem: string; word: Text; order: number }
  /** The clause of the charter whose page this is. */
  clause?: string
  /** The address of the screen with one object chosen, so that other screens can link to it. */
  pointsAt?: (object: string) => string
  page: () => Promise<{ default: ComponentType }>
  /** Starts what the screen reads, before its code has come. */
  prefetch?: (client: QueryClient) => Promise<unknown>
}

/** What a web/screens.tsx exports as `screens`. */
export type Screens = {
  screens: Screen[]
  /** Who operates, and whether this is the demo: one line that stands on every screen but the first. */
  masthead?: ComponentType
  /** Who is there, at the foot of the rail. */
  who?: ComponentType
  /** One more thing at the foot of the rail, before who is there. */
  foot?: ComponentType
  /** Stands under every screen while it has something to say. */
  aside?: ComponentType
  /** Looks among the module's things; comes only when somebody searches. */
  search?: () => Promise<{ search: Search }>
  /** Where, for each kind of thing that waits for approval, its content is read (JSON or text) and its approval is sent. */
  approvals?: { readonly [kind: string]: (id: string) => { read: readonly string[]; approve: string } }
}

export const ScreensContext = createContext<readonly Screens[]>([])

/** The screen of a clause, where this version has one. */
export function useScreenOfClause(): (clause: string) => Screen | undefined {
  const all = useContext(ScreensContext)
  return (clause) => all.flatMap((one) => one.screens).find((screen) => screen.clause === clause)
}
