import { isIPv4, isIPv6 } from 'node:net'

/**
 * Numbers or addresses in a row, both ends included. Numbers of unequal length are never the same number, as leading
 * zeros count; so `numbering` is their length, or the family of addresses. `unit`: how many are handed out as one.
 */
export type NumberRange = { numbering: Numbering; first: bigint; last: bigint; unit: bigint }
type Numbering = `${number} digits` | 'IPv4' | 'IPv6'

const DIGITS_MAX = 32
export const RANGE_EXPECTED = 'a range such as 09012340000-09012349999, 203.0.113.0/24 or 2001:db8::/40'

/**
 * Reads `FIRST-LAST`, `PREFIX/LENGTH`, `PREFIX/LENGTH in /LENGTH` where prefixes are handed out, or one number. A text
 * is what was expected instead.
 */
export function rangeOf(written: string): NumberRange | string {
  const prefix = /^(\S+)\/(\d{1,3})(?: in \/(\d{1,3}))?$/.exec(written)
  if (prefix) return prefixRange(prefix[1]!, Number(prefix[2]), Number(prefix[3] ?? NaN))
  const ends = written.split('-').map((end) => end.trim())
  if (ends.length > 2) return RANGE_EXPECTED
  const [first, last = first] = ends.map(numberOf)
  if (first === undefined || last === undefined) return RANGE_EXPECTED
  if (first.numbering !== last.numbering)
    return `both ends of one kind and length, not ${first.numbering} and ${last.numbering}`
  if (last.value < first.value) return 'a range whose last number is not before its first'
  return { numbering: first.numbering, first: first.value, last: last.value, unit: 1n }
}

function prefixRange(address: string, length: number, handedOut: number): NumberRange | string {
  const start = numberOf(address)
  if (start === undefined || !isAddress(start.numbering)) return RANGE_EXPECTED
  const { numbering, value } = start
  const bits = bitsOf(numbering)
  if (length > bits) return `a prefix length of at most ${bits} for ${numbering}`
  if (handedOut < length || handedOut > bits)
    return `prefixes from /${length} to /${bits} to be handed out of a /${length}`
  const size = 1n << BigInt(bits - length)
  const first = value - (value % size)
  if (first !== value) return `the first address of the prefix, ${numberText(numbering, first)}/${length}`
  const unit = Number.isNaN(handedOut) ? 1n : 1n << BigInt(bits - handedOut)
  return { numbering, first, last: first + size - 1n, unit }
}

/** How many there are in a range: all, or those that are right by their check digit. A text is what was expected. */
export function countOf({ numbering, first, last, unit }: NumberRange, check?: 'luhn'): bigint | string {
  if (check === undefined) return (last - first + 1n) / unit
  if (isAddress(numbering)) return 'numbers, not addresses, where there is a check_digit'
  for (const end of [first, last])
    if (!isLuhn(end)) return `ends that are right by their check digit; ${numberText(numbering, end)} is not`
  return last / 10n - first / 10n + 1n
}

/** What two ranges have in common; undefined where they share nothing. */
export function sharedBy(one: NumberRange, other: NumberRange): NumberRange | undefined {
  if (one.numbering !== other.numbering) return undefined
  const first = one.first > other.first ? one.first : other.first
  const last = one.last < other.last ? one.last : other.last
  return first <= last ? { numbering: one.numbering, first, last, unit: 1n } : undefined
}

export function rangeText({ numbering, first, last }: Omit<NumberRange, 'unit'>): string {
  const from = numberText(numbering, first)
  return first === last ? from : `${from}-${numberText(numbering, last)}`
}

function numberOf(written: string): { numbering: Numbering; value: bigint } | undefined {
  if (/^\d+$/.test(written) && written.length <= DIGITS_MAX)
    return { numbering: `${written.length} digits`, value: BigInt(written) }
  if (isIPv4(written)) return { numbering: 'IPv4', value: ipv4Value(written) }
  if (isIPv6(written) && !written.includes('%')) return { numbering: 'IPv6', value: ipv6Value(written) }
  return undefined
}

function ipv4Value(written: string): bigint {
  return written.split('.').reduce((value, part) => (value << 8n) | BigInt(part), 0n)
}

/** A trailing IPv4 form stands for two groups, and `::` for as many zeros as are missing of eight. */
function ipv6Value(written: string): bigint {
  const groups = (part: string): bigint[] =>
    part === ''
      ? []
      : part.split(':').flatMap((group) => {
          if (!group.includes('.')) return [BigInt(`0x${group}`)]
          const value = ipv4Value(group)
          return [value >> 16n, value & 0xffffn]
        })
  const [head = '', tail] = written.split('::')
  const front = groups(head)
  const back = tail === undefined ? [] : groups(tail)
  const zeros = Array.from({ length: 8 - front.length - back.length }, () => 0n)
  return [...front, ...zeros, ...back].reduce((value, group) => (value << 16n) | group, 0n)
}

function isAddress(numbering: Numbering): numbering is 'IPv4' | 'IPv6' {
  return numbering === 'IPv4' || numbering === 'IPv6'
}

function bitsOf(numbering: 'IPv4' | 'IPv6'): 32 | 128 {
  return numbering === 'IPv4' ? 32 : 128
}

function numberText(numbering: Numbering, value: bigint): string {
  if (numbering === 'IPv4') return [24n, 16n, 8n, 0n].map((by) => String((value >> by) & 255n)).join('.')
  if (numbering !== 'IPv6') return String(value).padStart(Number.parseInt(numbering, 10), '0')
  const groups = Array.from({ length: 8 }, (_none, at) =>
    ((value >> BigInt(16 * (7 - at))) & 0xffffn).toString(16),
  ).join(':')
  // The longest run of zeros becomes `::` (RFC 5952).
  const zeros = groups.match(/\b0(?::0)+\b/g)?.toSorted((one, other) => other.length - one.length)[0]
  if (zeros === undefined) return groups
  const at = groups.search(new RegExp(`\\b${zeros}\\b`))
  const head = groups.slice(0, at).replace(/:$/, '')
  return `${head}::${groups.slice(at + zeros.length).replace(/^:/, '')}`
}

/** ISO/IEC 7812-1, annex B: as ICCIDs and IMEIs end. */
function isLuhn(value: bigint): boolean {
  let sum = 0
  let doubled = false
  for (let rest = value; rest > 0n; rest /= 10n) {
    const digit = Number(rest % 10n) * (doubled ? 2 : 1)
    sum += digit > 9 ? digit - 9 : digit
    doubled = !doubled
  }
  return sum % 10 === 0
}
