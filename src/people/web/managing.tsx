import { useState } from 'react'
import type { Text } from '../../platform/text.ts'
import { send } from '../../web/fetching.ts'
import { useSay } from '../../web/language.tsx'
import { Choice, choiceOf, NONE } from './choice.tsx'
import { Deed } from './deed.tsx'
import { Field, useDoing } from './form.tsx'
import { organisationQuery, type PersonLine } from './people-query.ts'
import { useSending } from './sending.ts'
import { words } from './words.ts'

/** Enters a person, with the superior that outsourced staff must have. */
export function EnterPerson({ persons }: { persons: readonly PersonLine[] }) {
  const entering = useSending(organisationQuery.queryKey, words.enter)
  const enter = ({ name, name_en = '', kind, superior = '' }: Record<string, string>) =>
    entering.sending('/api/people/persons', {
      name,
      kind,
      ...(name_en.trim() !== '' && { name_en }),
      ...(superior !== '' && { superior }),
    })
  return (
    <Deed title={words.enter} act={words.enterDo} doing={entering} onSend={(values) => void enter(values)}>
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
      <Choice label={words.superior} name="superior" choices={[NONE, ...persons.map(choiceOf)]} />
    </Deed>
  )
}

/** Makes a one-time link by which somebody comes to a way of signing in. */
export function InviteLinks({ persons }: { persons: readonly PersonLine[] }) {
  const say = useSay()
  const doing = useDoing()
  const [made, setMade] = useState<{ link: string; name: Text }>()
  const invite = ({ person }: Record<string, string>) =>
    doing.run(async () => {
      const name = persons.find(({ id }) => id === person)?.name ?? { ja: '', en: '' }
      const { link } = await send<{ link: string }>(`/api/people/persons/${person}/link`, {})
      setMade({ link, name })
    })
  return (
    <Deed
      title={words.invite}
      act={words.invite}
      doing={doing}
      onSend={(values) => void invite(values)}
      outcome={
        made !== undefined && (
          <div role="status">
            <p className="shell-line">
              <code>{made.link}</code>
            </p>
            <p className="soft">{say(words.inviteDone(made.name))}</p>
          </div>
        )
      }
    >
      <Choice label={words.person} name="person" choices={persons.map(choiceOf)} />
    </Deed>
  )
}
