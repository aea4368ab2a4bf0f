import { describe, expect, it } from 'vitest'
import { fitted, inDrawing, onScreen, zoomed } from './view.ts'

describe('the view', () => {
  it('shows the whole box, also one without size, and never larger than four times', () => {
    for (const box of [
      { left: -50, top: 10, right: 900, bottom: 300 },
      { left: 0, top: 0, right: 0, bottom: 0 },
      { left: 0, top: 0, right: 1, bottom: 4000 },
    ]) {
      const size = { width: 360, height: 320 }
      const view = fitted(box, size)
      for (const corner of [
        { x: box.left, y: box.top },
        { x: box.right, y: box.bottom },
      ]) {
        const at = onScreen(view, corner)
        expect(at.x).toBeGreaterThanOrEqual(0)
        expect(at.x).toBeLessThanOrEqual(size.width)
        expect(at.y).toBeGreaterThanOrEqual(0)
        expect(at.y).toBeLessThanOrEqual(size.height)
      }
      expect(view.scale).toBeLessThanOrEqual(4)
    }
  })

  it('zooms around the pointer and within bounds', () => {
    const fit = { scale: 1, x: 0, y: 0 }
    const at = { x: 120, y: 80 }
    const near = zoomed(fit, 3, at, fit)
    expect(inDrawing(near, at)).toEqual(inDrawing(fit, at))
    expect(zoomed(fit, 1e9, at, fit).scale).toBe(40)
    expect(zoomed(fit, 1e-9, at, fit).scale).toBe(0.6)
  })
})
