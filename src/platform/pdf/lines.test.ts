import { beforeAll, describe, expect, it } from 'vitest'
import type { Language } from '../text.ts'
import { loadFaces } from './faces.ts'
import { lineOf, linesOf, type Line } from './lines.ts'

const JAPANESE =
  '東京第二局の電源盤Bが、音声サービス（全国音声「第2種」）の二つの経路をともに担っています。（あっ、ちょっと…）人々はコーヒーとアイスクリームを、ショッピングモール・デッキで飲む：本当に！「え？」；以上（終わり）。そのため、2026年11月22日に盤が停止すると、3件のサービスが全国で止まります。'
const ENGLISH =
  'The power panel B in Tokyo 2 takes both paths of Voice A (see “2.1 Redundancy”), so its failure ends every call; on 2026-11-22 it is to be mended.'

const setting = (language: Language) => ({ style: 'sans', size: 10, colour: 'ink', language }) as const
const textOf = ({ runs }: Line) => runs.map(({ text }) => text).join('')

beforeAll(loadFaces)

describe('lines', () => {
  it('obey kinsoku at every width, lose nothing, and are never wider than allowed', () => {
    let lines = 0
    for (let width = 110; width <= 460; width += 5) {
      const set = linesOf(JAPANESE, setting('ja'), width)
      lines += set.length
      expect(set.map(textOf).join('')).toBe(JAPANESE)
      for (const [at, line] of set.entries()) {
        expect(line.width).toBeLessThanOrEqual(width)
        const text = textOf(line)
        if (at > 0)
          expect(text, `a line that begins so at ${width}`).not.toMatch(
            /^[、。，．）」』】・：；！？ーっょャ々…]/,
          )
        expect(text, `a line that ends so at ${width}`).not.toMatch(/[（「『【]$/)
        expect(text, 'a date in one piece').not.toMatch(/2026年(?!11月22日)|11月(?!22日)/)
      }
    }
    expect(lines).toBeGreaterThan(400)
  })

  it('end English lines at spaces and keep dates whole', () => {
    for (let width = 70; width <= 460; width += 11) {
      const set = linesOf(ENGLISH, setting('en'), width)
      expect(set.map(textOf).join(' ')).toBe(ENGLISH)
      expect(set.some((line) => textOf(line).includes('2026-11-22'))).toBe(true)
    }
  })

  it('break what has no place to break, and end where a line feed says so', () => {
    const root = '3f'.repeat(40)
    const set = linesOf(root, setting('en'), 100)
    expect(set.length).toBeGreaterThan(2)
    expect(set.map(textOf).join('')).toBe(root)
    expect(linesOf('一\n\n二', setting('ja'), 100).map(textOf)).toEqual(['一', '', '二'])
  })

  it('find a face for rare characters and write by number what none has', () => {
    const [line] = linesOf('髙橋㈱①ŁПΩ漢葛\u{e0100}\u{1f600}\u202e', setting('ja'), 1000)
    expect(textOf(line!)).toBe('髙橋㈱①ŁПΩ漢葛[U+1F600][U+202E]')
    expect(new Set(line!.runs.map(({ face }) => face.id)).size).toBeGreaterThan(3)
  })

  it('cut a label with an ellipsis', () => {
    const cut = lineOf(JAPANESE, setting('ja'), 90)
    expect(textOf(cut)).toMatch(/^東京.+…$/)
    expect(cut.width).toBeLessThanOrEqual(90)
    expect(textOf(lineOf('短い', setting('ja'), 90))).toBe('短い')
  })
})
