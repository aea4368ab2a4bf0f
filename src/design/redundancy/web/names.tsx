import { useMemo } from 'react'
import type { Text } from '../../../platform/text.ts'
import { useSay } from '../../../web/language.tsx'
import type { RedundancyPage } from '../page.ts'
import { middleOf, type Course, type Drawing, type Point } from './drawing.ts'
import { placeLabels, sharedBeginning, shortened, type Label, type Wish } from './labels.ts'
import type { Naming } from './naming.ts'
import type { Scene } from './scene.ts'
import { isSmallAt } from './strokes.tsx'
import { onScreen, type Size, type View } from './view.ts'

const LABELS_MAX = 130
const NAME_PX_MAX = 134

type NamesProps = {
  network: RedundancyPage['network']
  drawing: Drawing
  courses: ReadonlyMap<string, Course>
  scene: Scene
  naming: Naming

  view: View
  size: Size
  hovered: string | undefined
}

const RANK = {
  hovered: 0,
  chosen: 0,
  over: 2,
  failed: 1,
  lost: 2,
  single: 3,
  beyond: 4,
  end: 5,
  small: 6,
  other: 7,
} as const

/** Names where there is room for them, the ones that matter first. */
export function Names({ network, drawing, courses, scene, naming, view, size, hovered }: NamesProps) {
  const say = useSay()
  const wishes = useMemo(
    () => wishesOf(network, drawing, scene, naming, say),
    [network, drawing, scene, naming, say],
  )
  const plates = drawing.plates.map((plate): Label => {
    const at = onScreen(view, plate)
    return {
      id: plate.id,
      text: say(naming.of(plate.id)),
      x: at.x + 12,
      y: at.y + 22,
      anchor: 'start',
      kind: 'plate',
    }
  })
  const shownPlates = plates.filter((label) => label.text !== '' && naming.kindOf(label.id) !== undefined)
  const pointed = hovered === undefined ? undefined : pointOf(hovered, drawing, courses, scene)
  const onTop: Wish[] =
    hovered === undefined || pointed === undefined
      ? []
      : [
          {
            id: hovered,
            text: say(naming.of(hovered)),
            at: onScreen(view, pointed),
            rank: RANK.hovered,
            kind: 'hovered',
            distancePx: 12,
          },
        ]
  const isSmall = isSmallAt(drawing, view)
  const moved = wishes
    .filter((wish) => wish.id !== hovered && !(isSmall && wish.rank >= RANK.end))
    .map((wish) => ({ ...wish, at: onScreen(view, wish.at) }))
  const labels = placeLabels([...onTop, ...moved], size, shownPlates, LABELS_MAX)
  return (
    <g className="names" aria-hidden="true">
      {[...shownPlates, ...labels].map((label) => (
        <text
          key={`${label.kind} ${label.id}`}
          className={label.kind}
          x={label.x}
          y={label.y}
          textAnchor={label.anchor}
        >
          {label.text}
        </text>
      ))}
    </g>
  )
}

function pointOf(
  id: string,
  drawing: Drawing,
  courses: ReadonlyMap<string, Course>,
  scene: Scene,
): Point | undefined {
  const course = courses.get(id)
  return (
    scene.marks.find((mark) => mark.id === id)?.at ??
    drawing.points.get(id) ??
    (course && middleOf(course)?.at)
  )
}

/** Every name that could be shown, the ones that matter first. What a site's names share stands on its plate. */
function wishesOf(
  network: RedundancyPage['network'],
  drawing: Drawing,
  scene: Scene,
  naming: Naming,
  say: (text: Text) => string,
): Wish[] {
  const ends = new Set(network.services.flatMap((service) => [...service.from, ...service.to]))
  // What is chosen as well as marked has one name.
  const marked = new Map(scene.marks.map((mark) => [mark.id, mark.kind]))
  const shared = new Map(
    [...Map.groupBy(network.nodes, (node) => node.site ?? '')].map(([site, nodes]) => [
      site,
      site === '' ? '' : sharedBeginning(nodes.map((node) => say(naming.of(node.id)))),
    ]),
  )
  const nodes = network.nodes.flatMap((node): Wish[] => {
    const at = drawing.points.get(node.id)
    if (at === undefined) return []
    const mark = marked.get(node.id)
    const kind = mark ?? (ends.has(node.id) ? 'end' : node.beyond_boundary === true ? 'beyond' : 'other')
    const full = say(naming.of(node.id))
    const own = full.slice((shared.get(node.site ?? '') ?? '').length)
    const text = mark === undefined ? shortened(own, NAME_PX_MAX) : own
    const side = drawing.sides.get(node.id)
    return [
      {
        id: node.id,
        text,
        at,
        rank: RANK[kind],
        kind,
        ...(side === undefined ? {} : { side }),
        ...(mark === undefined ? {} : { distancePx: 13 }),
      },
    ]
  })
  const others = scene.marks
    .filter((mark) => !drawing.points.has(mark.id) && marked.get(mark.id) === mark.kind)
    .map((mark): Wish => ({
      id: mark.id,
      text: say(naming.of(mark.id)),
      at: mark.at,
      rank: RANK[mark.kind],
      kind: mark.kind,
      distancePx: 11,
      side: 'above',
    }))
  return [...others, ...nodes].toSorted((a, b) => a.rank - b.rank)
}
