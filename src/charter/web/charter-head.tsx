import type { Text } from '../../platform/text.ts'
import { civilDate, instantLine } from '../../web/civil.ts'
import { useSay } from '../../web/language.tsx'
import { Link } from '../../web/link.tsx'
import { number } from '../../web/message.ts'
import { paths } from '../../web/paths.ts'
import { Seal } from '../../web/seal.tsx'
import { countStates, STATE_WORDS, StateMark } from '../../web/state.tsx'
import type { Board } from '../board.ts'
import { judgedClauses, type Chapter } from './chapters.ts'
import { FirstSteps, Invitation } from './invitation.tsx'
import { Needs } from './needs.tsx'
import { SinceYesterday } from './since-yesterday.tsx'
import { words } from './words.ts'

/** The head of the charter: what it is and who stands for it, and beside it how it stands today. */
export function CharterHead({ board, chapters }: { board: Board; chapters: readonly Chapter[] }) {
  const clauses = judgedClauses(chapters)
  return (
    <header className="charter-head">
      <TitleBlock board={board} />
      <div className="today">
        <Standing board={board} chapters={chapters} />
        <Needs clauses={clauses} board={board} />
        <SinceYesterday clauses={clauses} />
      </div>
    </header>
  )
}

function TitleBlock({ board }: { board: Board }) {
  const say = useSay()
  const { operator, charter } = board
  const { shown, rest } = opening(charter.preamble)
  return (
    <div className="title-block">
      <p className="standing">
        <span>{say(operator.name)}</span>
        {operator.demo && <span className="demo">{say(words.demo)}</span>}
      </p>
      <h1>{say(charter.title)}</h1>
      <Issued board={board} />
      {shown.map((paragraph) => (
        <p className="preamble" key={paragraph.en}>
          {say(paragraph)}
        </p>
      ))}
      {rest.length > 0 && <Preamble rest={rest} />}
      {operator.demo && <Invitation />}
      {!operator.demo && charter.effective === undefined && <FirstSteps />}
    </div>
  )
}

const OPENING_CHARACTERS_MAX = 200

/** A short preamble stands whole; of a long one the first paragraphs, so that the clauses are not pushed out of sight. */
function opening(preamble: readonly Text[]): { shown: Text[]; rest: Text[] } {
  let characters = 0
  const shown = preamble.filter(({ ja }, index) => {
    characters += ja.length
    return index === 0 || characters <= OPENING_CHARACTERS_MAX
  })
  return { shown, rest: preamble.slice(shown.length) }
}

/** Edition, since when, and who stands for it with the seal. What nobody has declared is left out, not made up. */
function Issued({ board: { charter, operator } }: { board: Board }) {
  const say = useSay()
  const { effective, issuer } = charter
  const edition = words.edition(charter.edition)
  const date = effective === undefined ? undefined : civilDate(effective, operator.era)
  return (
    <div className="issued">
      <div>
        <p>
          <Link href={paths.editions()}>{say(edition)}</Link>{' '}
          {date !== undefined && <span>{say(words.inForce(date))}</span>}
        </p>
        {issuer !== undefined && (
          <p>
            <span>{say(issuer.office)}</span> <span>{say(issuer.name)}</span>
          </p>
        )}
      </div>
      {issuer !== undefined && effective !== undefined && date !== undefined && (
        <Seal
          office={issuer.office}
          name={issuer.name}
          date={effective}
          approves={say(words.approves(charter.title, edition, date, issuer.office, issuer.name))}
        />
      )}
    </div>
  )
}

function Preamble({ rest }: { rest: readonly Text[] }) {
  const say = useSay()
  return (
    <details className="preamble-rest">
      <summary>{say(words.readOn)}</summary>
      {rest.map((paragraph) => (
        <p className="preamble" key={paragraph.en}>
          {say(paragraph)}
        </p>
      ))}
    </details>
  )
}

/** How many clauses stand how, and the table of contents with the marks of each chapter. */
function Standing({ board, chapters }: { board: Board; chapters: readonly Chapter[] }) {
  const say = useSay()
  const judged = judgedClauses(chapters)
  return (
    <>
      <p className="clock">
        <time dateTime={board.at}>{say(instantLine(board.at, board.operator.zone))}</time>
      </p>
      <p className="sum">
        <span className="total">{say(words.of(judged.length))}</span>
        {countStates(judged.map((clause) => clause.state)).map(([state, count]) => (
          <span key={state}>
            <StateMark state={state} /> <b>{number(count)}</b> {say(STATE_WORDS[state])}
          </span>
        ))}
      </p>
      <nav className="contents" aria-label={say(words.contents)}>
        <ol>
          {chapters.map((chapter) => (
            <ContentsLine key={chapter.head.entry.id} chapter={chapter} />
          ))}
        </ol>
      </nav>
    </>
  )
}

function ContentsLine({ chapter: { head } }: { chapter: Chapter }) {
  const say = useSay()
  const clauses = head.judged.length === 0 ? [head] : head.judged
  const spoken = countStates(clauses.map((clause) => clause.state))
    .map(([state, count]) => `${say(STATE_WORDS[state])} ${number(count)}`)
    .join(', ')
  return (
    <li>
      <Link href={paths.clause(head.entry.id)}>
        <span className="chapter-number">{say(words.chapter(head.entry.id))}</span>
        <span className="chapter-title">{say(head.entry.title)}</span>
        <span className="marks" aria-hidden="true">
          {clauses.map((clause) => (
            <StateMark key={clause.entry.id} state={clause.state} />
          ))}
        </span>
        <span className="unseen">{spoken}</span>
      </Link>
    </li>
  )
}
