import { describe, expect, it } from 'vitest'
import { piecesOf, type Readable } from './evidence.ts'

const READ: Readable = {
  number: 'MA-1001',
  objects: ['CIR-10001'],
  instants: ['2026-06-16T01:00:00Z', '2026-06-16T05:00:00Z'],
}

function marked(text: string, readable = READ): string[] {
  const pieces = piecesOf(text, readable)
  expect(pieces.map((piece) => piece.text).join('')).toBe(text)
  return pieces.flatMap(({ text: found, evidence }) =>
    evidence === undefined ? [] : [`${evidence}: ${found}`],
  )
}

describe('evidence in a mail', () => {
  it('is its number, its lines and the times of its windows, whatever their notation', () => {
    expect(
      marked('No. MA-1001\nStart 2026-06-16 01:00 UTC\nEnd 16 June 2026 05:00\nline cir-10001\nroom 12:34'),
    ).toEqual([
      'number: MA-1001',
      'time: 2026-06-16',
      'time: 01:00',
      'time: 16 June',
      'time: 05:00',
      'object: cir-10001',
    ])
    expect(marked('日時：令和8年6月16日 10時00分～14:00')).toEqual([
      'time: 6月16日',
      'time: 10時00分',
      'time: 14:00',
    ])
  })

  it('passes over dates of other days', () => {
    expect(marked('Sent 1 June 2026 10:00\n2026/07/16 01:00')).toEqual([])
  })

  it('takes a long text in a moment', () => {
    const text = '1/1 1:1 MA-100'.repeat(20_000)
    const before = performance.now()
    expect(piecesOf(text, READ).length).toBeGreaterThan(0)
    expect(performance.now() - before).toBeLessThan(5000)
  })
})
