import { useQuery } from '@tanstack/react-query'
import { type ReactNode } from 'react'
import './begin.css'
import { estateQuery } from '../../estate/web/estate-query.ts'
import { Replace } from '../../estate/web/replace.tsx'
import { organisationQuery, standingQuery } from '../../people/web/people-query.ts'
import type { Text } from '../../platform/text.ts'
import { CommandLine } from '../../web/command-line.tsx'
import { useSay } from '../../web/language.tsx'
import { Link } from '../../web/link.tsx'
import { Masthead } from '../../web/masthead.tsx'
import { paths } from '../../web/paths.ts'
import { StateMark } from '../../web/state.tsx'
import { Unread } from '../../web/unread.tsx'
import { begin as words, EXAMPLE } from './begin-words.ts'
import { boardQuery } from './board-query.ts'
import { listQuery } from './listing-query.ts'
import { useTitle } from '../../web/title.ts'

/** The way to an operator's own charter, with what is done of it. */
export default function BeginPage() {
  const say = useSay()
  const query = useQuery(boardQuery)
  const title = say(words.title)
  useTitle(title)
  return (
    <article className="begin">
      <Masthead />
      <h1>{title}</h1>
      <p className="lead">{say(words.lead)}</p>
      {query.data === undefined ? <Unread query={query} /> : <Steps demo={query.data.operator.demo} />}
    </article>
  )
}

function Steps({ demo }: { demo: boolean }) {
  const say = useSay()
  const things = useQuery(estateQuery).data?.objects.length
  const standing = useQuery(standingQuery).data
  const persons = useQuery(organisationQuery).data?.persons.filter(({ until }) => until === undefined).length
  const rules = useQuery(listQuery<unknown>('rules', { state: 'in-force' })).data?.total
  const attested = useQuery(boardQuery).data?.conformance.clauses.some(({ controls }) =>
    controls.some(({ id, verdict }) => id.endsWith('.attested') && verdict === 'pass'),
  )
  const isDemoPeople = standing?.demo != null
  return (
    <ol className="begin-steps">
      <Step title={words.network} done={!demo && (things ?? 0) > 0}>
        <p>{say(words.networkLead)}</p>
        <Replace example={EXAMPLE} after={<AfterNetwork />} />
      </Step>
      <Step title={words.mine} done={standing !== undefined && standing.owned && !isDemoPeople}>
        {isDemoPeople ? <Mine /> : <p className="soft">{say(words.mineDone)}</p>}
      </Step>
      <Step title={words.people} done={!isDemoPeople && (persons ?? 0) >= 2}>
        <Onward says={words.peopleLead} link={words.peopleLink} href={paths.people()} />
      </Step>
      <Step title={words.rules} done={!demo && (rules ?? 0) > 0}>
        <Onward says={words.rulesLead} link={words.rulesLink} href={paths.rules()} />
      </Step>
      <Step title={words.attest} done={!demo && attested === true}>
        <Onward says={words.attestLead} link={words.attestLink} href={paths.board()} />
      </Step>
      <Step title={words.settings}>
        <Onward says={words.settingsLead} link={words.settingsLink} href={paths.settings()} />
      </Step>
    </ol>
  )
}

/** Without `done` nobody can tell from here: the page that it leads to says so. */
function Step({ title, done, children }: { title: Text; done?: boolean; children: ReactNode }) {
  const say = useSay()
  return (
    <li>
      <h2>
        {done !== undefined && <StateMark state={done ? 'pass' : 'unknown'} />}
        {say(title)}
        {done !== undefined && <span className="soft">{say(done ? words.done : words.open)}</span>}
      </h2>
      {children}
    </li>
  )
}

function Onward({ says, link, href }: { says: Text; link: Text; href: string }) {
  const say = useSay()
  return (
    <>
      <p>{say(says)}</p>
      <p>
        <Link className="button" href={href}>
          {say(link)}
        </Link>
      </p>
    </>
  )
}

function AfterNetwork() {
  const say = useSay()
  return (
    <p>
      <Link className="button begin-verdict" href={paths.clausePage('2.1')}>
        {say(words.verdict)}
      </Link>
    </p>
  )
}

const REMOVE = 'bin/kensho demo remove && npm start'

function Mine() {
  const say = useSay()
  return (
    <>
      <p>{say(words.mineLead)}</p>
      <CommandLine line={REMOVE} />
    </>
  )
}
