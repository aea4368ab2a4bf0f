import { useSay } from '../../web/language.tsx'
import { Field, Form, Problem } from './form.tsx'
import { Choice } from './choice.tsx'
import { organisationQuery, rightsQuery, type PersonLine, type RoleLine } from './people-query.ts'
import { useSending } from './sending.ts'
import { words } from './words.ts'

const NONE = { value: '', text: words.none }

/** Gives somebody a role, on everything or on one object. */
export function GrantRole({
  persons,
  roles,
}: {
  persons: readonly PersonLine[]
  roles: readonly RoleLine[]
}) {
  const say = useSay()
  const { busy, error, times, sending } = useSending(rightsQuery.queryKey, words.granted)
  const grant = ({ person, role, object = '' }: Record<string, string>) =>
    sending('/api/people/grants', { person, role, ...(object.trim() !== '' && { object: object.trim() }) })
  return (
    <details className="people-section">
      <summary>{say(words.grant)}</summary>
      <Form key={times} onSend={(values) => void grant(values)}>
        <Choice label={words.person} name="person" choices={persons.map(choiceOf)} />
        <Choice label={words.role} name="role" choices={roles.map(choiceOf)} />
        <Field label={words.onlyOn} name="object" hint={words.onlyOnHint} required={false} />
        <button type="submit" className="button" disabled={busy}>
          {say(words.grantDo)}
        </button>
      </Form>
      <Problem error={error} />
    </details>
  )
}

/** Says who is above whom; who was before, is no longer. */
export function NameSuperior({ persons }: { persons: readonly PersonLine[] }) {
  const say = useSay()
  const { busy, error, times, sending } = useSending(organisationQuery.queryKey, words.superiorNamed)
  return (
    <details className="people-section">
      <summary>{say(words.nameSuperior)}</summary>
      <Form key={times} onSend={(values) => void sending('/api/people/superiors', values)}>
        <Choice label={words.person} name="person" choices={persons.map(choiceOf)} />
        <Choice label={words.superior} name="superior" choices={persons.map(choiceOf)} />
        <button type="submit" className="button" disabled={busy}>
          {say(words.enterDo)}
        </button>
      </Form>
      <Problem error={error} />
    </details>
  )
}

/** Enters that somebody has left; asked twice, as roles, delegations and tokens end with it. */
export function Leaving({ persons }: { persons: readonly PersonLine[] }) {
  const say = useSay()
  const { busy, error, times, sending } = useSending(organisationQuery.queryKey, words.leftDone)
  const leave = ({ person = '', sure }: Record<string, string>) =>
    sure === 'yes' && person !== '' ? sending(`/api/people/persons/${person}/leave`, {}) : undefined
  return (
    <details className="people-section">
      <summary>{say(words.leaving)}</summary>
      <p className="soft">{say(words.leavingMeans)}</p>
      <Form key={times} onSend={(values) => void leave(values)}>
        <Choice label={words.person} name="person" choices={[NONE, ...persons.map(choiceOf)]} />
        <label className="form-sure">
          <input type="checkbox" name="sure" value="yes" required /> {say(words.leavingSure)}
        </label>
        <button type="submit" className="button" disabled={busy}>
          {say(words.leavingDo)}
        </button>
      </Form>
      <Problem error={error} />
    </details>
  )
}

/** Erases the key of one who has left, by whoever writes the id again: it cannot be undone. */
export function Erasing({ gone }: { gone: readonly PersonLine[] }) {
  const say = useSay()
  const { busy, error, times, sending } = useSending(organisationQuery.queryKey, words.erasedDone)
  const erasable = gone.filter(({ erased }) => erased === undefined)
  const erase = ({ person = '', confirm }: Record<string, string>) =>
    person === '' ? undefined : sending(`/api/people/persons/${person}/erase`, { confirm })
  return (
    <details className="people-section">
      <summary>{say(words.erasing)}</summary>
      <p className="soft">{say(words.erasingMeans)}</p>
      {erasable.length === 0 && <p>{say(words.nobodyGone)}</p>}
      {erasable.length > 0 && (
        <Form key={times} onSend={(values) => void erase(values)}>
          <Choice
            label={words.person}
            name="person"
            choices={[
              NONE,
              ...erasable.map(({ id, name }) => ({
                value: id,
                text: { ja: `${name.ja}（${id}）`, en: `${name.en} (${id})` },
              })),
            ]}
          />
          <Field label={words.erasingConfirm} name="confirm" />
          <button type="submit" className="button" disabled={busy}>
            {say(words.erasingDo)}
          </button>
        </Form>
      )}
      <Problem error={error} />
    </details>
  )
}

function choiceOf({ id, name }: PersonLine | RoleLine) {
  return { value: id, text: name }
}
