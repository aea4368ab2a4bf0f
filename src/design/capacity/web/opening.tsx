import { type ReactNode } from 'react'
import './capacity.css'
import { useSay } from '../../../web/language.tsx'
import { Link } from '../../../web/link.tsx'
import { Masthead } from '../../../web/masthead.tsx'
import { paths } from '../../../web/paths.ts'
import { words } from './words.ts'
import { useTitle } from '../../../web/title.ts'

type OpeningProps = { here: 'wall' | 'load'; note: ReactNode; children?: ReactNode }

/** The head of both pages of 2.2: the clause, how it stands, and the way from one page to the other. */
export function Opening({ here, note, children }: OpeningProps) {
  const say = useSay()
  const title = `2.2 ${say(here === 'wall' ? words.title : words.loadTitle)}`
  useTitle(title)
  return (
    <header className="capacity-opening">
      <div>
        <Masthead />
        <h1>
          <span className="number">2.2</span> {say(here === 'wall' ? words.title : words.loadTitle)}
        </h1>
        {children}
        <nav className="capacity-views unprinted" aria-label={say(words.views)}>
          <Link
            className="button"
            href={paths.capacity()}
            aria-current={here === 'wall' ? 'page' : undefined}
          >
            {say(words.wall)}
          </Link>
          <Link
            className="button"
            href={paths.survivingLoad()}
            aria-current={here === 'load' ? 'page' : undefined}
          >
            {say(words.load)}
          </Link>
        </nav>
      </div>
      {note}
    </header>
  )
}
