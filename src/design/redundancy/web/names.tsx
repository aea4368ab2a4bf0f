import { memo, useMemo } from 'react'
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
export const Names = memo(function Names(props: NamesProps) {
  const { network, drawing, courses, scene, naming, view, size, hovered } = props
  const say = useSay()
  const texts = useMemo(() => textsOf(network, naming, say), [network, naming, say])
  const wishes = useMemo(
    () => wishesOf(network, drawing, scene, texts, (id) => say(naming.of(id))),
    [network, drawing, scene, texts, naming, say],
  )
  const shownPlates = platesIn(drawing, view, size).flatMap((plate): Label[] => {
    const at = onScreen(view, plate)
    const text = say(naming.of(plate.id))
    if (text === '' || naming.kindOf(plate.id) === undefined) return []
    return [{ id: plate.id, text, x: at.x + 12, y: at.y + 22, anchor: 'start', kind: 'plate' }]
  })
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
  const moved: Wish[] = []
  for (const wish of wishes) {
    if (wish.id === hovered || (isSmall && wish.rank >= RANK.end)) continue
    const at = onScreen(view, wish.at)
    if (at.x >= 0 && at.y >= 0 && at.x <= size.width && at.y <= size.height) moved.push({ ...wish, at })
  }
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
})

/** More plates than this are named only where they have come near enough for their name to stand in them. */
const PLATES_ALWAYS_MAX = 40
const PLATES_NAMED_MAX = 120
const PLATE_PX_MIN = 60

/** The plates in the frame whose names are shown. */
function platesIn({ plates }: Drawing, view: View, size: Size): readonly Drawing['plates'][number][] {
  if (plates.length <= PLATES_ALWAYS_MAX) return plates
  const shown: Drawing['plates'][number][] = []
  for (const plate of plates) {
    if (plate.width * view.scale < PLATE_PX_MIN) continue
    const { x, y } = onScreen(view, plate)
    if (
      x > size.width ||
      y > size.height ||
      x + plate.width * view.scale < 0 ||
      y + plate.height * view.scale < 0
    )
      continue
    shown.push(plate)
    if (shown.length === PLATES_NAMED_MAX) break
  }
  return shown
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

/** What stands for a node, whole and cut to what fits, and whether a service ends at it. */
type NodeText = { own: string; short: string; isEnd: boolean }

/** The names of all nodes: they stay the same while failures come and go. */
function textsOf(
  network: RedundancyPage['network'],
  naming: Naming,
  say: (text: Text) => string,
): Map<string, NodeText> {
  const ends = new Set(network.services.flatMap((service) => [...service.from, ...service.to]))
  const texts = new Map<string, NodeText>()
  for (const [site, nodes] of Map.groupBy(network.nodes, (node) => node.site ?? '')) {
    const names = nodes.map((node) => say(naming.of(node.id)))
    const shared = site === '' ? 0 : sharedBeginning(names).length
    nodes.forEach(({ id }, at) => {
      const own = names[at]!.slice(shared)
      texts.set(id, { own, short: shortened(own, NAME_PX_MAX), isEnd: ends.has(id) })
    })
  }
  return texts
}

/** Every name that could be shown, the ones that matter first. What a site's names share stands on its plate. */
function wishesOf(
  network: RedundancyPage['network'],
  drawing: Drawing,
  scene: Scene,
  texts: ReadonlyMap<string, NodeText>,
  nameOf: (id: string) => string,
): Wish[] {
  // What is chosen as well as marked has one name.
  const marked = new Map(scene.marks.map((mark) => [mark.id, mark.kind]))
  const nodes = network.nodes.flatMap((node): Wish[] => {
    const at = drawing.points.get(node.id)
    if (at === undefined) return []
    const mark = marked.get(node.id)
    const known = texts.get(node.id)
    const kind = mark ?? (known?.isEnd === true ? 'end' : node.beyond_boundary === true ? 'beyond' : 'other')
    const text = (mark === undefined ? known?.short : known?.own) ?? node.id
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
      text: nameOf(mark.id),
      at: mark.at,
      rank: RANK[mark.kind],
      kind: mark.kind,
      distancePx: 11,
      side: 'above',
    }))
  return [...others, ...nodes].toSorted((a, b) => a.rank - b.rank)
}
