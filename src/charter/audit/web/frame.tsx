import { type ReactNode } from 'react'
import '../../improvement/web/improvement.css'
import './audit.css'
import { useSending as useSendingTo } from '../../../people/web/sending.ts'
import { Masthead } from '../../../web/masthead.tsx'
import { words } from './words.ts'
import { useTitle } from '../../../web/title.ts'

/** The frame of the pages of audits. `under` stands between masthead and title: where one is. */
export function Frame({ title, under, children }: { title: string; under?: ReactNode; children: ReactNode }) {
  useTitle(title)
  return (
    <article className="improvement audit">
      <header className="improvement-opening">
        <Masthead />
        {under}
        <h1>{title}</h1>
      </header>
      {children}
    </article>
  )
}

/** Sends something and reads everything of audits again. */
export const useSending = () => useSendingTo(['audit'], words.recorded)

/** How far it is: a sentence, and the same as a line. */
export function Progress({ done, all, says }: { done: number; all: number; says: string }) {
  return (
    <p className="progress">
      <progress value={done} max={Math.max(1, all)} aria-label={says} /> {says}
    </p>
  )
}
