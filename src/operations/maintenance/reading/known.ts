import { shapeOf } from './object-id.ts'

/** Ids searched for, rather than extracted: those that the estate knows, and those that look like the ones found. */

const ID_MAX = 80

/** Ids that the estate knows, found anywhere in the text; case and blanks make no difference. */
export function findKnown(known: Iterable<string>, text: string): string[] {
  const haystack = ` ${text.toUpperCase().replace(/\s+/g, ' ')} `
  const tight = haystack.replace(/\s/g, '')
  const hits: string[] = []
  for (const id of known) {
    const needle = id.toUpperCase().replace(/\s+/g, ' ').trim()
    if (needle.length < 4) continue
    const found = needle.includes(' ')
      ? tight.includes(needle.replace(/\s/g, ''))
      : standsAlone(haystack, needle)
    if (found) hits.push(id)
  }
  return hits
}

function standsAlone(haystack: string, needle: string): boolean {
  for (let at = haystack.indexOf(needle); at >= 0; at = haystack.indexOf(needle, at + 1)) {
    if (!/[A-Z0-9]/.test(haystack[at - 1] ?? ' ') && !/[A-Z0-9]/.test(haystack[at + needle.length] ?? ' '))
      return true
  }
  return false
}

/** The first letters and the build of an id: `SDL/ETH/0017/LON` and `SDL/WV/3/MAN` are of one family. */
function familyOf(id: string): string {
  const [head = ''] = /^[A-Za-z]*/.exec(id) ?? []
  return (
    head.toUpperCase() +
    id
      .slice(head.length)
      .replace(/[A-Za-z]+/g, 'A')
      .replace(/\d+/g, '9')
  )
}

/**
 * Ids that look exactly like those found (same letters, same lengths of digits) but were not taken: the list is
 * probably not complete, or one of them is something else.
 */
export function missedIds(
  found: readonly string[],
  text: string,
  except: readonly string[],
  numbers: readonly string[],
): string[] {
  const shapes = new Set(
    found.map(shapeOf).filter((shape) => shape.length >= 6 && /[^9]/.test(shape) && /9{3,}/.test(shape)),
  )
  const families = new Set(found.map(familyOf).filter((family) => /^[A-Z]{2,}.*[-/._].*9/.test(family)))
  if (shapes.size === 0 && families.size === 0) return []
  const taken = new Set([...found, ...except].map((id) => id.toUpperCase()))
  const number = new Set(numbers.map((id) => id.toUpperCase()))
  const missed = new Set<string>()
  for (const word of text.slice(0, 400_000).match(/[A-Za-z0-9][\w\-./:]*\d[\w\-./:]*/g) ?? []) {
    const id = word.replace(/[.:]+$/, '')
    // A number of the maintenance is often built as the circuits are.
    const alike = shapes.has(shapeOf(id)) || (families.has(familyOf(id)) && !number.has(id.toUpperCase()))
    if (id.length <= ID_MAX && alike && !taken.has(id.toUpperCase())) missed.add(id)
    if (missed.size >= 20) break
  }
  return [...missed]
}
