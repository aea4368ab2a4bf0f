import { useSay } from '../../web/language.tsx'
import { Choice, choiceOf, NONE } from './choice.tsx'
import { Deed } from './deed.tsx'
import { Field } from './form.tsx'
import { organisationQuery, rightsQuery, type PersonLine, type RoleLine } from './people-query.ts'
import { useSending } from './sending.ts'
import { words } from './words.ts'

type GrantProps = { persons: readonly PersonLine[]; roles: readonly RoleLine[] }

/** Gives somebody a role, on everything or on one object. */
export function GrantRole({ persons, roles }: GrantProps) {
  const granting = useSending(rightsQuery.queryKey, words.granted)
  const grant = ({ person, role, object = '' }: Record<string, string>) =>
    granting.sending('/api/people/grants', {
      person,
      role,
      ...(object.trim() !== '' && { object: object.trim() }),
    })
  return (
    <Deed title={words.grant} act={words.grantDo} doing={granting} onSend={(values) => void grant(values)}>
      <Choice label={words.person} name="person" choices={persons.map(choiceOf)} />
      <Choice label={words.role} name="role" choices={roles.map(choiceOf)} />
      <Field label={words.onlyOn} name="object" hint={words.onlyOnHint} required={false} />
    </Deed>
  )
}

/** Says who is above whom; who was before, is no longer. */
export function NameSuperior({ persons }: { persons: readonly PersonLine[] }) {
  const naming = useSending(organisationQuery.queryKey, words.superiorNamed)
  return (
    <Deed
      title={words.nameSuperior}
      act={words.enterDo}
      doing={naming}
      onSend={(values) => void naming.sending('/api/people/superiors', values)}
    >
      <Choice label={words.person} name="person" choices={persons.map(choiceOf)} />
      <Choice label={words.superior} name="superior" choices={persons.map(choiceOf)} />
    </Deed>
  )
}

/** Enters that somebody has left; asked twice, as roles, delegations and tokens end with it. */
export function Leaving({ persons }: { persons: readonly PersonLine[] }) {
  const say = useSay()
  const leaving = useSending(organisationQuery.queryKey, words.leftDone)
  const leave = ({ person = '', sure }: Record<string, string>) =>
    sure === 'yes' && person !== '' ? leaving.sending(`/api/people/persons/${person}/leave`, {}) : undefined
  return (
    <Deed
      title={words.leaving}
      lead={words.leavingMeans}
      act={words.leavingDo}
      doing={leaving}
      onSend={(values) => void leave(values)}
    >
      <Choice label={words.person} name="person" choices={[NONE, ...persons.map(choiceOf)]} />
      <label className="form-sure">
        <input type="checkbox" name="sure" value="yes" required /> {say(words.leavingSure)}
      </label>
    </Deed>
  )
}

/** Erases the key of one who has left, by whoever writes the id again: it cannot be undone. */
export function Erasing({ gone }: { gone: readonly PersonLine[] }) {
  const erasing = useSending(organisationQuery.queryKey, words.erasedDone)
  const erasable = gone
    .filter(({ erased }) => erased === undefined)
    .map(({ id, name }) => choiceOf({ id, name: { ja: `${name.ja}（${id}）`, en: `${name.en} (${id})` } }))
  const erase = ({ person = '', confirm }: Record<string, string>) =>
    person === '' ? undefined : erasing.sending(`/api/people/persons/${person}/erase`, { confirm })
  return (
    <Deed
      title={words.erasing}
      lead={words.erasingMeans}
      act={words.erasingDo}
      doing={erasing}
      nothing={erasable.length === 0 ? words.nobodyGone : undefined}
      onSend={(values) => void erase(values)}
    >
      <Choice label={words.person} name="person" choices={[NONE, ...erasable]} />
      <Field label={words.erasingConfirm} name="confirm" />
    </Deed>
  )
}
