import { type ReactNode } from 'react'
import './improvement.css'
import { useSending as useSendingTo } from '../../../people/web/sending.ts'
import type { Text } from '../../../platform/text.ts'
import { useSay } from '../../../web/language.tsx'
import { Link } from '../../../web/link.tsx'
import { paths } from '../../../web/paths.ts'
import { Masthead } from '../../../web/masthead.tsx'
import { words } from './words.ts'
import { useTitle } from '../../../web/title.ts'

const PAGES = [
  { title: words.actions, href: paths.improvement() },
  { title: words.reviews, href: paths.reviews() },
  { title: words.adoption, href: paths.adoption() },
]

/** The frame of the three pages: the operator, where one is, and what the page is for. */
export function Opened({ title, lead, children }: { title: Text; lead: Text; children: ReactNode }) {
  const say = useSay()
  const name = say(title)
  useTitle(name)
  return (
    <article className="improvement">
      <header className="improvement-opening">
        <Masthead />
        <nav aria-label={say(words.where)}>
          {PAGES.map((page) => (
            <Link key={page.href} href={page.href} aria-current={page.title === title ? 'page' : undefined}>
              {say(page.title)}
            </Link>
          ))}
        </nav>
        <h1>{name}</h1>
        <p className="lead">{say(lead)}</p>
      </header>
      {children}
    </article>
  )
}

/** Sends something and reads everything of the chapter again. */
export const useSending = () => useSendingTo(['improvement'], words.saved)
