import { useEffect, useState, type CSSProperties } from 'react'
import type { View } from './view.ts'

/** So long a view stands still before it is drawn anew; until then the picture that is there is moved as a whole. */
const STILL_MS = 110
/** A picture that was enlarged or moved by more than this is drawn anew at once: too much of it is missing. */
const ENLARGED_MAX = 2.5
const SHRUNK_MIN = 0.5
const MOVED_MAX_PX = 260

/**
 * The view at which a large picture is drawn, and how that picture is moved to where the reader has got to meanwhile.
 * Thousands of lines cannot be drawn anew at every frame, but what was drawn can be moved.
 */
export function useSettled(view: View, isLarge: boolean): { drawn: View; style: CSSProperties | undefined } {
  const [settled, setSettled] = useState(view)
  // A layer keeps the scale at which it was first painted, and at any but one to one its lines are wider than a pixel,
  // which takes browsers six times as long: it is made where the picture first rests.
  const [isLayer, setLayer] = useState(false)
  const drawn = isLarge && isLayer && isNear(settled, view) ? settled : view
  // What was drawn anew at once is what is moved from then on.
  if (isLarge && drawn !== settled) setSettled(drawn)
  useEffect(() => {
    if (!isLarge || isLayer) return
    const timer = setTimeout(() => setLayer(true), STILL_MS)
    return () => clearTimeout(timer)
  }, [isLarge, isLayer])
  useEffect(() => {
    if (!isLarge || drawn === view) return
    const timer = setTimeout(() => setSettled(view), STILL_MS)
    return () => clearTimeout(timer)
  }, [view, drawn, isLarge])
  if (!isLarge || !isLayer) return { drawn: view, style: undefined }
  const by = view.scale / drawn.scale
  const transform = `translate(${view.x - drawn.x * by}px, ${view.y - drawn.y * by}px) scale(${by})`
  return { drawn, style: { transform, transformOrigin: '0 0', willChange: 'transform' } }
}

function isNear(settled: View, view: View): boolean {
  const by = view.scale / settled.scale
  return (
    by <= ENLARGED_MAX &&
    by >= SHRUNK_MIN &&
    Math.abs(view.x - settled.x * by) <= MOVED_MAX_PX * Math.max(1, by) &&
    Math.abs(view.y - settled.y * by) <= MOVED_MAX_PX * Math.max(1, by)
  )
}
