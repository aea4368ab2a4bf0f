import { useQuery, useQueryClient } from '@tanstack/react-query'
import { ApproveButton } from '../../../people/web/approve.tsx'
import { meQuery } from '../../../people/web/people-query.ts'
import { useWhen } from '../../../people/web/zone.ts'
import { zoneQuery } from '../../../web/zone-query.ts'
import { dayOf } from '../../web/civil-input.ts'
import { announce } from '../../../web/announce.tsx'
import { civilDate } from '../../../web/civil.ts'
import { useSay } from '../../../web/language.tsx'
import { Link, usePlace } from '../../../web/link.tsx'
import { PageError } from '../../../web/page-error.tsx'
import { paths } from '../../../web/paths.ts'
import { QuietWait } from '../../../web/quiet-wait.tsx'
import { Seal } from '../../../web/seal.tsx'
import type { ReviewList, ReviewRow } from '../page.ts'
import { reviewsQuery } from './improvement-query.ts'
import { useLastDay } from './last-day.ts'
import { Opened } from './pages.tsx'
import { HoldForm, RecordForm } from './review-forms.tsx'
import { words } from './words.ts'

/** Every review, the newest first: what was read, what was decided, and under whose seal. */
export default function ReviewsPage() {
  const query = useQuery(reviewsQuery)
  return (
    <Opened title={words.reviews} lead={words.reviewsLead}>
      {query.data !== undefined ? (
        <Reviews list={query.data} />
      ) : query.isError ? (
        <PageError error={query.error} reset={() => void query.refetch()} />
      ) : (
        <QuietWait />
      )}
    </Opened>
  )
}

function Reviews({ list: { reviews } }: { list: ReviewList }) {
  const say = useSay()
  const { review: chosen } = usePlace()
  const permissions = useQuery(meQuery).data?.permissions ?? []
  const mayReview = permissions.includes('improvement.review')
  const shown = reviews.toSorted((one, other) => Number(other.id === chosen) - Number(one.id === chosen))
  return (
    <>
      {mayReview && <HoldForm />}
      {reviews.length === 0 && <p className="soft">{say(words.noReviews)}</p>}
      {shown.map((review) => (
        <Review key={review.id} review={review} mayReview={mayReview} />
      ))}
    </>
  )
}

function Review({ review, mayReview }: { review: ReviewRow; mayReview: boolean }) {
  const say = useSay()
  const between = say({ ja: '、', en: ', ' })
  const { id, date, state, recorder, executive, attendees, input, minutes } = review
  return (
    <section className="review" aria-labelledby={`review-${id}`}>
      <h2 id={`review-${id}`}>
        {say(civilDate(date, false))} <span className="soft">{say(words.reviewStates[state])}</span>
      </h2>
      <dl className="review-facts">
        <dt>{say(words.attendees)}</dt>
        <dd>{attendees.map(({ name }) => say(name)).join(between)}</dd>
        <dt>{say(words.recorder)}</dt>
        <dd>{say(recorder.name)}</dd>
        <dt>{say(words.executive)}</dt>
        <dd>{say(executive.name)}</dd>
        <dt>{say(words.read)}</dt>
        <dd>
          {say(words.readCounts(input.findings, input.actions, input.waivers, input.turns))}
          <br />
          <a href={`/api/improvement/reviews/${encodeURIComponent(id)}/input`}>{say(words.input)}</a>{' '}
          <code>{input.sha256}</code>
        </dd>
      </dl>
      {minutes !== '' && (
        <>
          <h3>{say(words.minutes)}</h3>
          <p className="minutes">{minutes}</p>
        </>
      )}
      {state !== 'held' && <Decisions review={review} />}
      {review.approval !== undefined && <Approved review={review} />}
      {state === 'recorded' && <Approving review={review} />}
      {mayReview && state !== 'approved' && <RecordForm review={review} />}
    </section>
  )
}

function Decisions({ review: { decisions } }: { review: ReviewRow }) {
  const say = useSay()
  const day = useLastDay()
  return (
    <>
      <h3>{say(words.decisions)}</h3>
      {decisions.length === 0 && <p className="soft">{say(words.noDecisions)}</p>}
      <ol className="history">
        {decisions.map(({ what, owner, due, action }) => (
          <li key={`${what} ${due}`}>
            {action === undefined ? what : <Link href={paths.improvement({ action })}>{what}</Link>}{' '}
            <span className="soft">
              {say(owner.name)} {day(due)}
            </span>
          </li>
        ))}
      </ol>
    </>
  )
}

function Approved({ review: { approval, executive } }: { review: ReviewRow }) {
  const say = useSay()
  const when = useWhen()
  const zone = useQuery(zoneQuery).data?.operator.zone ?? 'UTC'
  if (approval === undefined) return null
  const what = `${say(words.approvedBy)} ${say(approval.by.name)} ${approval.digest}`
  return (
    <div className="sealed">
      <Seal
        office={{ ja: '役員', en: 'Executive' }}
        name={executive.name}
        date={dayOf(approval.at, zone)}
        approves={what}
      />
      <p>
        {say(words.approvedBy)} {say(approval.by.name)} {when(approval.at)}
        <br />
        <code>{approval.digest}</code>
      </p>
    </div>
  )
}

/** For those who may approve reviews at all; the server says whether it is this executive. */
function Approving({ review: { id, digest } }: { review: ReviewRow }) {
  const say = useSay()
  const client = useQueryClient()
  const permissions = useQuery(meQuery).data?.permissions ?? []
  if (digest === undefined || !permissions.includes('improvement.approve-review')) return null
  const approved = () => {
    announce(say(words.saved))
    void client.invalidateQueries({ queryKey: ['improvement'] })
  }
  return (
    <ApproveButton
      digest={digest}
      path={`/api/improvement/reviews/${encodeURIComponent(id)}/approve`}
      onApproved={approved}
    >
      <p className="soft">
        <code>{digest}</code>
      </p>
    </ApproveButton>
  )
}
