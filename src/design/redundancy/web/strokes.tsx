import { memo, useMemo } from 'react'
import type { Drawing } from './drawing.ts'
import type { Scene } from './scene.ts'
import { onScreen, type View } from './view.ts'

/** Browsers draw one path of thousands of lines more slowly than some of a few hundred (measured: a third to a half). */
const LINKS_TOGETHER = 500
const NODES_TOGETHER = 100
/** Sorts of nodes that are drawn as rings. */
const HOLLOW: ReadonlySet<string> = new Set(['beyond', 'dead', 'cut', 'gone'])

function Pieces({ d, size, className }: { d: string; size: number; className?: string }) {
  const pieces = useMemo(() => {
    const parts = d.split(/(?=M)/u)
    return Array.from({ length: Math.ceil(parts.length / size) }, (_none, at) =>
      parts.slice(at * size, (at + 1) * size).join(''),
    )
  }, [d, size])
  // A piece is what it is by its place: the next scene has others.
  // oxlint-disable-next-line react/no-array-index-key
  return pieces.map((piece, at) => <path key={at} className={className} d={piece} />)
}

type StrokesProps = { drawing: Drawing; scene: Scene; view: View }

/** Lines and dots keep their width at every scale; only their places move. */
export const Strokes = memo(function Strokes({ drawing, scene, view }: StrokesProps) {
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
        {(['dead', 'gone', 'cut', 'alive', 'between', 'added', 'over', 'failed'] as const).map((sort) => (
          <Pieces key={sort} className={`links ${sort}`} d={scene.links[sort]} size={LINKS_TOGETHER} />
        ))}
        <path className="spokes" d={scene.spokes.map(([a, b]) => `M${a.x} ${a.y}L${b.x} ${b.y}`).join('')} />
        {(['dead', 'gone', 'cut', 'alive', 'beyond', 'added'] as const).map((sort) => (
          <g key={sort} className={`nodes ${sort}`}>
            <Pieces d={scene.nodes[sort]} size={NODES_TOGETHER} />
            {HOLLOW.has(sort) && <path className="hollow" d={scene.nodes[sort]} />}
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
})

/** Nodes stand so close that they are drawn small, and only what matters is named. */
export function isSmallAt(drawing: Drawing, view: View): boolean {
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
export const Signs = memo(function Signs({ scene, view }: { scene: Scene; view: View }) {
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
        if (mark.kind === 'chosen') return <circle key="chosen" className="chosen" cx={x} cy={y} r="11" />
        return mark.kind === 'lost' ? (
          <g key={mark.id} className="lost">
            <circle cx={x} cy={y} r="9" />
            <path d={`M${x - 4} ${y - 4}l8 8m0 -8l-8 8`} />
          </g>
        ) : (
          <path
            key={mark.id}
            className={mark.kind}
            d={mark.kind === 'small' ? `M${x} ${y - 6.4}l6 10.6h-12z` : `M${x} ${y - 10}l9.5 17h-19z`}
          />
        )
      })}
    </g>
  )
})
