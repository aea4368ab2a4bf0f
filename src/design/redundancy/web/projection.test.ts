import { describe, expect, it } from 'vitest'
import { graticule, project, projectionFor, unproject, type Place } from './projection.ts'

const tokyo: Place = { longitude: 139.77, latitude: 35.68 }
const osaka: Place = { longitude: 135.5, latitude: 34.69 }
const seattle: Place = { longitude: -122.33, latitude: 47.61 }

describe('the projection', () => {
  it('puts north above south and east right of west', () => {
    const projection = projectionFor([tokyo, osaka])
    const [east, west] = [project(projection, tokyo), project(projection, osaka)]
    expect(east.x).toBeGreaterThan(west.x)
    expect(east.y).toBeLessThan(west.y)
  })

  it('keeps a network around the Pacific in one piece', () => {
    const projection = projectionFor([tokyo, osaka, seattle])
    const span = project(projection, seattle).x - project(projection, osaka).x
    expect(span).toBeCloseTo(360 - 135.5 - 122.33, 6)
  })

  it('comes back to where it started, for places all over the earth', () => {
    let checked = 0
    for (let longitude = -179; longitude < 180; longitude += 13)
      for (let latitude = -80; latitude <= 80; latitude += 16) {
        const projection = { ...projectionFor([tokyo, seattle]), scale: 7 }
        const back = unproject(projection, project(projection, { longitude, latitude }))
        expect(back.longitude).toBeCloseTo(longitude, 6)
        expect(back.latitude).toBeCloseTo(latitude, 6)
        checked++
      }
    expect(checked).toBe(28 * 11)
  })

  it('draws few, round, rightly named lines at every scale, across the date line too', () => {
    const projection = projectionFor([tokyo, seattle])
    const all = graticule(projection, { left: 60, top: -60, right: 300, bottom: 60 })
    expect(all.filter((line) => line.kind === 'meridian').length).toBeGreaterThanOrEqual(4)
    expect(all.some((line) => line.label.en === '180°')).toBe(true)
    let checked = 0
    for (const size of [0.05, 0.3, 1, 4, 20, 90]) {
      const middle = project(projection, tokyo)
      const lines = graticule(projection, {
        left: middle.x - size,
        top: middle.y - size,
        right: middle.x + size,
        bottom: middle.y + size,
      })
      for (const kind of ['meridian', 'parallel'] as const) {
        const of = lines.filter((line) => line.kind === kind)
        expect(of.length).toBeGreaterThanOrEqual(1)
        expect(of.length).toBeLessThanOrEqual(11)
        checked += of.length
      }
    }
    expect(checked).toBeGreaterThan(40)
  })

  it('stands where there is one place, or none', () => {
    expect(project(projectionFor([tokyo]), tokyo).x).toBeCloseTo(180, 6)
    expect(projectionFor([])).toEqual({ seam: -180, scale: 1 })
  })
})
