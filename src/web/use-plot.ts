import { useEffect, useRef, type KeyboardEvent, type RefObject } from 'react'
import type uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { chartSize } from './chart-ink.ts'

type Plot = {
  place: RefObject<HTMLDivElement | null>
  /** Puts the cursor at a place on the axis from left to right. */
  pointAt: (x: number) => void
}

/** A chart in its place: as wide as that, gone with it, and drawn anew by whoever gives another `draw`. */
export function usePlot(draw: (node: HTMLElement) => uPlot, height: { wide: number; narrow: number }): Plot {
  const place = useRef<HTMLDivElement>(null)
  const chart = useRef<uPlot>(undefined)
  useEffect(() => {
    const node = place.current
    if (node === null) return
    const made = draw(node)
    chart.current = made
    const sized = new ResizeObserver(() => made.setSize(chartSize(node, height)))
    sized.observe(node)
    return () => {
      sized.disconnect()
      made.destroy()
      chart.current = undefined
    }
  }, [draw, height])
  const pointAt = (x: number): void => {
    const made = chart.current
    made?.setCursor({ left: made.valToPos(x, 'x'), top: 10 })
  }
  return { place, pointAt }
}

/** The arrow keys go on by one, the keys of pages by so many. */
export function onArrows(page: number, moveBy: (steps: number) => void): (event: KeyboardEvent) => void {
  return (event) => {
    const steps = { ArrowLeft: -1, ArrowRight: 1, PageUp: -page, PageDown: page }[event.key]
    if (steps === undefined) return
    event.preventDefault()
    moveBy(steps)
  }
}
