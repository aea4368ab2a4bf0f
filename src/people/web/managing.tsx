import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Text } from '../../platform/text.ts'
import { announce } from '../../web/announce.tsx'
import { send } from '../../web/fetching.ts'
import { useSay } from '../../web/language.tsx'
import { Choice } from './choice.tsx'
import { Field, Form, Problem, useDoing } from './form.tsx'
import { organisationQuery, type PersonLine } from './people-query.ts'
import { words } from './words.ts'

/** Enters a person, with the superior that outsourced staff must have. */
export function EnterPerson({ persons }: { persons: readonly PersonLine[] }) {
  const say = useSay()
  const client = useQueryClient()
  const { busy, error, run } = useDoing()
  const [entered, setEntered] = useState(0)
  const enter = ({ name, name_en, kind, superior }: Record<string, string>) =>
    run(async () => {
      await send('/api/people/persons', {
        name,
        kind,
        ...(name_en !== undefined && name_en.trim() !== '' && { name_en }),
        ...(superior !== undefined && superior !== '' && { superior }),
      })
      setEntered((count) => count + 1)
      announce(say(words.enter))
      await client.invalidateQueries({ queryKey: organisationQuery.queryKey })
    })
  return (
    <details className="people-section">
      <summary>{say(words.enter)}</summary>
      <Form key={entered} onSend={(values) => void enter(values)}>
        <Field label={words.yourName} name="name" />
        <Field label={words.latinName} name="name_en" required={false} />
        <Choice
          label={words.kind}
          name="kind"
          choices={[
            { value: 'employee', text: words.employee },
            { value: 'outsourced', text: words.outsourced },
          ]}
        />
        <Choice
          label={words.superior}
          name="superior"
          choices={[
            { value: '', text: words.none },
            ...persons.map(({ id, name }) => ({ value: id, text: name })),
          ]}
        />
        <button type="submit" className="button" disabled={busy}>
          {say(words.enterDo)}
        </button>
      </Form>
      <Problem error={error} />
    </details>
  )
}

/** Makes a one-time link by which somebody comes to a way of signing in. */
export function InviteLinks({ persons }: { persons: readonly PersonLine[] }) {
  const say = useSay()
  const { busy, error, run } = useDoing()
  const [made, setMade] = useState<{ link: string; name: Text }>()
  const invite = ({ person }: Record<string, string>) =>
    run(async () => {
      const name = persons.find(({ id }) => id === person)?.name ?? { ja: '', en: '' }
      const { link } = await send<{ link: string }>(`/api/people/persons/${person}/link`, {})
      setMade({ link, name })
    })
  return (
    <details className="people-section">
      <summary>{say(words.invite)}</summary>
      <Form onSend={(values) => void invite(values)}>
        <Choice
          label={words.person}
          name="person"
          choices={persons.map(({ id, name }) => ({ value: id, text: name }))}
        />
        <button type="submit" className="button" disabled={busy}>
          {say(words.invite)}
        </button>
      </Form>
      {made !== undefined && (
        <div role="status">
          <p className="shell-line">
            <code>{made.link}</code>
          </p>
          <p className="soft">{say(words.inviteDone(made.name))}</p>
        </div>
      )}
      <Problem error={error} />
    </details>
  )
}
