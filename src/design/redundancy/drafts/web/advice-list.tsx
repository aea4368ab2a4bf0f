import { useQuery } from '@tanstack/react-query'
import type { Text } from '../../../../platform/text.ts'
import { Problem } from '../../../../people/web/form.tsx'
import { useSay } from '../../../../web/language.tsx'
import { join } from '../../../../web/message.ts'
import { Unread } from '../../../../web/unread.tsx'
import type { Addition, Advice } from '../../advice.ts'
import type { Naming } from '../../web/naming.ts'
import type { DraftPage } from '../page.ts'
import type { Edit } from '../document-edit.ts'
import { adviceQuery, useDraftSending } from './draft-query.ts'
import { words } from './words.ts'

const POINTS_MAX = 5

type Props = { page: DraftPage; naming: Naming; may: boolean }

/** The cheapest links that remove what single points are left, each taken into the design by one press. */
export function AdviceList({ page, naming, may }: Props) {
  const { id, head } = page.draft
  const query = useQuery(adviceQuery(id, head))
  if (query.data === undefined) return <Unread query={query} />
  return <Advised advice={query.data.advice} {...{ page, naming, may }} />
}

function Advised({ advice, page, naming, may }: Props & { advice: Advice | null }) {
  const say = useSay()
  const { id, head } = page.draft
  const { busy, error, edit } = useDraftSending(id)
  if (advice === null) return <p className="soft">{say(words.adviceImpossible)}</p>
  const take = (additions: readonly Addition[]): void =>
    void edit(head, editsFor(additions, page), words.adviceTaken)
  return (
    <>
      {advice.plan.length === 0 ? (
        <p className="soft">{say(words.adviceNone)}</p>
      ) : (
        <p>{say(words.adviceLead)}</p>
      )}
      <ol className="advice">
        {advice.plan.map((step) => (
          <li key={step.additions.map(({ from, to }) => `${from} ${to}`).join()}>
            <div>
              {step.additions.map((one) => (
                <p key={`${one.from} ${one.to}`} className="service-name">
                  {say(words.adviceAdds(naming.of(one.from), naming.of(one.to), costOf(one, advice)))}
                </p>
              ))}
              <p className="soft">{say(words.adviceRemoves(removed(step.removes, naming)))}</p>
            </div>
            {may && (
              <button type="button" className="button" disabled={busy} onClick={() => take(step.additions)}>
                {say(words.adviceTake)}
              </button>
            )}
          </li>
        ))}
      </ol>
      {may && advice.plan.length > 1 && (
        <button
          type="button"
          className="button"
          disabled={busy}
          onClick={() => take(advice.plan.flatMap(({ additions }) => additions))}
        >
          {say(words.adviceTakeAll)}
        </button>
      )}
      <Problem error={error} />
      <Left advice={advice} />
    </>
  )
}

function Left({ advice }: { advice: Advice }) {
  const say = useSay()
  const reasons = new Map(
    advice.left.flatMap(({ because }) => (because === undefined ? [] : [[because.en, because]])),
  )
  return (
    <>
      {advice.left.length > 0 && <p className="soft">{say(words.adviceLeft(advice.left.length))}</p>}
      {[...reasons.values()].slice(0, POINTS_MAX).map((because) => (
        <p key={because.en} className="soft">
          {say(because)}
        </p>
      ))}
      {advice.bounded === true && <p className="soft">{say(words.adviceBounded)}</p>}
    </>
  )
}

function costOf({ cost }: Addition, { cost_unit }: Advice): Text {
  return cost_unit === 'km' ? words.km(Math.round(cost)) : words.oneLink
}

function removed(removes: Advice['plan'][number]['removes'], naming: Naming): Text {
  const points = [...new Set(removes.map(({ point }) => point))]
  const more = points.length > POINTS_MAX ? [words.more(points.length - POINTS_MAX)] : []
  return join([...points.slice(0, POINTS_MAX).map(naming.of), ...more])
}

/** Links that are not there yet, under ids that nothing has. */
function editsFor(additions: readonly Addition[], { network }: DraftPage): Edit[] {
  const taken = new Set(
    [...network.nodes, ...network.links, ...network.risks, ...network.groups].map(({ id }) => id),
  )
  return additions.map(({ from, to }) => {
    let id = `${from}--${to}`
    for (let count = 2; taken.has(id); count += 1) id = `${from}--${to}-${count}`
    taken.add(id)
    return { kind: 'add', collection: 'links', element: { id, from, to } }
  })
}
