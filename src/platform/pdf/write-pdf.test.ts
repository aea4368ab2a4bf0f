import { extractText, getDocumentProxy } from 'unpdf'
import { describe, expect, it } from 'vitest'
import type { PdfBlock, PdfDocument } from './document.ts'
import { writePdf } from './write-pdf.ts'

const MADE = Date.UTC(2026, 10, 22, 12)
const SENTENCES = {
  ja: '東京第二の電源盤Bは、音声Aの二つの経路をともに担う（髙橋㈱①、℃、〒、①②）。免除は令和8年11月22日（日）21:40 JSTに終わる。',
  en: 'Power panel B in Tokyo 2 takes both paths of “Voice A” – naïve, Łódź, Ωμέγα, Привет; waived until 22 November 2026, 21:40 JST.',
}
const rows = Array.from({ length: 120 }, (_, at) => [String(at + 1), `TYO-OSA-${at} 東京–大阪`, 'effective'])

function document(language: 'ja' | 'en', blocks: readonly PdfBlock[]): PdfDocument {
  return {
    language,
    title: language === 'ja' ? '監査報告書' : 'Audit report',
    subtitle: ['2026-04-01 – 2026-10-01'],
    createdMs: MADE,
    runningHead: language === 'ja' ? '監査報告書 第1版' : 'Audit report, version 1',
    blocks,
  }
}

const full: readonly PdfBlock[] = [
  { kind: 'heading', level: 1, text: '1 Scope' },
  {
    kind: 'paragraph',
    text: [{ text: 'See ' }, { text: 'the ledger', link: 'https://kensho.example/ledger' }],
  },
  { kind: 'list', items: ['one', 'two'] },
  { kind: 'pairs', rows: [['根', '3f'.repeat(32)]] },
  { kind: 'code', text: `node verify.mjs ${'x'.repeat(150)}` },
  {
    kind: 'table',
    caption: 'Population',
    empty: 'Nothing',
    columns: [
      { head: 'Number', share: 1, align: 'end' },
      { head: 'Object', share: 4 },
      { head: 'Conclusion', share: 2 },
    ],
    rows,
  },
  {
    kind: 'table',
    empty: 'There is nothing in this table.',
    columns: [{ head: 'Empty', share: 1 }],
    rows: [],
  },
  {
    kind: 'drawing',
    alternative: 'Two paths through one panel',
    width: 700,
    height: 90,
    caption: 'Figure 1',
    shapes: [
      { kind: 'box', x: 4, y: 20, width: 90, height: 30, round: 3 },
      { kind: 'label', x: 49, y: 35, text: 'Panel B', anchor: 'middle', widthMax: 84 },
      {
        kind: 'line',
        points: [
          [94, 35],
          [200, 12],
          [300, 35],
        ],
        colour: 'fail',
        dashed: true,
      },
      { kind: 'circle', x: 300, y: 35, radius: 5, fill: 'fail' },
    ],
  },
]

async function pagesOf(bytes: Buffer): Promise<string[]> {
  return (await extractText(await getDocumentProxy(new Uint8Array(bytes)))).text
}

const bare = (text: string) => text.normalize('NFKC').replaceAll(/\s/g, '')

describe('a PDF', () => {
  it.each(['ja', 'en'] as const)(
    'holds every character of a sentence in %s, and its language and title',
    async (language) => {
      const bytes = await writePdf(document(language, [{ kind: 'paragraph', text: SENTENCES[language] }]))
      const [page] = await pagesOf(bytes)
      expect(bare(page!)).toContain(bare(SENTENCES[language]))
      const proxy = await getDocumentProxy(new Uint8Array(bytes))
      const { info } = await proxy.getMetadata()
      expect(info).toMatchObject({
        Title: document(language, []).title,
        Language: language,
        Creator: 'Kensho',
      })
      expect(await proxy.getMarkInfo()).toMatchObject({ Marked: true })
    },
  )

  it('is the same bytes for the same document', async () => {
    const [first, second] = await Promise.all([
      writePdf(document('ja', full)),
      writePdf(document('ja', full)),
    ])
    expect(first.equals(second)).toBe(true)
    const later = await writePdf({ ...document('ja', full), createdMs: MADE + 1000 })
    expect(first.equals(later)).toBe(false)
  })

  it('repeats the head of a table on every page that it reaches and loses no row', async () => {
    const pages = await pagesOf(await writePdf(document('en', full)))
    const withRows = pages.filter((page) => /TYO-OSA-\d+/.test(page))
    expect(withRows.length).toBeGreaterThan(2)
    for (const page of withRows) expect(page).toMatch(/Number\s+Object\s+Conclusion/)
    const text = pages.join('\n')
    for (const [, object] of rows) expect(text).toContain(object!.split(' ')[0]!)
    expect(text).toContain('There is nothing in this table.')
    for (const [at, page] of pages.entries()) {
      expect(page).toContain(`${at + 1} / ${pages.length}`)
      if (at > 0) expect(page).toContain('Audit report, version 1')
    }
  })

  it('breaks a row that is taller than a page', async () => {
    const tall = Array.from({ length: 300 }, (_, at) => `reason ${at}.`).join('\n')
    const table: PdfBlock = {
      kind: 'table',
      empty: '',
      columns: [{ head: 'Why', share: 1 }],
      rows: [[tall], ['after']],
    }
    const text = (await pagesOf(await writePdf(document('en', [table])))).join('\n')
    for (let at = 0; at < 300; at += 1) expect(text).toContain(`reason ${at}.`)
    expect(text).toContain('after')
  })

  it('is drawn: links, outline and ink on every page', async () => {
    const bytes = await writePdf(document('ja', full))
    const proxy = await getDocumentProxy(new Uint8Array(bytes))
    const annotations = (await (await proxy.getPage(1)).getAnnotations()) as { url?: string }[]
    expect(annotations.map(({ url }) => url)).toEqual(['https://kensho.example/ledger'])
    expect((await proxy.getOutline()).map(({ title }: { title: string }) => title)).toEqual(['1 Scope'])
    const tree = JSON.stringify(await (await proxy.getPage(proxy.numPages)).getStructTree())
    expect(tree).toContain('Two paths through one panel')
  })

  it('refuses what is too long, and addresses that could run', async () => {
    await expect(
      writePdf(document('en', full), { pagesMax: 2, bytesMax: 1e7, secondsMax: 20 }),
    ).rejects.toThrow('2 pages')
    await expect(
      writePdf(document('en', full), { pagesMax: 50, bytesMax: 10_000, secondsMax: 20 }),
    ).rejects.toThrow('10000 bytes')
    const script: PdfBlock = { kind: 'paragraph', text: [{ text: 'x', link: 'javascript:alert(1)' }] }
    await expect(writePdf(document('en', [script]))).rejects.toThrow('an http or https address')
  })
})
