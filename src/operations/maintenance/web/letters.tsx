import { queryOptions, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Area, Input, Sheet, type Values } from '../../../charter/web/fields.tsx'
import { useRecorded } from '../../../charter/web/sending.ts'
import { useMay } from '../../../charter/web/standing.ts'
import { Problem, useDoing } from '../../../people/web/form.tsx'
import type { Text } from '../../../platform/text.ts'
import { instantLine } from '../../../web/civil.ts'
import { read, send } from '../../../web/fetching.ts'
import { useSay } from '../../../web/language.tsx'
import { Link } from '../../../web/link.tsx'
import { paths } from '../../../web/paths.ts'
import { StateMark, type State } from '../../../web/state.tsx'
import { Unread } from '../../../web/unread.tsx'
import type { RelayKind, RelayState } from '../relay/relay.ts'
import { letterWords as words } from './letter-words.ts'

/** One letter as the server shows it. */
type Letter = {
  id: string
  kind: RelayKind
  to: string
  due_by: string
  notice_days: number
  late_by_provider: boolean
  state: RelayState
  draft?: { digest: string; subject: string; text: string; recipients: number }
  sent_at?: string
  answered_at?: string
}

function lettersQuery(maintenance: string) {
  const query = new URLSearchParams({ maintenance })
  return queryOptions({
    queryKey: ['maintenance', 'letters', maintenance],
    queryFn: ({ signal }) =>
      read<{ relays: Letter[] }>(`/api/maintenance/relays?${query.toString()}`, signal),
    refetchInterval: 10_000,
  })
}

const MARK: Record<RelayState, State> = {
  due: 'unknown',
  drafted: 'unknown',
  approved: 'unknown',
  sent: 'stale',
  acknowledged: 'pass',
  bounced: 'fail',
  withdrawn: 'na',
}

/** What customers and the provider are told of a maintenance, and how far each letter has come. */
export function Letters({ maintenance, zone }: { maintenance: string; zone: string }) {
  const say = useSay()
  const query = useQuery(lettersQuery(maintenance))
  return (
    <section aria-labelledby="letters-title" className="letters">
      <h3 id="letters-title">{say(words.title)}</h3>
      {query.data === undefined ? (
        <Unread query={query} />
      ) : query.data.relays.length === 0 ? (
        <p className="soft">{say(words.none)}</p>
      ) : (
        <ol>
          {query.data.relays.map((letter) => (
            <LetterLine key={letter.id} letter={letter} zone={zone} />
          ))}
        </ol>
      )}
    </section>
  )
}

function LetterLine({ letter, zone }: { letter: Letter; zone: string }) {
  const say = useSay()
  const { kind, to, state, draft, due_by, notice_days, late_by_provider } = letter
  const at = letter.answered_at ?? letter.sent_at
  const [rewording, setRewording] = useState(false)
  return (
    <li className={`state-${MARK[state]}`}>
      <p>
        <StateMark state={MARK[state]} /> <b>{say(words.kinds[kind])}</b> {to}
        <span className="tag">{say(words.states[state])}</span>
      </p>
      <p className="soft">
        {at === undefined ? say(words.dueBy(instantLine(due_by, zone))) : say(instantLine(at, zone))}
        {notice_days > 0 && say(words.noticeDays(notice_days))}
        {late_by_provider && ` ${say(words.lateByProvider)}`}
      </p>
      {draft !== undefined && (
        <details>
          <summary>{say(words.read)}</summary>
          <p className="letter-subject">{draft.subject}</p>
          <pre className="letter" tabIndex={0} aria-label={`${say(words.text)} ${letter.id}`}>
            {draft.text}
          </pre>
        </details>
      )}
      {rewording && draft !== undefined ? (
        <Reword letter={letter} draft={draft} close={() => setRewording(false)} />
      ) : (
        <LetterVerbs letter={letter} reword={() => setRewording(true)} />
      )}
    </li>
  )
}

function LetterVerbs({ letter: { id, state }, reword }: { letter: Letter; reword: () => void }) {
  const say = useSay()
  const recorded = useRecorded()
  const may = useMay()('maintenance.relay')
  const { busy, error, run } = useDoing()
  const answer = (said: 'acknowledged' | 'bounced') =>
    run(async () => {
      await send(`/api/maintenance/relays/${id}/answers`, { answer: said, note: '' })
      recorded(words.answered)
    })
  if (state !== 'drafted' && state !== 'sent') return null
  return (
    <>
      <p className="register-verbs unprinted">
        {state === 'drafted' && (
          <>
            <Link className="button" href={paths.approvals()}>
              {say(words.toApprovals)}
            </Link>
            <button type="button" className="button" disabled={!may.may} onClick={reword}>
              {say(words.reword)}
            </button>
          </>
        )}
        {state === 'sent' &&
          (['acknowledged', 'bounced'] as const).map((said) => (
            <button
              key={said}
              type="button"
              className="button"
              disabled={busy || !may.may}
              onClick={() => void answer(said)}
            >
              {say(words[said])}
            </button>
          ))}
        {may.why !== undefined && <span className="why-not">{say(may.why)}</span>}
      </p>
      <Problem error={error} />
    </>
  )
}

type RewordProps = { letter: Letter; draft: NonNullable<Letter['draft']>; close: () => void }

function Reword({ letter: { id }, draft, close }: RewordProps) {
  const recorded = useRecorded()
  const keep = async (values: Values): Promise<Text | undefined> => {
    const said = { subject: values('subject'), text: values('text') }
    await send(`/api/maintenance/relays/${id}/draft`, said, 'PUT')
    close()
    recorded(words.reworded)
    return undefined
  }
  return (
    <Sheet title={words.reword} lead={words.rewordLead} send={words.keep} onSend={keep} onCancel={close}>
      <Input label={words.subject} name="subject" wide initial={draft.subject} />
      <Area label={words.text} name="text" rows={14} initial={draft.text} />
    </Sheet>
  )
}
