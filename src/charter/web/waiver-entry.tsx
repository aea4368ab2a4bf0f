import { useState } from 'react'
import { useSay } from '../../web/language.tsx'
import { Link } from '../../web/link.tsx'
import { paths } from '../../web/paths.ts'
import type { StandingWaiver } from '../waiver-standing.ts'
import { Approve } from './approve-here.tsx'
import { words } from './clause-words.ts'
import { Objects } from './control-list.tsx'
import { LedgerPast } from './ledger-past.tsx'
import { Standing, Terms } from './section-parts.tsx'
import { useApprover, useDays, useNaming } from './standing.ts'
import { TakeBack } from './take-back.tsx'

type EntryProps = { waiver: StandingWaiver; past: boolean; ofWaiverPage?: boolean }

/** One waiver: what it lets off and until when, who asked, who approved; approve or end it from here. */
export function WaiverEntry({ waiver, past, ofWaiverPage }: EntryProps) {
  const say = useSay()
  const nameOf = useNaming()
  const { day, lastDay } = useDays()
  const approverLine = useApprover()
  const [open, setOpen] = useState(false)
  const { id, state, approved_by, approved_at } = waiver
  const isOver = state === 'expired' || state === 'withdrawn'
  return (
    <article className={`entry waiver is-${state}`}>
      <header>
        <h3>
          {ofWaiverPage === true ? waiver.reason : <Link href={paths.waiver(id)}>{waiver.reason}</Link>}
        </h3>
        <Standing state={state} />
      </header>
      <Objects objects={waiver.objects} />
      <Terms
        lines={[
          [words.validity, say(words.through(day(waiver.from), lastDay(waiver.until)))],
          [words.askedBy, say(nameOf(waiver.requested_by))],
          ...approverLine(approved_by, approved_at),
        ]}
      />
      <div className="entry-foot unprinted">
        <button type="button" className="button" aria-expanded={open} onClick={() => setOpen(!open)}>
          {say(words.proof)}
        </button>
        {!past && !isOver && (
          <TakeBack
            permission="charter.request-waiver"
            path={`/api/charter/waivers/${encodeURIComponent(id)}/withdraw`}
            label={state === 'waiting' ? words.withdraw : words.endWaiver}
            ask={words.endWaiverAsk}
            done={words.withdrawn}
          />
        )}
      </div>
      {!past && state === 'waiting' && waiver.digest !== undefined && (
        <Approve
          kind="charter.waiver"
          id={id}
          digest={waiver.digest}
          path={`/api/charter/waivers/${encodeURIComponent(id)}/approve`}
        />
      )}
      {open && <LedgerPast kind="waivers" id={id} />}
    </article>
  )
}
