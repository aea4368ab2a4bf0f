import { useState } from 'react'
import { Approve } from '../../../../charter/web/approve-here.tsx'
import { Problem } from '../../../../people/web/form.tsx'
import type { Text } from '../../../../platform/text.ts'
import { useMay } from '../../../../charter/web/standing.ts'
import { useSay } from '../../../../web/language.tsx'
import type { DraftPage } from '../page.ts'
import { DRAFT_KIND } from '../signing.ts'
import { draftPath, useDraftSending } from './draft-query.ts'
import { words } from './words.ts'

/** What can be done with the draft as a whole in its state: keep, put forward, approve, send back, apply, withdraw. */
export function Review({ page }: { page: DraftPage }) {
  const say = useSay()
  const { draft } = page
  return (
    <>
      {draft.behind && draft.state !== 'withdrawn' && <Behind page={page} />}
      {draft.state === 'open' && <PutForward page={page} />}
      {draft.state === 'waiting' && <Waiting page={page} />}
      {draft.state === 'approved' && <Approved page={page} />}
      {['open', 'waiting', 'approved'].includes(draft.state) && (
        <WithReason
          page={page}
          verb="withdraw"
          title={words.withdraw}
          label={words.withdrawReason}
          said={words.withdrawn}
          permission="redundancy.draft"
        />
      )}
      {draft.state === 'applied' && <p>{say(words.applied)}</p>}
    </>
  )
}

function Behind({ page }: { page: DraftPage }) {
  const say = useSay()
  const { may } = useMay()('redundancy.draft')
  const { busy, error, post } = useDraftSending(page.draft.id)
  return (
    <div className="behind-estate">
      <p className="state-stale">{say(words.behind)}</p>
      {page.draft.state === 'open' && may && (
        <button
          type="button"
          className="button"
          disabled={busy}
          onClick={() => void post('refresh', undefined, words.refreshed)}
        >
          {say(words.refresh)}
        </button>
      )}
      <Problem error={error} />
    </div>
  )
}

function PutForward({ page }: { page: DraftPage }) {
  const say = useSay()
  const { id, head } = page.draft
  const { may, why } = useMay()('redundancy.draft')
  const { busy, error, post } = useDraftSending(id)
  const [note, setNote] = useState('')
  if (!may) return <p className="soft">{why === undefined ? '' : say(why)}</p>
  return (
    <div className="put-forward">
      <label htmlFor="review-note">{say(words.note)}</label>
      <textarea
        id="review-note"
        rows={2}
        maxLength={4000}
        value={note}
        onChange={(event) => setNote(event.target.value)}
      />
      <p className="soft">{say(words.submitWhy)}</p>
      <p className="verbs-line">
        <button
          type="button"
          className="button strong"
          disabled={busy || head === 0}
          onClick={() => void post('submit', { head, note }, words.submitted)}
        >
          {say(busy ? words.sending : words.submit)}
        </button>
        <button
          type="button"
          className="button"
          disabled={busy}
          onClick={() => void post('versions', { head, note }, words.saved)}
        >
          {say(words.saveVersion)}
        </button>
      </p>
      <Problem error={error} />
    </div>
  )
}

function Waiting({ page }: { page: DraftPage }) {
  const say = useSay()
  const { id } = page.draft
  const digest = page.versions[0]?.digest ?? ''
  return (
    <>
      <p>{say(words.waits)}</p>
      <p>
        <a href={draftPath(id, 'content')}>{say(words.whatIsSigned)}</a>
      </p>
      <Approve kind={DRAFT_KIND} id={id} digest={digest} path={draftPath(id, 'approve')} />
      <WithReason
        page={page}
        verb="refuse"
        title={words.refuse}
        label={words.refuseReason}
        said={words.refused}
        permission="people.approve"
      />
      <Recall page={page} />
    </>
  )
}

function Recall({ page }: { page: DraftPage }) {
  const say = useSay()
  const { may } = useMay()('redundancy.draft')
  const { busy, error, post } = useDraftSending(page.draft.id)
  if (!may) return null
  return (
    <>
      <button
        type="button"
        className="button"
        disabled={busy}
        onClick={() => void post('recall', undefined, words.recalled)}
      >
        {say(words.recall)}
      </button>
      <Problem error={error} />
    </>
  )
}

function Approved({ page }: { page: DraftPage }) {
  const say = useSay()
  const { may, why } = useMay()('estate.apply')
  const { busy, error, post } = useDraftSending(page.draft.id)
  return (
    <>
      <p>{say(words.approvedLead)}</p>
      <p className="verbs-line">
        <button
          type="button"
          className="button strong"
          disabled={busy || !may}
          onClick={() => void post('apply', undefined, words.applied)}
        >
          {say(busy ? words.sending : words.apply)}
        </button>
        {!may && why !== undefined && <span className="why-not">{say(why)}</span>}
      </p>
      <Problem error={error} />
      <Recall page={page} />
    </>
  )
}

type ReasonProps = {
  page: DraftPage
  verb: string
  title: Text
  label: Text
  said: Text
  permission: string
}

function WithReason({ page, verb, title, label, said, permission }: ReasonProps) {
  const say = useSay()
  const { may } = useMay()(permission)
  const { busy, error, post } = useDraftSending(page.draft.id)
  if (!may) return null
  return (
    <details className="with-reason">
      <summary>{say(title)}</summary>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          const reason = new FormData(event.currentTarget).get('reason')
          void post(verb, { reason }, said)
        }}
      >
        <label htmlFor={`reason-${verb}`}>{say(label)}</label>
        <textarea id={`reason-${verb}`} name="reason" rows={2} required maxLength={4000} />
        <button type="submit" className="button" disabled={busy}>
          {say(title)}
        </button>
      </form>
      <Problem error={error} />
    </details>
  )
}
