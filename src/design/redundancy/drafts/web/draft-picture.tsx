import { useMemo } from 'react'
import type { Text } from '../../../../platform/text.ts'
import { useSay } from '../../../../web/language.tsx'
import { coursesOf } from '../../web/drawing.ts'
import { MannerChoice, mannerOf } from '../../web/manner-choice.tsx'
import { namingOf } from '../../web/naming.ts'
import { Picture } from '../../web/picture.tsx'
import { steadyScene } from '../../web/scene.ts'
import { singlesOf } from '../../web/study.tsx'
import { useDrawing } from '../../web/use-drawing.ts'
import { words as networkWords } from '../../web/words.ts'
import type { DraftPage } from '../page.ts'
import { useDraftsPlace } from './place.ts'
import { words } from './words.ts'

/** The design as one picture: what stands, what is added and what is taken away. */
export function DraftPicture({
  page,
  chosen,
  onPick,
}: {
  page: DraftPage
  chosen: string | undefined
  onPick: (id: string | undefined) => void
}) {
  const say = useSay()
  const { place, goWith } = useDraftsPlace()
  const { network, report, drawn } = page
  const both = useMemo(
    () => ({
      ...network,
      nodes: [...network.nodes, ...drawn.removed.nodes],
      links: [...network.links, ...drawn.removed.links],
    }),
    [network, drawn],
  )
  const naming = useMemo(() => namingOf(both), [both])
  const { drawing } = useDrawing(both, mannerOf(both, place.view))
  const courses = useMemo(
    () => (drawing === undefined ? new Map() : coursesOf(both, drawing)),
    [both, drawing],
  )
  const scene = useMemo(() => {
    if (drawing === undefined) return undefined
    const removed = new Set([...drawn.removed.nodes, ...drawn.removed.links].map(({ id }) => id))
    const plan = { added: new Set(drawn.added), removed, chosen }
    return steadyScene(both, drawing, courses, singlesOf(report), plan)
  }, [both, drawing, courses, report, drawn, chosen])
  const sentence = say(sentenceOf(page))
  return (
    <figure>
      {drawing === undefined || scene === undefined ? (
        <div className="frame waiting">
          <p className="quiet-wait">{say(networkWords.drawing)}</p>
        </div>
      ) : (
        <Picture
          network={both}
          drawing={drawing}
          courses={courses}
          scene={scene}
          naming={naming}
          choice={
            <MannerChoice
              network={both}
              chosen={place.view}
              onChoose={(view) => goWith({ view }, { replace: true })}
            />
          }
          sentence={sentence}
          onPick={onPick}
        />
      )}
      <figcaption id="picture-sentence">{sentence}</figcaption>
      <DraftLegend hasSingles={singlesOf(report).length > 0} />
    </figure>
  )
}

function sentenceOf({ drawn }: DraftPage): Text {
  const removed = drawn.removed.nodes.length + drawn.removed.links.length
  return words.sentence(drawn.added.length, drawn.changed.length, removed)
}

function DraftLegend({ hasSingles }: { hasSingles: boolean }) {
  const say = useSay()
  return (
    <ul className="legend">
      <li>
        <svg viewBox="0 0 18 16" aria-hidden="true" className="strokes">
          <path className="links added" d="M0 8h18" />
        </svg>
        {say(words.legendAdded)}
      </li>
      <li>
        <svg viewBox="0 0 18 16" aria-hidden="true" className="strokes">
          <path className="links gone" d="M0 8h18" />
        </svg>
        {say(words.legendRemoved)}
      </li>
      {hasSingles && (
        <li>
          <svg viewBox="0 0 18 16" aria-hidden="true" className="signs">
            <path className="single" d="M9 1.5l7 12.5H2z" />
          </svg>
          {say(networkWords.legendSingle)}
        </li>
      )}
    </ul>
  )
}
