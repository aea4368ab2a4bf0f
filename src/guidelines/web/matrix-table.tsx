import { useSay } from '../../web/language.tsx'
import { Link } from '../../web/link.tsx'
import { paths } from '../../web/paths.ts'
import { countStates, STATE_WORDS, StateMark, type State } from '../../web/state.tsx'
import type { Verdict } from '../../charter/verdict.ts'
import type { CellState } from '../cell.ts'
import type { CellView, MatrixPage } from '../page.ts'
import { words } from './words.ts'

const MARK_OF: Record<CellState, State> = { covered: 'pass', excluded: 'na', flawed: 'fail', empty: 'fail' }

export const STATE_OF: Record<Verdict, State> = {
  pass: 'pass',
  fail: 'fail',
  unknown: 'unknown',
  'not-applicable': 'na',
}

/** The matrix as one would set it in a book: an empty cell is hatched, marked and says so. */
export function MatrixTable({ page, chosen }: { page: MatrixPage; chosen: string | undefined }) {
  const say = useSay()
  return (
    <div className="matrix-scroll" tabIndex={0} role="region" aria-label={say(words.matrix)}>
      <table className="matrix">
        <caption className="unseen">{say(words.matrix)}</caption>
        <thead>
          <tr>
            <th scope="col">
              <span className="unseen">{say(words.phase)}</span>
            </th>
            {page.viewpoints.map(({ id, title }) => (
              <th key={id} scope="col">
                {say(title)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {page.phases.map((phase) => (
            <tr key={phase.id}>
              <th scope="row">{say(phase.title)}</th>
              {page.viewpoints.map((viewpoint) => {
                const cell = page.cells.find(
                  (one) => one.phase === phase.id && one.viewpoint === viewpoint.id,
                )
                return (
                  cell && (
                    <Cell
                      key={cell.id}
                      cell={cell}
                      isChosen={cell.id === chosen}
                      column={say(viewpoint.title)}
                    />
                  )
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Cell({ cell, isChosen, column }: { cell: CellView; isChosen: boolean; column: string }) {
  const say = useSay()
  const { state, guidelines, waiting } = cell
  const pending = waiting.length + (cell.exclusion_waiting === undefined ? 0 : 1)
  return (
    <td className={`cell cell-${state}`} data-viewpoint={column}>
      <Link
        href={paths.guidelines({ cell: cell.id })}
        keepScroll
        className="cell-link"
        aria-current={isChosen ? 'true' : undefined}
      >
        <span className="unseen">{say(cell.title)}: </span>
        <span className={`cell-state state-${MARK_OF[state]}`}>
          <StateMark state={MARK_OF[state]} /> {say(words.states[state])}
        </span>
        {guidelines.map(({ id, title }) => (
          <span key={id} className="cell-title">
            {say(title)}
          </span>
        ))}
        {cell.exclusion !== undefined && guidelines.length === 0 && (
          <span className="cell-why">{say(cell.exclusion.reason)}</span>
        )}
        {pending > 0 && <span className="cell-more">{say(words.waiting(pending))}</span>}
        {pending === 0 && state === 'empty' && cell.prefilled !== undefined && (
          <span className="cell-more">{say(words.ready)}</span>
        )}
        {guidelines.length > 0 && <Carried cell={cell} />}
      </Link>
    </td>
  )
}

/** How the controls that carry a cell stand, each once. */
function Carried({ cell }: { cell: CellView }) {
  const say = useSay()
  const carriers = new Map(
    cell.guidelines.flatMap(({ controls }) =>
      controls.flatMap((one) => one.carriers.map((carrier) => [carrier.id, carrier])),
    ),
  )
  return (
    <span className="cell-carried">
      {countStates([...carriers.values()].map(({ verdict }) => STATE_OF[verdict])).map(([state, count]) => (
        <span key={state}>
          <StateMark state={state} />
          <span className="unseen">{say(STATE_WORDS[state])}</span> {count}
        </span>
      ))}
    </span>
  )
}
