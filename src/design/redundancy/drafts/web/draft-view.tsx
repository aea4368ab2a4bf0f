import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { useDays, useMay } from '../../../../charter/web/standing.ts'
import { BehindLine } from '../../../../web/behind.tsx'
import { useSay } from '../../../../web/language.tsx'
import { Link } from '../../../../web/link.tsx'
import { Masthead } from '../../../../web/masthead.tsx'
import { paths } from '../../../../web/paths.ts'
import { MarginNote } from '../../../../web/note.tsx'
import { Unread } from '../../../../web/unread.tsx'
import { prepared } from '../../web/failure.ts'
import { namingOf } from '../../web/naming.ts'
import type { DraftPage } from '../page.ts'
import { AdviceList } from './advice-list.tsx'
import { Documents } from './documents.tsx'
import { DraftPicture } from './draft-picture.tsx'
import { draftQuery } from './draft-query.ts'
import { AddForm, ChosenElement, IdLists } from './element-form.tsx'
import { OutcomeList, stateOf } from './outcome-list.tsx'
import { Part } from './part.tsx'
import { Past, Versions } from './past.tsx'
import { useDraftsPlace } from './place.ts'
import { Review } from './review.tsx'
import { Steps } from './steps.tsx'
import { STATE_TEXTS } from '../told.ts'
import { words } from './words.ts'
import { useTitle } from '../../../../web/title.ts'

/** One design: its picture, what it changes, what can be changed in it, its review and its history. */
export function DraftView({ id }: { id: string }) {
  const say = useSay()
  const query = useQuery(draftQuery(id))
  const { zone } = useDays()
  const title = query.data?.draft.title
  useTitle(title ?? say(words.title))
  if (query.data === undefined) return <Unread query={query} />
  return (
    <>
      <BehindLine query={query} zone={zone} />
      <article className="redundancy design">
        <Head page={query.data} />
        <Drawn page={query.data} />
      </article>
    </>
  )
}

function Head({ page: { draft, outcome } }: { page: DraftPage }) {
  const say = useSay()
  const { day } = useDays()
  const { before, after } = outcome.counts
  return (
    <header className="page-head">
      <div>
        <Masthead />
        <nav className="design-ways">
          <Link href={paths.drafts()}>{say(words.all)}</Link>
          <Link href={paths.redundancy()}>{say(words.toNetwork)}</Link>
        </nav>
        <h1>{draft.title}</h1>
        {draft.reason !== '' && <p className="wording">{draft.reason}</p>}
      </div>
      <MarginNote
        state={stateOf(outcome.verdict.after)}
        finding={say(words.points(before.single_points, after.single_points))}
        meta={
          <>
            <span className={`standing-word is-${draft.state}`}>{say(STATE_TEXTS[draft.state])}</span>{' '}
            {say(draft.author_name)} ・ {day(draft.created_at)}
          </>
        }
      />
    </header>
  )
}

type LinkEnds = { from: string; to?: string }

function Drawn({ page }: { page: DraftPage }) {
  const say = useSay()
  const { place, goWith } = useDraftsPlace()
  const { zone, era } = useDays()
  const { may: mayDraft } = useMay()('redundancy.draft')
  const may = mayDraft && page.draft.state === 'open'
  const { network } = page
  const naming = useMemo(() => namingOf(network), [network])
  const ready = useMemo(() => prepared(network), [network])
  const [ends, setEnds] = useState<LinkEnds>()
  const isNode = (id: string | undefined): id is string => network.nodes.some((node) => node.id === id)
  const pick = (id: string | undefined): void => {
    if (place.add === 'links' && ends !== undefined && isNode(id) && id !== ends.from)
      setEnds({ ...ends, to: id })
    else goWith({ object: id, add: undefined })
  }
  const close = (): void => {
    setEnds(undefined)
    goWith({ object: undefined, add: undefined })
  }
  return (
    <>
      <div className="study">
        <DraftPicture page={page} chosen={ends?.from ?? place.object} onPick={pick} />
        <aside>
          <OutcomeList page={page} onChoose={(object) => goWith({ object, add: undefined })} />
        </aside>
      </div>
      <IdLists network={network} />
      <div className="design-parts">
        {may && (
          <Part title={words.change}>
            <Changing
              {...{ page, ready, ends, close }}
              onLink={(from) => {
                setEnds({ from })
                goWith({ add: 'links', object: undefined })
              }}
            />
          </Part>
        )}
        <Part title={words.steps}>
          <Steps page={page} zone={zone} may={may} />
        </Part>
        <Part title={words.advice}>
          <AdviceList page={page} naming={naming} may={may} />
        </Part>
        <Part title={words.documents}>
          <Documents page={page} may={may} />
        </Part>
        <Part title={words.review}>
          <Review page={page} />
        </Part>
        <Part title={words.versions}>
          <Versions page={page} zone={zone} />
        </Part>
        <Part title={words.history}>
          <Past page={page} zone={zone} era={era} />
        </Part>
      </div>
      <p className="unseen" role="status">
        {ends !== undefined && ends.to === undefined ? say(words.pickEnd) : ''}
      </p>
    </>
  )
}

type ChangingProps = {
  page: DraftPage
  ready: ReturnType<typeof prepared>
  ends: LinkEnds | undefined
  onLink: (from: string) => void
  close: () => void
}

/** The form of what is chosen, or of what is being added; without either, how to choose. */
function Changing({ page, ready, ends, onLink, close }: ChangingProps) {
  const say = useSay()
  const { place, goWith } = useDraftsPlace()
  const adding = place.add !== undefined && Object.hasOwn(words.kinds, place.add) ? place.add : undefined
  return (
    <>
      <p>{say(words.changeLead)}</p>
      <div className="choosing">
        <form
          key={place.object ?? ''}
          onSubmit={(event) => {
            event.preventDefault()
            const object = new FormData(event.currentTarget).get('object')
            if (typeof object === 'string' && object !== '') goWith({ object, add: undefined })
          }}
        >
          <label htmlFor="choose-object">{say(words.choose)}</label>
          <input
            id="choose-object"
            name="object"
            list="ids-any"
            defaultValue={place.object}
            autoComplete="off"
          />
          <button type="submit" className="button">
            {say(words.change)}
          </button>
        </form>
        <div className="adding">
          <span id="adding">{say(words.add)}</span>
          <div className="choice" role="group" aria-labelledby="adding">
            {Object.entries(words.kinds).map(([collection, kind]) => (
              <button
                key={collection}
                type="button"
                className="button"
                aria-pressed={adding === collection}
                onClick={() => goWith({ add: collection, object: undefined })}
              >
                {say(kind)}
              </button>
            ))}
          </div>
        </div>
      </div>
      {adding !== undefined && (
        <AddForm
          key={`${adding} ${page.draft.head}`}
          page={page}
          collection={adding}
          initial={adding === 'links' ? { ...ends } : {}}
          hint={adding === 'links' && ends !== undefined && ends.to === undefined ? words.pickEnd : undefined}
          onDone={close}
        />
      )}
      {adding === undefined && place.object !== undefined && place.object !== '' && (
        <ChosenElement page={page} ready={ready} object={place.object} onLink={onLink} onDone={close} />
      )}
    </>
  )
}
