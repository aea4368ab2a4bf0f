import { useQuery } from '@tanstack/react-query'
import './people.css'
import { useSay } from '../../web/language.tsx'
import { Unread } from '../../web/unread.tsx'
import { Masthead } from '../../web/masthead.tsx'
import { Chart } from './chart.tsx'
import { EnterPerson, InviteLinks } from './managing.tsx'
import { meQuery, organisationQuery, rightsQuery, type Organisation } from './people-query.ts'
import { Erasing, GrantRole, Leaving, NameSuperior } from './rights-doing.tsx'
import { Rights } from './rights.tsx'
import { holdsAt } from './tree.ts'
import { words } from './words.ts'
import { useTitle } from '../../web/title.ts'

/** Who is here, who is above whom, and who may do what. */
export default function PeoplePage() {
  const say = useSay()
  const query = useQuery(organisationQuery)
  const title = say(words.people)
  useTitle(title)
  if (query.data === undefined) return <Unread query={query} />
  // What holds is judged by one instant on the whole page: that of the reading.
  return <People organisation={query.data} at={new Date(query.dataUpdatedAt).toISOString()} />
}

function People({ organisation, at }: { organisation: Organisation; at: string }) {
  const say = useSay()
  const permissions = useQuery(meQuery).data?.permissions ?? []
  const seesRights = permissions.includes('people.read-rights')
  const rights = useQuery({ ...rightsQuery, enabled: seesRights }).data
  const here = organisation.persons.filter((person) => holdsAt(person, at))
  const outside = here.filter(({ kind }) => kind === 'outsourced')
  return (
    <article className="people">
      <header className="people-opening">
        <Masthead />
        <h1>{say(words.people)}</h1>
        <p className="lead">{say(words.peopleLead)}</p>
      </header>
      <section className="people-section">
        <p>{say(words.peopleCount(here.length, outside.length))}</p>
        {organisation.more && <p className="soft">{say(words.more)}</p>}
        <Chart organisation={organisation} grants={rights?.grants ?? []} at={at} />
      </section>
      {permissions.includes('people.manage') && (
        <>
          <EnterPerson persons={here} />
          <InviteLinks persons={here} />
          <NameSuperior persons={here} />
        </>
      )}
      {permissions.includes('people.grant') && <GrantRole persons={here} roles={organisation.roles} />}
      {permissions.includes('people.manage') && <Leaving persons={here} />}
      {permissions.includes('people.erase') && (
        <Erasing gone={organisation.persons.filter((person) => !holdsAt(person, at))} />
      )}
      {rights === undefined ? (
        <p className="soft">{seesRights ? '' : say(words.rightsHidden)}</p>
      ) : (
        <Rights
          rights={rights}
          roles={organisation.roles}
          at={at}
          mayEnd={permissions.includes('people.grant')}
        />
      )}
      <Teams organisation={organisation} />
    </article>
  )
}

function Teams({ organisation: { teams } }: { organisation: Organisation }) {
  const say = useSay()
  return (
    <section className="people-section" aria-labelledby="teams-title">
      <h2 id="teams-title">{say(words.teams)}</h2>
      {teams.length === 0 && <p className="soft">{say(words.noTeams)}</p>}
      <ul className="people-lines">
        {teams.map(({ id, name, members }) => (
          <li key={id}>
            <div>
              <b>{say(name)}</b>
              <p>{members.map(({ person }) => say(person.name)).join(say({ ja: '、', en: ', ' }))}</p>
            </div>
          </li>
        ))}
      </ul>
    </section>
  )
}
