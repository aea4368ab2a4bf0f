import { getDocumentProxy } from 'unpdf'

const PAGES_MAX = 40
const ITEMS_MAX = 60_000

/** A piece of text on a page, in points from the lower left corner. */
type Piece = { text: string; x: number; y: number; width: number; height: number }

/**
 * The text of a PDF as lines, columns apart by tabs; empty where no page has any text. Reads 40 pages at most. Throws
 * for what is no PDF. Runs as long as the document makes it: callers bound the time.
 */
export async function pdfText(bytes: Uint8Array): Promise<string> {
  // The library takes the buffer away from its owner.
  const document = await getDocumentProxy(new Uint8Array(bytes), { verbosity: 0 })
  try {
    const lines: string[] = []
    let items = 0
    for (let at = 1; at <= Math.min(document.numPages, PAGES_MAX) && items < ITEMS_MAX; at += 1) {
      const page = await document.getPage(at)
      const { items: found } = await page.getTextContent()
      items += found.length
      lines.push(
        ...linesOf(found.slice(0, ITEMS_MAX).flatMap((item) => ('str' in item ? [pieceOf(item)] : []))),
        '',
      )
      page.cleanup()
    }
    return lines.join('\n').trim()
  } finally {
    await document.loadingTask.destroy()
  }
}

function pieceOf(item: { str: string; transform: unknown[]; width: number; height: number }): Piece {
  const [x, y] = [Number(item.transform[4]), Number(item.transform[5])]
  return { text: item.str, x, y, width: item.width, height: item.height || 10 }
}

/** Pieces of about one height are a line, from left to right; wide gaps are columns. Pure. */
export function linesOf(pieces: readonly Piece[]): string[] {
  const rows: Piece[][] = []
  for (const piece of pieces.filter(({ text }) => text.trim() !== '').toSorted((a, b) => b.y - a.y)) {
    const row = rows.at(-1)
    const [first] = row ?? []
    if (row !== undefined && first !== undefined && first.y - piece.y < first.height / 2) row.push(piece)
    else rows.push([piece])
  }
  return rows.map((row) => lineOf(row.toSorted((a, b) => a.x - b.x)))
}

function lineOf(row: readonly Piece[]): string {
  let line = ''
  let endX: number | undefined
  for (const { text, x, width, height } of row) {
    const gap = endX === undefined ? 0 : x - endX
    if (gap > 1.5 * height) line += '\t'
    else if (gap > 0.15 * height) line += ' '
    line += text
    endX = x + width
  }
  return line.replace(/[ \u00a0]+/g, ' ').trim()
}
