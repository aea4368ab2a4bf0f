import { useMemo, useRef, useState, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react'
import type { Text } from '../../../platform/text.ts'
import { useSay } from '../../../web/language.tsx'
import type { RedundancyPage } from '../page.ts'
import { boundsOf, middleOf, type Course, type Drawing, type Point } from './drawing.ts'
import { Graticule } from './graticule.tsx'
import { Names } from './names.tsx'
import type { Naming } from './naming.ts'
import type { Scene } from './scene.ts'
import { Signs, Strokes } from './strokes.tsx'
import { useSettled } from './use-settled.ts'
import { inDrawing, useViewing, type Viewing } from './view.ts'
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

const PAN_PX = 60
/** Pictures of more nodes are moved as they stand while the reader moves, and drawn anew where he stops. */
const MOVED_AS_WHOLE_NODES_MIN = 600

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
  const { drawn, style } = useSettled(view, drawing.points.size > MOVED_AS_WHOLE_NODES_MIN)
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
        <svg width={size.width} height={size.height} role="img" aria-label={sentence} style={style}>
          {drawing.projection !== undefined && (
            <Graticule projection={drawing.projection} view={drawn} size={size} />
          )}
          <Strokes drawing={drawing} scene={scene} view={drawn} />
          <Signs scene={scene} view={drawn} />
          <Names {...{ network, drawing, courses, scene, naming, view: drawn, size, hovered }} />
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
