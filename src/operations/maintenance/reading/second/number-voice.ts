import { clauseOf, hears, type Clause } from './clauses.ts'

/** A word with digits in it that may be a number of a work, of a line, or of something else. */
export type NumberSeen = { text: string; clause: Clause }

const NUMBERS_MAX = 4_000

/** Words of what carries traffic, which a customer calls his. */
const LINE = ['circuit*', 'service*', 'line', 'lines', 'link*', 'port', 'ports', 'connection*', 'wavelength*', 'wave', 'tunnel*', 'vlan*', 'cross', 'interconnect*', 'path', 'rack*', 'cabinet*', 'segment*', 'uplink*', 'asset*', 'cid', 'access', 'leitung*', 'dienst*', 'strecke*', 'liaison*', 'circuito*', 'servicio*', 'serviço*', 'servizi*', 'enlace*', 'dienst*', 'verbinding*', 'tjänst*', 'förbindelse*'] // prettier-ignore
const LINE_PIECES = ['回線', 'サービス', 'ポート', '契約', '対象', 'ラック', '接続', '区間', '芯線', '専用線'] // prettier-ignore
/** Words of the work and of the papers about it. */
const WORK = ['ticket*', 'tt', 'rfc', 'cr', 'maint*', 'change*', 'work', 'works', 'workorder', 'reference', 'ref', 'event*', 'notification*', 'notice*', 'case', 'order', 'job', 'crq', 'chg', 'task', 'incident', 'project', 'window', 'outage*', 'id', 'number', 'no', 'nr', 'planned', 'scheduled', 'emergency', 'bulletin*', 'cancel*', 'complet*', 'finish*', 'start*', 'reschedul*', 'postpon*', 'upgrade*', 'activity', 'intervention*', 'intervento*', 'mantenim*', 'manuten*', 'wartung*', 'arbeit*', 'vorgang*', 'störung*', 'onderhoud*', 'werkzaamh*', 'underhåll*', 'vedlige*', 'vedlike*', 'arbejd*', 'arbeid*', 'travaux', 'trabajo*', 'trabalho*', 'lavor*', 'numero', 'número', 'numéro', 'nummer', 'codice', 'código', 'avis', 'prace', 'huolto*', 'bakım*', 'práce'] // prettier-ignore
const WORK_PIECES = ['工事', '作業', '番号', '案件', '通知', 'メンテ', '保守', '停止', 'お知らせ', '案内', '点検', '工番'] // prettier-ignore
/** Words of papers, of people and of parts: numbers beside them carry no traffic of the customer's. */
const ELSE = ['account', 'invoice', 'contract', 'vat', 'tel', 'phone', 'fax', 'call', 'mobile', 'purchase', 'po', 'version', 'firmware', 'software', 'slot', 'odf', 'amplifier', 'street', 'road', 'rfc', 'iso', 'http', 'https', 'kundennummer', 'rechnung', 'ipv'] // prettier-ignore
const ELSE_PIECES = ['電話', 'お客様番号', '顧客番号', '請求', 'ファーム', 'バージョン', '住所', '型番', 'fax'] // prettier-ignore

/** Words with digits, cut at blanks and at the marks of lists; what stands inside of them belongs to them. */
export function numbersSeen(clauses: readonly Clause[]): NumberSeen[] {
  const seen: NumberSeen[] = []
  for (const clause of clauses) {
    let word = ''
    for (const sign of `${clause.text} `) {
      if (!CUTS.has(sign) && !isKanji(sign)) {
        word += sign
        continue
      }
      const bare = stripped(word)
      if (bare.length > 2 && hasDigit(bare)) seen.push({ text: bare, clause })
      word = ''
      if (seen.length > NUMBERS_MAX) return seen
    }
  }
  return seen
}

