import { useQuery } from '@tanstack/react-query'
import './guidelines.css'
import { KeepAsCsv } from '../../web/keep-as-csv.tsx'
import { useSay } from '../../web/language.tsx'
import { useGo, usePlace } from '../../web/link.tsx'
import { paths } from '../../web/paths.ts'
import { Unread } from '../../web/unread.tsx'
import { Masthead } from '../../web/masthead.tsx'
import type { MatrixPage } from '../page.ts'
import { CellDetail } from './cell-detail.tsx'
import { ProposeReady } from './cell-forms.tsx'
import { guidelinesQuery } from './guidelines-query.ts'
import { MatrixTable } from './matrix-table.tsx'
import { words } from './words.ts'
import { useTitle } from '../../web/title.ts'

/** Clause 1: the matrix of phases by viewpoints, and one cell of it in full. */
export default function GuidelinesPage() {
  const say = useSay()
  const query = useQuery(guidelinesQuery)
  const title = say(words.title)
  useTitle(title)
  if (query.data === undefined) return <Unread query={query} />
  return <Guidelines page={query.data} />
}

function Guidelines({ page }: { page: MatrixPage }) {
  const say = useSay()
  const go = useGo()
  const { cell } = usePlace()
  const chosen = page.cells.find(({ id }) => id === cell)
  const count = (...states: string[]) => page.cells.filter(({ state }) => states.includes(state)).length
  return (
    <article className="guidelines">
      <header className="guidelines-opening">
        <Masthead />
        <p className="soft">{say(words.clause)}</p>
        <h1>{say(words.title)}</h1>
        <p className="lead">{say(words.lead)}</p>
        <p>{say(words.summary(count('covered'), count('excluded'), count('flawed', 'empty')))}</p>
      </header>
      <MatrixTable page={page} chosen={chosen?.id} />
      <p>
        <KeepMatrix page={page} />
      </p>
      <ProposeReady page={page} />
      {chosen !== undefined && (
        <CellDetail key={chosen.id} cell={chosen} onClose={() => go(paths.guidelines(), { replace: true })} />
      )}
    </article>
  )
}

/** The matrix as rows: a phase, a viewpoint, how the cell stands, and what stands in it. */
function KeepMatrix({ page }: { page: MatrixPage }) {
  const say = useSay()
  const titles = new Map([...page.phases, ...page.viewpoints].map(({ id, title }) => [id, say(title)]))
  const rows = () =>
    page.cells.map(({ phase, viewpoint, state, guidelines, exclusion }) => [
      titles.get(phase) ?? phase,
      titles.get(viewpoint) ?? viewpoint,
      say(words.states[state]),
      guidelines.map(({ title }) => say(title)).join('; '),
      exclusion === undefined ? '' : say(exclusion.reason),
    ])
  return <KeepAsCsv file="guidelines" header={words.csvHeader.map(say)} rows={rows} />
}
