import { lookup } from '../../../platform/lookup.ts'
/** Character references of HTML: all numeric ones and the named ones that mails use. */

const NAMED = lookup<string>({
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u00a0',
  ensp: ' ',
  emsp: ' ',
  thinsp: ' ',
  shy: '',
  zwnj: '',
  zwj: '',
  ndash: '–',
  mdash: '—',
  minus: '-',
  hellip: '…',
  middot: '·',
  bull: '•',
  laquo: '«',
  raquo: '»',
  lsquo: '‘',
  rsquo: '’',
  ldquo: '“',
  rdquo: '”',
  sbquo: '‚',
  bdquo: '„',
  copy: '©',
  reg: '®',
  trade: '™',
  deg: '°',
  euro: '€',
  pound: '£',
  yen: '¥',
  sect: '§',
  para: '¶',
  times: '×',
  divide: '÷',
  plusmn: '±',
  larr: '←',
  rarr: '→',
  uarr: '↑',
  darr: '↓',
  rArr: '⇒',
  iexcl: '¡',
  iquest: '¿',
  ordf: 'ª',
  ordm: 'º',
  szlig: 'ß',
  AElig: 'Æ',
  aelig: 'æ',
  Oslash: 'Ø',
  oslash: 'ø',
  ETH: 'Ð',
  eth: 'ð',
  colon: ':',
  comma: ',',
  period: '.',
  sol: '/',
  lpar: '(',
  rpar: ')',
  num: '#',
  Tab: ' ',
  NewLine: ' ',
})

const MARKS = lookup<string>({
  grave: '\u0300',
  acute: '\u0301',
  circ: '\u0302',
  tilde: '\u0303',
  uml: '\u0308',
  ring: '\u030a',
  cedil: '\u0327',
  caron: '\u030c',
})

export function decodeEntities(text: string): string {
  if (!text.includes('&')) return text
  return text.replace(
    /&(?:#(\d{1,7})|#[xX]([\da-fA-F]{1,6})|([A-Za-z]{2,10}));?/g,
    (whole, decimal, hex, name) => {
      if (decimal !== undefined) return fromCode(Number(decimal))
      if (hex !== undefined) return fromCode(Number.parseInt(String(hex), 16))
      return named(String(name)) ?? whole
    },
  )
}

function named(name: string): string | undefined {
  const known = NAMED[name] ?? NAMED[name.toLowerCase()]
  if (known !== undefined) return known
  const mark = MARKS[name.slice(1)]
  return mark === undefined ? undefined : (name.charAt(0) + mark).normalize('NFC')
}

/** Codes 128 to 159 are windows-1252 in practice (WHATWG HTML, numeric character reference end state). */
function fromCode(code: number): string {
  if (code >= 0x80 && code < 0xa0) return new TextDecoder('windows-1252').decode(new Uint8Array([code]))
  if (code === 0 || code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) return ''
  return String.fromCodePoint(code)
}
