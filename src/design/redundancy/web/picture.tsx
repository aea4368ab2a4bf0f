import { useMemo, useRef, useState, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react'
import type { Text } from '../../../platform/text.ts'
import { useSay } from '../../../web/language.tsx'
import type { RedundancyPage } from '../page.ts'
import { boundsOf, middleOf, type Course, type Drawing, type Point } from './drawing.ts'
import { Graticule } from './graticule.tsx'
import { placeLabels, sharedBeginning, shortened, type Label, type Wish } from './labels.ts'
import type { Naming } from './naming.ts'
import type { Scene } from './scene.ts'
import { inDrawing, onScreen, useViewing, type Size, type View, type Viewing } from './view.ts'
import { words } from './words.ts'

type PictureProps = {
  network: RedundancyPage['network']
  drawing: Drawing
  courses: ReadonlyMap<string, Course>
  scene: Scene
  naming: Naming
  /** Set into the frame: how else the network can be drawn. */
  choice?: ReactNode
  /** What the picture shows, for those who do not see it. */
  sentence: string
  onPick: (id: string | undefined) => void
}

const LABELS_MAX = 130
const NAME_PX_MAX = 134
const PAN_PX = 60

/** The network as quiet lines. What fails is vermilion, what dies with it is taken away. */
export function Picture({
  network,
  drawing,
  courses,
  scene,
  naming,
  choice,
  sentence,
  onPick,
}: PictureProps) {
  const say = useSay()
  const frame = useRef<HTMLDivElement>(null)
  const [hovered, setHovered] = useState<string>()
  const box = useMemo(() => boundsOf(drawing), [drawing])
  const viewing = useViewing(frame, box, (at, reach) => onPick(thingAt(at, reach, drawing, courses, scene)))
  const { view, size, handlers } = viewing
  const hover = (event: PointerEvent): void => {
    handlers.onPointerMove(event)
    if (event.pointerType !== 'mouse' || event.buttons !== 0) return
    const corner = event.currentTarget.getBoundingClientRect()
    const at = inDrawing(view, { x: event.clientX - corner.left, y: event.clientY - corner.top })
    setHovered(thingAt(at, 12 / view.scale, drawing, courses, scene))
  }
  return (
    <div className="frame">
      <div
        ref={frame}
        className={`canvas${hovered === undefined ? '' : ' over'}`}
        tabIndex={0}
        role="group"
        aria-label={say(words.pictureLabel)}
        aria-describedby="picture-sentence"
        onKeyDown={(event) => steer(event, viewing)}
        {...handlers}
        onPointerMove={hover}
        onPointerLeave={() => setHovered(undefined)}
      >
        <svg width={size.width} height={size.height} role="img" aria-label={sentence}>
          {drawing.projection !== undefined && (
            <Graticule projection={drawing.projection} view={view} size={size} />
          )}
          <Strokes drawing={drawing} scene={scene} view={view} />
          <Signs scene={scene} view={view} />
          <Names {...{ network, drawing, courses, scene, naming, view, size, hovered }} />
        </svg>
      </div>
      <Tools viewing={viewing} />
      {choice}
    </div>
  )
}

function Tools({ viewing }: { viewing: Viewing }) {
  const say = useSay()
  const tool = (label: Text, sign: string, act: () => void) => (
    <button type="button" onClick={act} aria-label={say(label)} title={say(label)}>
      {sign}
    </button>
  )
  return (
    <div className="picture-tools unprinted">
      {tool(words.nearer, '＋', () => viewing.zoom(1.5))}
      {tool(words.farther, '－', () => viewing.zoom(1 / 1.5))}
      {viewing.isMoved && tool(words.whole, '⤢', viewing.fit)}
    </div>
  )
}

function steer(event: KeyboardEvent, viewing: Viewing): void {
  const moves: Record<string, () => void> = {
    ArrowLeft: () => viewing.pan(PAN_PX, 0),
    ArrowRight: () => viewing.pan(-PAN_PX, 0),
    ArrowUp: () => viewing.pan(0, PAN_PX),
    ArrowDown: () => viewing.pan(0, -PAN_PX),
    '+': () => viewing.zoom(1.4),
    '=': () => viewing.zoom(1.4),
    '-': () => viewing.zoom(1 / 1.4),
    '0': viewing.fit,
  }
  const move = moves[event.key]
  if (move === undefined || event.ctrlKey || event.metaKey || event.altKey) return
  event.preventDefault()
  move()
}

/** A mark before a node, a node before a link: what the reader most likely meant. */
function thingAt(
  at: Point,
  reach: number,
  drawing: Drawing,
  courses: ReadonlyMap<string, Course>,
  scene: Scene,
): string | undefined {
  const marks = scene.marks.map((mark): [string, Point] => [mark.id, mark.at])
  const middles = function* (): Iterable<[string, Point]> {
    for (const [id, course] of courses) {
      const middle = middleOf(course)
      if (middle !== undefined) yield [id, middle.at]
    }
  }
  return (
    nearest(at, reach, marks) ?? nearest(at, reach, drawing.points) ?? nearest(at, reach * 0.8, middles())
  )
}

function nearest(at: Point, reach: number, places: Iterable<readonly [string, Point]>): string | undefined {
  let best: string | undefined
  let least = reach
  for (const [id, place] of places) {
    const away = Math.hypot(place.x - at.x, place.y - at.y)
    if (away <= least) {
      least = away
      best = id
    }
  }
  return best
}

/** Lines and dots keep their width at every scale; only their places move. */
function Strokes({ drawing, scene, view }: { drawing: Drawing; scene: Scene; view: View }) {
  const drawn = useMemo(
    () => (
      <>
        <path className="leaders" d={leadersOf(drawing)} />
        {drawing.plates.map((plate) => (
          <rect
            key={plate.id}
            className="plate"
            x={plate.x}
            y={plate.y}
            width={plate.width}
            height={plate.height}
          />
        ))}
        {(['dead', 'cut', 'alive', 'between', 'failed'] as const).map((sort) => (
          <path key={sort} className={`links ${sort}`} d={scene.links[sort]} />
        ))}
        <path className="spokes" d={scene.spokes.map(([a, b]) => `M${a.x} ${a.y}L${b.x} ${b.y}`).join('')} />
        {(['dead', 'cut', 'alive', 'beyond'] as const).map((sort) => (
          <g key={sort} className={`nodes ${sort}`}>
            <path d={scene.nodes[sort]} />
            <path className="hollow" d={scene.nodes[sort]} />
          </g>
        ))}
      </>
    ),
    [drawing, scene],
  )
  const isSmall = isSmallAt(drawing, view)
  return (
    <g
      className={isSmall ? 'strokes small' : 'strokes'}
      transform={`translate(${view.x} ${view.y}) scale(${view.scale})`}
    >
      {drawn}
    </g>
  )
}

/** Nodes stand so close that they are drawn small, and only what matters is named. */
function isSmallAt(drawing: Drawing, view: View): boolean {
  return drawing.spacing * view.scale < 16
}

/** From a plate that had to move aside to where its site really lies. */
function leadersOf({ plates }: Drawing): string {
  return plates
    .flatMap(({ x, y, width, height, anchor }) => {
      if (anchor === undefined) return []
      const edge = {
        x: Math.min(Math.max(anchor.x, x), x + width),
        y: Math.min(Math.max(anchor.y, y), y + height),
      }
      const isInside = edge.x === anchor.x && edge.y === anchor.y
      return isInside ? [] : [`M${edge.x} ${edge.y}L${anchor.x} ${anchor.y}m-5 0h10m-5 -5v10`]
    })
    .join('')
}

const TICK_PX = 6

/** Signs keep their size: the failed, the lost, the single points, and the boundary across its links. */
function Signs({ scene, view }: { scene: Scene; view: View }) {
  return (
    <g className="signs">
      {scene.boundary.map(({ at, across }) => {
        const place = onScreen(view, at)
        const [dx, dy] = [across.x * TICK_PX, across.y * TICK_PX]
        return (
          <path
            key={`${at.x} ${at.y}`}
            className="boundary"
            d={`M${place.x - dx} ${place.y - dy}L${place.x + dx} ${place.y + dy}`}
          />
        )
      })}
      {scene.marks.map((mark) => {
        const { x, y } = onScreen(view, mark.at)
        return mark.kind === 'lost' ? (
          <g key={mark.id} className="lost">
            <circle cx={x} cy={y} r="9" />
            <path d={`M${x - 4} ${y - 4}l8 8m0 -8l-8 8`} />
          </g>
        ) : (
          <path
            key={mark.id}
            className={mark.kind}
            d={mark.kind === 'small' ? `M${x} ${y - 5}l4.8 8.5h-9.6z` : `M${x} ${y - 10}l9.5 17h-19z`}
          />
        )
      })}
    </g>
  )
}

type NamesProps = Omit<PictureProps, 'sentence' | 'onPick' | 'choice'> & {
  view: View
  size: Size
  hovered: string | undefined
}

const RANK = { hovered: 0, failed: 1, lost: 2, single: 3, end: 5, beyond: 6, small: 7, other: 8 } as const

function Names({ network, drawing, courses, scene, naming, view, size, hovered }: NamesProps) {
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
    .filter((wish) => wish.id !== hovered && !(isSmall && wish.rank >= RANK.small))
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
    .filter((mark) => !drawing.points.has(mark.id))
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
