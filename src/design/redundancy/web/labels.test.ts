import { describe, expect, it } from 'vitest'
import { placeLabels, sharedBeginning, shortened, widthOf, type Wish } from './labels.ts'

const wish = (id: string, x: number, y: number): Wish => ({
  id,
  text: 'PGW',
  at: { x, y },
  rank: 1,
  kind: 'node',
})
const size = { width: 400, height: 300 }

describe('labels', () => {
  it('never cover each other, stay inside, and give the important ones their place first', () => {
    const wishes: Wish[] = Array.from({ length: 200 }, (_, index) => ({
      id: `n${index}`,
      text: `東京 機器 ${index}`,
      at: { x: (index * 37) % 400, y: (index * 53) % 300 },
      rank: index === 150 ? 0 : 5,
      kind: 'node',
    }))
    const placed = placeLabels(wishes, size, [], 60)
    expect(placed.length).toBeGreaterThan(15)
    expect(placed.length).toBeLessThanOrEqual(60)
    expect(placed[0]?.id).toBe('n150')
    let pairs = 0
    placed.forEach((a, index) => {
      for (const b of placed.slice(index + 1)) {
        const sameLine = Math.abs(a.y - b.y) < 14
        if (sameLine && a.anchor === 'middle' && b.anchor === 'middle')
          expect(Math.abs(a.x - b.x)).toBeGreaterThanOrEqual((widthOf(a.text) + widthOf(b.text)) / 2)
        pairs++
      }
    })
    expect(pairs).toBeGreaterThan(100)
  })

  it('keep clear of what is already there and leave out what is not on the screen', () => {
    const title = {
      id: 's',
      text: '東京第二ビル 東京第二ビル',
      x: 100,
      y: 119,
      anchor: 'middle' as const,
      kind: 'plate',
    }
    const placed = placeLabels([wish('a', 100, 100), wish('gone', 900, 100)], size, [title], 10)
    expect(placed).toHaveLength(1)
    expect(placed[0]?.y).toBeLessThan(100)
  })

  it('cut a name that reaches too far, and no other', () => {
    expect(shortened('carrier A interconnection router 2', 138)).toBe('carrier A interconn…')
    expect(widthOf(shortened('音声A網 セッション制御装置 1 号機', 138))).toBeLessThanOrEqual(140)
    expect(shortened('基幹スイッチ1', 138)).toBe('基幹スイッチ1')
  })

  it('leave out what all names of a site begin with', () => {
    expect(sharedBeginning(['東京第二 境界1', '東京第二 PGW A1', '東京第二 PGW A2'])).toBe('東京第二 ')
    expect(sharedBeginning(['Tokyo 2 core 1', 'Tokyo 2 NAT'])).toBe('Tokyo 2 ')
    expect(sharedBeginning(['東京1', '東京2'])).toBe('')
    expect(sharedBeginning(['alone 1'])).toBe('')
    expect(sharedBeginning(['a b', 'c d'])).toBe('')
  })
})