const CUTS = new Set([
  ' ',
  '\t',
  ',',
  ';',
  '"',
  '(',
  ')',
  '[',
  ']',
  '{',
  '}',
  '<',
  '>',
  '、',
  '。',
  '「',
  '」',
  '『',
  '』',
  '【',
  '】',
  '・',
  '=',
  '~',
  '\u2192',
  '→',
  '’',
  '“',
  '”',
])
const EDGES = new Set([
  '.',
  ':',
  '-',
  "'",
  '*',
  '#',
  '/',
  '!',
  '?',
  '_',
  '+',
  '&',
  '|',
  '`',
  '\u2013',
  '\u2014',
  '\u2026',
  '\u2022',
  '№',
  '■',
  '●',
  '◆',
  '▼',
  '○',
  '※',
  '>',
])

function stripped(word: string): string {
  let from = 0
  let to = word.length
  while (from < to && EDGES.has(word[from]!)) from += 1
  while (to > from && EDGES.has(word[to - 1]!)) to -= 1
  // `no:1234` names its number without a blank.
  const inner = word.slice(from, to)
  for (const name of NAMES_OF_NUMBERS)
    if (inner.startsWith(name) && hasDigit(inner.charAt(name.length))) return inner.slice(name.length)
  const colon = inner.indexOf(':')
  return colon > 0 && !hasDigit(inner.slice(0, colon)) ? stripped(inner.slice(colon + 1)) : inner
}

const NAMES_OF_NUMBERS = ['no.', 'nr.', 'ref.', 'id.', 'n°', 'nº']

function isKanji(sign: string): boolean {
  const code = sign.charCodeAt(0)
  return code >= 0x3040 && code < 0xd7ff
}

function hasDigit(text: string): boolean {
  for (const sign of text) if (sign >= '0' && sign <= '9') return true
  return false
}

function hasLetter(text: string): boolean {
  for (const sign of text) if (sign >= 'a' && sign <= 'z') return true
  return false
}

/** An id as the texts of clauses have it. */
function plainOf(id: string): string {
  return id.normalize('NFKC').toLowerCase().trim()
}

/** What was read as a number or a line and stands nowhere as a word of its own. */
export function notSeen(
  ids: readonly string[],
  seen: readonly NumberSeen[],
  clauses: readonly Clause[],
): string | undefined {
  const whole = new Set(seen.map((one) => one.text))
  const tight = clauses.map(({ text }) => ` ${text} `)
  return ids.find((id) => {
    const plain = plainOf(id)
    if (plain === '' || whole.has(stripped(plain))) return false
    // Two ends of a session are written one after the other.
    const [one, other, more] = plain.split('-')
    if (
      more === undefined &&
      one !== undefined &&
      other !== undefined &&
      whole.has(stripped(one)) &&
      whole.has(stripped(other))
    )
      return false
    return !tight.some((text) => standsIn(text, plain))
  })
}

/** The words of a name that has blanks or brackets in it, between signs that end words. */
function standsIn(text: string, id: string): boolean {
  for (let at = text.indexOf(id); at >= 0; at = text.indexOf(id, at + 1)) {
    if (!continues(text, at - 1, -1) && !continues(text, at + id.length, 1)) return true
  }
  return false
}

/** A letter or digit goes on, or a mark with one behind it. */
function continues(text: string, at: number, step: -1 | 1): boolean {
  const sign = text[at] ?? ' '
  if (isWord(sign)) return true
  if (sign === '#' && step < 0 && WORK_BEFORE.includes(clauseOf(text.slice(0, at)).words.at(-1) ?? ''))
    return false
  return TIES.has(sign) && isWord(text[at + step] ?? ' ')
}

/** `Ticket#4711` names its number; `BL#4711` is one. */
const WORK_BEFORE = [
  'ticket',
  'case',
  'ref',
  'reference',
  'no',
  'nr',
  'id',
  'tt',
  'maintenance',
  'change',
  'order',
  'job',
  'event',
  'circuit',
  'service',
  'line',
  'port',
]
const TIES = new Set(['-', '/', '_', '.', '#'])

function isWord(sign: string): boolean {
  return (sign >= 'a' && sign <= 'z') || (sign >= '0' && sign <= '9')
}

