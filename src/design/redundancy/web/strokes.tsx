import { useMemo } from 'react'
import type { Drawing } from './drawing.ts'
import type { Scene } from './scene.ts'
import { onScreen, type View } from './view.ts'

/** Lines and dots keep their width at every scale; only their places move. */
export function Strokes({ drawing, scene, view }: { drawing: Drawing; scene: Scene; view: View }) {
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
          <path key={sort} className={`links ${sort}`} d={scene.links[sort]} />
        ))}
        <path className="spokes" d={scene.spokes.map(([a, b]) => `M${a.x} ${a.y}L${b.x} ${b.y}`).join('')} />
        {(['dead', 'gone', 'cut', 'alive', 'beyond', 'added'] as const).map((sort) => (
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
export function Signs({ scene, view }: { scene: Scene; view: View }) {
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
}
