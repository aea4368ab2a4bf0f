import type { Estate } from '../../../estate/estate.ts'
import type { RegisterElement } from '../register/entry.ts'
import type { ResolveObject } from './notice-fact.ts'

/** The external lines of an estate as their providers may write them, for one provider or for all. */
export type KnownLines = {
  /** Numbers and ids to search for in a mail. */
  searched: string[]
  resolve: ResolveObject
}

type Line = { id: string; number?: string; carriers: string[] }

/**
 * Lines and circuits by number and id. A number is unique only together with its provider: of a known one only its own
 * lines count, where it has any; of a stranger every line that has the number.
 */
export function knownLines(
  estate: Estate,
  entry: Pick<RegisterElement, 'party' | 'covers'> | undefined,
): KnownLines {
  const all = externalLines(estate)
  const own = entry === undefined ? all : all.filter((line) => belongs(line, entry))
  const lines = own.length === 0 ? all : own
  const exact = new Map<string, string[]>()
  const loose = new Map<string, string[]>()
  for (const { id, number } of lines)
    for (const written of new Set([id, ...(number === undefined ? [] : [number])])) {
      add(exact, plain(written), id)
      add(loose, tight(written), id)
    }
  return {
    searched: lines.flatMap(({ id, number }) => (number === undefined ? [id] : [number, id])),
    resolve: (said) =>
      exact.get(plain(said)) ?? (tight(said).length >= 4 ? loose.get(tight(said)) : undefined) ?? [],
  }
}

function externalLines({ circuits, lines }: Estate): Line[] {
  return [
    ...circuits.map(({ id, circuit_number, carrier, underlying_carrier }) => ({
      id,
      ...(circuit_number !== undefined && { number: circuit_number }),
      carriers: [carrier, underlying_carrier].filter((one) => one !== undefined),
    })),
    ...lines.map(({ id, carrier, underlying_carrier }) => ({
      id,
      carriers: [carrier, underlying_carrier].filter((one) => one !== undefined),
    })),
  ]
}

function belongs(
  { id, carriers }: Line,
  { party, covers }: Pick<RegisterElement, 'party' | 'covers'>,
): boolean {
  return carriers.includes(party) || (covers ?? []).includes(id)
}

function add(index: Map<string, string[]>, key: string, id: string): void {
  const known = index.get(key)
  if (known === undefined) index.set(key, [id])
  else if (!known.includes(id)) known.push(id)
}

function plain(text: string): string {
  return text.normalize('NFKC').toUpperCase().replace(/\s+/g, ' ').trim()
}

/** Without blanks and marks: `A-東 1000` and `A東-1000`. */
function tight(text: string): string {
  return text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
}
