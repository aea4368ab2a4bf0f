import { useSay } from '../../../web/language.tsx'
import { graticule, type Projection } from './projection.ts'
import { inDrawing, type Size, type View } from './view.ts'

/** Meridians and parallels as hairlines, with their degrees at the edge: a map that draws no coast. */
export function Graticule({ projection, view, size }: { projection: Projection; view: View; size: Size }) {
  const say = useSay()
  const upperLeft = inDrawing(view, { x: 0, y: 0 })
  const lowerRight = inDrawing(view, { x: size.width, y: size.height })
  const lines = graticule(projection, {
    left: upperLeft.x,
    top: upperLeft.y,
    right: lowerRight.x,
    bottom: lowerRight.y,
  })
  return (
    <g className="graticule" aria-hidden="true">
      {lines.map(({ kind, at, label }) => {
        const place = kind === 'meridian' ? at * view.scale + view.x : at * view.scale + view.y
        return (
          <g key={`${kind} ${at}`}>
            <path d={kind === 'meridian' ? `M${place} 0V${size.height}` : `M0 ${place}H${size.width}`} />
            {kind === 'meridian' ? (
              <text x={place + 5} y={size.height - 7}>
                {say(label)}
              </text>
            ) : (
              <text x={6} y={place - 5}>
                {say(label)}
              </text>
            )}
          </g>
        )
      })}
    </g>
  )
}
