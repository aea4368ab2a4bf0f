import { useState } from 'react'
import { DataTable, type Column } from '../../web/data-table.tsx'
import { useSay } from '../../web/language.tsx'
import { Problem } from './form.tsx'
import {
  rightsQuery,
  type DelegationLine,
  type GrantLine,
  type RoleLine,
  type TokenLine,
} from './people-query.ts'
import { useSending } from './sending.ts'
import { TokenLines } from './tokens.tsx'
import { holdsAt } from './tree.ts'
import { words } from './words.ts'
import { useWhen } from './zone.ts'

type RightsProps = {
  rights: { grants: GrantLine[]; delegations: DelegationLine[]; tokens: TokenLine[] }
  roles: readonly RoleLine[]
  at: string
  /** Who looks may end what holds. */
  mayEnd: boolean
}

/** Who has which role, who acts for whom, and which tokens hold. */
export function Rights({ rights, roles, at, mayEnd }: RightsProps) {
  const say = useSay()
  const when = useWhen()
  const [find, setFind] = useState('')
  const grants = rights.grants.filter((one) => holdsAt(one, at))
  const delegations = rights.delegations.filter((one) => holdsAt(one, at))
  const tokens = rights.tokens.filter((one) => holdsAt(one, at))
  const until = (one: { until?: string }) => (one.until === undefined ? words.open : one.until)
  const shownUntil = (one: { until?: string }) =>
    one.until === undefined ? say(words.open) : when(one.until)
  const ending = useSending(rightsQuery.queryKey, words.rightEnded)
  const end = (kind: 'grants' | 'delegations', { id }: { id: string }, verb: 'withdraw' | 'revoke') => (
    <button
      type="button"
      className="button"
      disabled={ending.busy}
      onClick={() => void ending.sending(`/api/people/${kind}/${id}/${verb}`, {})}
    >
      {say(words.end)}
    </button>
  )
  const columns: Column<GrantLine>[] = [
    { title: words.person, cell: ({ person }) => person.name },
    { title: words.role, cell: ({ role }) => roles.find(({ id }) => id === role)?.name ?? role },
    { title: words.object, cell: ({ object }) => object ?? words.everything },
    { title: words.until, cell: until, show: shownUntil },
    ...(mayEnd
      ? [{ title: words.end, cell: () => '', show: (one: GrantLine) => end('grants', one, 'withdraw') }]
      : []),
  ]
  return (
    <>
      <section className="people-section">
        <h2>{say(words.roles)}</h2>
        <DataTable
          columns={columns}
          rows={grants}
          rowKey={({ id }) => id}
          caption={words.roles}
          file="roles"
          find={find}
          onFind={setFind}
        />
        <Problem error={ending.error} />
      </section>
      <section className="people-section" aria-labelledby="delegations-title">
        <h2 id="delegations-title">{say(words.delegations)}</h2>
        {delegations.length === 0 && <p className="soft">{say(words.noDelegations)}</p>}
        <ul className="people-lines">
          {delegations.map((one) => (
            <li key={one.id}>
              <div>
                <b>{say(one.delegator.name)}</b> → <b>{say(one.delegate.name)}</b>
                <p className="soft">
                  {one.permissions.join(', ')} ・ {say(words.until)} {shownUntil(one)}
                </p>
              </div>
              {mayEnd && end('delegations', one, 'revoke')}
            </li>
          ))}
        </ul>
      </section>
      <section className="people-section" aria-labelledby="tokens-title">
        <h2 id="tokens-title">{say(words.tokens)}</h2>
        <TokenLines
          tokens={tokens}
          whose
          {...(mayEnd && { endAt: (id: string) => `/api/people/tokens/${id}/revoke` })}
        />
      </section>
    </>
  )
}
