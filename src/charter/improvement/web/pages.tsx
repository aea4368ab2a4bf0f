import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState, type ReactNode } from 'react'
import './improvement.css'
import { useDoing } from '../../../people/web/form.tsx'
import type { Text } from '../../../platform/text.ts'
import { announce } from '../../../web/announce.tsx'
import { send } from '../../../web/fetching.ts'
import { useSay } from '../../../web/language.tsx'
import { Link } from '../../../web/link.tsx'
import { paths } from '../../../web/paths.ts'
import { Masthead } from '../../../web/masthead.tsx'
import { words } from './words.ts'

const PAGES = [
  { title: words.actions, href: paths.improvement() },
  { title: words.reviews, href: paths.reviews() },
  { title: words.adoption, href: paths.adoption() },
]

/** The frame of the three pages: the operator, where one is, and what the page is for. */
export function Opened({ title, lead, children }: { title: Text; lead: Text; children: ReactNode }) {
  const say = useSay()
  const name = say(title)
  useEffect(() => {
    document.title = name
  }, [name])
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

/** Sends something, reads everything of the chapter again and says that it is recorded. */
export function useSending() {
  const say = useSay()
  const client = useQueryClient()
  const doing = useDoing()
  const [times, setTimes] = useState(0)
  const sending = (path: string, body: object) =>
    doing.run(async () => {
      await send(path, body)
      setTimes((count) => count + 1)
      announce(say(words.saved))
      await client.invalidateQueries({ queryKey: ['improvement'] })
    })
  return { ...doing, times, sending }
}
