import {
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  type PointerEvent,
  type RefObject,
} from 'react'
import type { Box, Point } from './drawing.ts'

/** From the drawing to the screen: `screen = drawing * scale + (x, y)`. */
export type View = { scale: number; x: number; y: number }

export type Size = { width: number; height: number }

/** Room for names at the edges of the first view. */
const PADDING = { x: 46, top: 30, bottom: 34 } as const
const SCALE_MAX = 40
const TAP_PX = 5

/** The view in which a box fills the frame. */
export function fitted(box: Box, size: Size): View {
  const width = Math.max(1e-6, box.right - box.left)
  const height = Math.max(1e-6, box.bottom - box.top)
  const scale = Math.min(
    Math.max(40, size.width - 2 * PADDING.x) / width,
    Math.max(40, size.height - PADDING.top - PADDING.bottom) / height,
    4,
  )
  return {
    scale,
    x: size.width / 2 - ((box.left + box.right) / 2) * scale,
    y: (size.height + PADDING.top - PADDING.bottom) / 2 - ((box.top + box.bottom) / 2) * scale,
  }
}

/** Brings the view nearer by a factor, holding a point of the screen still. */
export function zoomed(view: View, factor: number, at: Point, fit: View): View {
  const scale = Math.min(Math.max(view.scale * factor, fit.scale * 0.6), fit.scale * SCALE_MAX)
  const by = scale / view.scale
  return { scale, x: at.x - (at.x - view.x) * by, y: at.y - (at.y - view.y) * by }
}

export function onScreen(view: View, point: Point): Point {
  return { x: point.x * view.scale + view.x, y: point.y * view.scale + view.y }
}

export function inDrawing(view: View, point: Point): Point {
  return { x: (point.x - view.x) / view.scale, y: (point.y - view.y) / view.scale }
}

type Handlers = {
  onPointerDown: (event: PointerEvent) => void
  onPointerMove: (event: PointerEvent) => void
  onPointerUp: (event: PointerEvent) => void
  onPointerCancel: (event: PointerEvent) => void
}

export type Viewing = {
  view: View
  size: Size
  isMoved: boolean
  zoom: (factor: number) => void
  pan: (byX: number, byY: number) => void
  fit: () => void
  handlers: Handlers
}

/**
 * Pan and zoom of a frame: drag, two fingers, wheel with Ctrl or once the frame has the focus, and by calls for keys
 * and buttons. Until the reader moves it, the view keeps showing everything. `onTap` gets a point of the drawing.
 */
export function useViewing(
  frame: RefObject<HTMLElement | null>,
  box: Box,
  onTap: (at: Point, reach: number) => void,
): Viewing {
  const size = useSize(frame)
  const fit = useMemo(() => fitted(box, size), [box, size])
  const [moved, setMoved] = useState<{ from: View; view: View }>()
  const view = moved?.from === fit ? moved.view : fit
  const latest = useRef(view)
  useLayoutEffect(() => {
    latest.current = view
  })
  const move = useCallback(
    (next: View) => {
      latest.current = next
      setMoved({ from: fit, view: next })
    },
    [fit],
  )
  const zoomAt = useCallback(
    (factor: number, at: Point) => move(zoomed(latest.current, factor, at, fit)),
    [fit, move],
  )
  useWheel(frame, zoomAt)
  const pan = (byX: number, byY: number): void =>
    move({ ...latest.current, x: latest.current.x + byX, y: latest.current.y + byY })
  return {
    view,
    size,
    isMoved: view !== fit,
    zoom: (factor) => zoomAt(factor, { x: size.width / 2, y: size.height / 2 }),
    pan,
    fit: () => setMoved(undefined),
    handlers: usePointers(frame, pan, zoomAt, (at, reachPx) =>
      onTap(inDrawing(latest.current, at), reachPx / latest.current.scale),
    ),
  }
}

function useSize(frame: RefObject<HTMLElement | null>): Size {
  const [size, setSize] = useState<Size>({ width: 800, height: 520 })
  useEffect(() => {
    const element = frame.current
    if (element === null) return
    const observer = new ResizeObserver(() =>
      setSize({ width: element.clientWidth, height: element.clientHeight }),
    )
    observer.observe(element)
    return () => observer.disconnect()
  }, [frame])
  return size
}

/** The page keeps its scroll: the wheel belongs to the picture with Ctrl, or once it has the focus. */
function useWheel(frame: RefObject<HTMLElement | null>, zoomAt: (factor: number, at: Point) => void): void {
  useEffect(() => {
    const element = frame.current
    if (element === null) return
    const turn = (event: WheelEvent) => {
      if (!event.ctrlKey && document.activeElement !== element) return
      event.preventDefault()
      const corner = element.getBoundingClientRect()
      const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? event.deltaY * 16 : event.deltaY
      zoomAt(Math.exp(-lines / 300), { x: event.clientX - corner.left, y: event.clientY - corner.top })
    }
    element.addEventListener('wheel', turn, { passive: false })
    return () => element.removeEventListener('wheel', turn)
  }, [frame, zoomAt])
}

function usePointers(
  frame: RefObject<HTMLElement | null>,
  pan: (byX: number, byY: number) => void,
  zoomAt: (factor: number, at: Point) => void,
  onTap: (at: Point, reachPx: number) => void,
): Handlers {
  const down = useRef(new Map<number, Point>())
  const travelled = useRef(0)
  const place = (event: PointerEvent): Point => {
    const corner = frame.current?.getBoundingClientRect()
    return { x: event.clientX - (corner?.left ?? 0), y: event.clientY - (corner?.top ?? 0) }
  }
  const lift = (event: PointerEvent): void => void down.current.delete(event.pointerId)
  return {
    onPointerDown: (event) => {
      if (event.button !== 0) return
      if (down.current.size === 0) travelled.current = 0
      down.current.set(event.pointerId, place(event))
      event.currentTarget.setPointerCapture(event.pointerId)
    },
    onPointerMove: (event) => {
      const before = down.current.get(event.pointerId)
      if (before === undefined) return
      const now = place(event)
      travelled.current += Math.hypot(now.x - before.x, now.y - before.y)
      const other = [...down.current].find(([id]) => id !== event.pointerId)?.[1]
      down.current.set(event.pointerId, now)
      if (travelled.current <= TAP_PX) return
      const share = other === undefined ? 1 : 0.5
      pan((now.x - before.x) * share, (now.y - before.y) * share)
      if (other === undefined) return
      const apart = (point: Point): number => Math.max(10, Math.hypot(point.x - other.x, point.y - other.y))
      zoomAt(apart(now) / apart(before), { x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 })
    },
    onPointerUp: (event) => {
      const isTap = travelled.current <= TAP_PX && down.current.size === 1
      lift(event)
      if (isTap) onTap(place(event), event.pointerType === 'mouse' ? 12 : 24)
    },
    onPointerCancel: lift,
  }
}
