/** Cells as people write them, made into values; undefined when they cannot be. */

/** A number with thousands separators or full-width digits. */
export function numberIn(cell: string): number | undefined {
  const plain = cell.normalize('NFKC').replaceAll(/[,\s]/g, '')
  const value = Number(plain)
  return plain !== '' && Number.isFinite(value) ? value : undefined
}

const UNIT_MBPS: Record<string, number> = { k: 0.001, m: 1, g: 1000, t: 1_000_000 }

/** A rate in Mbps when it has a unit (`10G`, `100 Mbps`), else the bare number times the unit of its heading. */
export function rateIn(cell: string, headingUnit: number | undefined): number | undefined {
  const plain = cell.normalize('NFKC').replaceAll(/[,\s]/g, '')
  const match = /^(\d+(?:\.\d+)?)(?:([kmgt])(?:bps|b\/s|bit\/s|bits?)?)?$/i.exec(plain)
  if (!match) return undefined
  const unit = match[2] === undefined ? (headingUnit ?? 1) : UNIT_MBPS[match[2].toLowerCase()]!
  return Number((Number(match[1]) * unit).toPrecision(15))
}

/** The unit in a heading such as 帯域(Gbps), in Mbps. */
export function unitOfHeading(heading: string): number | undefined {
  const match = /([kmgt])\s*(?:bps|b\/s|bit\/s)/i.exec(heading.normalize('NFKC'))
  return match ? UNIT_MBPS[match[1]!.toLowerCase()] : undefined
}

const ERA_FIRST_YEAR: Record<string, number> = {
  令和: 2019,
  r: 2019,
  平成: 1989,
  h: 1989,
  昭和: 1926,
  s: 1926,
}

/** A date as `2026-04-01`, from 2026/4/1, 2026年4月1日, 20260401, 令和8年4月1日, R8.4.1; an instant with offset stays. */
export function dateIn(cell: string): string | undefined {
  const plain = cell.normalize('NFKC').trim()
  if (/^\d{4}-\d{2}-\d{2}T[\d:.]+(Z|[+-]\d{2}:\d{2})$/.test(plain)) return plain
  const match =
    /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(plain) ??
    /^(\d{4})(\d{2})(\d{2})$/.exec(plain) ??
    /^(令和|平成|昭和|[rhs])(\d{1,2}|元)[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/i.exec(plain)
  if (!match) return undefined
  const [year, month, day] =
    match.length === 5 ? [eraYear(match[1]!, match[2]!), match[3]!, match[4]!] : match.slice(1)
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
}

function eraYear(era: string, year: string): string {
  return String(ERA_FIRST_YEAR[era.toLowerCase()]! + (year === '元' ? 1 : Number(year)) - 1)
}

/** Several names in one cell, separated by 、, commas, semicolons, slashes with space, or line breaks. */
export function namesIn(cell: string): string[] {
  const names = cell.split(/[、，,;；\n]|\s\/\s/).map((name) => name.trim())
  return [...new Set(names.filter((name) => name !== ''))]
}

const TRUE_WORDS = ['true', 'yes', 'y', '1', '○', '◯', '〇', '有', 'あり', 'はい']
const FALSE_WORDS = ['false', 'no', 'n', '0', '×', '✕', '無', 'なし', 'いいえ', '-']

export function flagIn(cell: string): boolean | undefined {
  const plain = cell.normalize('NFKC').trim().toLowerCase()
  if (TRUE_WORDS.includes(plain)) return true
  return FALSE_WORDS.includes(plain) ? false : undefined
}
