import { describe, expect, it } from 'vitest'
import { clausesOf } from './clauses.ts'
import { leftOver, namedAsElse, namedAsLine, notSeen, numbersSeen } from './number-voice.ts'

describe('numbers as the second reader sees them', () => {
  it.each([
    ['Planned work BL#88120', '88120', true],
    ['Ticket#88120', '88120', false],
    ['案内No.5512', '5512', false],
    ['Service: ABC-100-7', 'ABC-100', true],
    ['Service: ABC 100 (Leeds)', 'ABC 100', false],
    ['Peers 192.0.2.1, 192.0.2.7', '192.0.2.1-192.0.2.7', false],
  ])('says of %s whether %s was cut out of something longer', (text, id, cut) => {
    const clauses = clausesOf(text)
    expect(notSeen([id], numbersSeen(clauses), clauses) === id).toBe(cut)
  })

  it('knows lines from papers, parts and what stands in brackets behind a line', () => {
    const asked = (text: string, ...ids: string[]): string | undefined => namedAsElse(ids, clausesOf(text))
    expect(asked('Line: SPW-1, ODF 4/17', 'SPW-1', 'ODF 4/17')).toBe('ODF 4/17')
    expect(asked('Invoice: A-1', 'A-1')).toBe('A-1')
    expect(asked('Invoice: A-1\nCircuit: A-1', 'A-1')).toBeUndefined()
    expect(asked('Your port: P-41 (IPv4 203.0.113.41)', 'P-41', '203.0.113.41')).toBe('203.0.113.41')
    expect(asked('Your port: P-41 (service id S-9)', 'P-41', 'S-9')).toBeUndefined()
  })

  it('knows the number of a work from that of a line', () => {
    const asked = (text: string, subject: string): boolean =>
      namedAsLine('KD-1', ['KD-2'], clausesOf(text), clausesOf(subject))
    expect(asked('Circuit: KD-1', '')).toBe(true)
    expect(asked('Circuit: KD-1', 'Maintenance KD-1')).toBe(false)
    expect(asked('工事番号: KD-1', '')).toBe(false)
    expect(namedAsLine('KD-2', ['kd-2'], clausesOf('Ticket KD-2'), [])).toBe(true)
  })

  it.each([
    ['Circuits: ABC-001, ABC-002', 'abc-002'],
    ['Circuits: ABC-001\nService ID: XY-4471', 'xy-4471'],
    ['Circuit: ABC-001 | Carrier service: XY-4471', undefined],
    ['Circuits: ABC-001\nInvoice for your service XY-4471', undefined],
    ['Circuits: ABC-001\nYour service ends 2027-09-12 utc', undefined],
  ])('asks of %s what was left over', (text, left) => {
    expect(leftOver(numbersSeen(clausesOf(text)), ['ABC-001'], ['CHG-1'])).toBe(left)
  })
})
