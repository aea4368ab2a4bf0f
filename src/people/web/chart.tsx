import { useSay } from '../../web/language.tsx'
import type { GrantLine, Organisation } from './people-query.ts'
import { chartOf, rolesAt, type Branch } from './tree.ts'
import { words } from './words.ts'

type ChartProps = { organisation: Organisation; grants: readonly GrantLine[]; at: string }

/** Who is above whom, drawn as lines from superiors down. It is a nested list, so it is read aloud as what it shows. */
export function Chart({ organisation, grants, at }: ChartProps) {
  const say = useSay()
  const branches = chartOf(organisation.persons, organisation.superiors, at)
  const count = new Set(branches.flatMap(idsOf)).size
  const roleName = (id: string) => {
    const role = organisation.roles.find((one) => one.id === id)
    return role === undefined ? id : say(role.name)
  }
  return (
    <figure className="chart">
      <ul>
        {branches.map((branch) => (
          <Node key={branch.person.id} branch={branch} grants={grants} at={at} roleName={roleName} />
        ))}
      </ul>
      <figcaption>{say(words.treeUnder(count))}</figcaption>
    </figure>
  )
}

function idsOf({ person, below }: Branch): string[] {
  return [person.id, ...below.flatMap(idsOf)]
}

type NodeProps = {
  branch: Branch
  grants: readonly GrantLine[]
  at: string
  roleName: (id: string) => string
}

function Node({ branch: { person, again, below }, grants, at, roleName }: NodeProps) {
  const say = useSay()
  const roles = rolesAt(grants, person.id, at).map(({ role }) => roleName(role))
  return (
    <li>
      <div className={`chart-person${person.kind === 'outsourced' ? ' outsourced' : ''}`}>
        <b>{say(person.name)}</b>
        {person.kind === 'outsourced' && <span className="tag">{say(words.outsourced)}</span>}
        {again && <span className="soft"> ↑</span>}
        {roles.length > 0 && <p className="soft">{roles.join(say({ ja: '、', en: ', ' }))}</p>}
      </div>
      {below.length > 0 && (
        <ul>
          {below.map((one) => (
            <Node key={one.person.id} branch={one} grants={grants} at={at} roleName={roleName} />
          ))}
        </ul>
      )}
    </li>
  )
}