/** A line that is only ever named beside words of papers, people and parts, or in brackets behind another line. */
export function namedAsElse(ids: readonly string[], clauses: readonly Clause[]): string | undefined {
  const plain = ids.map(plainOf)
  const at = plain.findIndex((id, index) => {
    const naming = clauses.filter(({ text }) => text.includes(id))
    if (naming.length === 0) return false
    const own = id.split(' ')[0] ?? ''
    if (own !== id && ELSE.includes(own)) return true
    return (
      naming.every((one) => hears(one, ELSE, ELSE_PIECES) && !hears(one, LINE, LINE_PIECES)) ||
      naming.every(({ text }) => plain.some((other, place) => place !== index && isBehind(text, other, id)))
    )
  })
  return ids[at]
}

/** `PORT-41 (AS64541)`: one id stands in brackets behind the other. */
function isBehind(text: string, id: string, inside: string): boolean {
  const from = text.indexOf(id)
  const open = text.indexOf('(', from + id.length)
  const close = text.indexOf(')', open)
  const at = text.indexOf(inside, open)
  const behind =
    from >= 0 && open > 0 && open - from - id.length < 3 && at > open && (close < 0 || at < close)
  // `(service id S-100233)` says what it is.
  return behind && !hears(clauseOf(text.slice(open, at)), LINE, LINE_PIECES)
}

/** A number that no clause calls one of a work, or that is a line as well. */
export function namedAsLine(
  id: string,
  lines: readonly string[],
  clauses: readonly Clause[],
  subjects: readonly Clause[],
): boolean {
  const plain = plainOf(id)
  if (plain === '') return false
  if (lines.some((one) => plainOf(one) === plain)) return true
  if (subjects.some(({ text }) => text.includes(plain))) return false
  return !clauses.some((one) => one.text.includes(plain) && hears(one, WORK, WORK_PIECES))
}

/** Words with letters and digits beside words of lines, that were taken for nothing. */
export function leftOver(
  seen: readonly NumberSeen[],
  lines: readonly string[],
  others: readonly string[],
): string | undefined {
  const plain = (id: string): string => id.normalize('NFKC').toLowerCase()
  const own = lines.map(plain)
  const known = [...own, ...others.map(plain)]
  const rows = new Set(
    seen.filter(({ text }) => own.some((id) => id.includes(text))).map(({ clause }) => clause),
  )
  const lineNumbers = new Set([...rows].map((clause) => clause.line))
  const shapes = new Set(own.map(shapeOf))
  return seen.find(({ text, clause }) => {
    if (known.some((one) => one.includes(text) || text.includes(one))) return false
    // In one clause with a line and built as it is.
    if (rows.has(clause) && shapes.has(shapeOf(text))) return true
    // Another column of the same row names the same thing otherwise.
    if (!isLineLike(text) || (!rows.has(clause) && lineNumbers.has(clause.line))) return false
    return hears(clause, LINE, LINE_PIECES) && !hears(clause, ELSE, ELSE_PIECES) && !hears(clause, TIMES)
  })?.text
}

/** Letters as `a`, digits as `9`, each as often as it stands there; a word short or without digits has none. */
function shapeOf(text: string): string {
  if (text.length < 6) return text
  let shape = ''
  for (const sign of text) shape += sign >= '0' && sign <= '9' ? '9' : isWord(sign) ? 'a' : sign
  return shape
}

const TIMES = ['utc', 'gmt', 'am', 'pm', 'jan*', 'feb*', 'mar', 'march', 'apr*', 'may', 'jun*', 'jul*', 'aug*', 'sep*', 'oct*', 'nov*', 'dec*'] // prettier-ignore

/** Letters, three digits and more, no address and no quantity. */
function isLineLike(text: string): boolean {
  let digits = 0
  let marks = 0
  for (const sign of text) {
    if (sign >= '0' && sign <= '9') digits += 1
    else if (sign === '@' || sign === ':' || sign === '%' || sign === '.') return false
    else if (sign === '-' || sign === '/' || sign === '_') marks += 1
  }
  return hasLetter(text) && text.length >= 6 && digits >= 2 && (marks > 0 || digits >= 4)
}
