import { ESTATE_COLLECTIONS } from '../../estate/estate-shape.ts'
import type { Workspace } from '../../estate/workspace-content.ts'
import type { Choices } from './choices.ts'

const SHORTEST = 4
const SHORTEST_CJK = 2
const WORD = /[\p{L}\p{N}]/u
const CJK = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]/u

/** What things of the estate are called. An id that is a plain word says nothing; one with a digit or a dash does. */
export function namesOfThings({ estate }: Pick<Workspace, 'estate'>): string[] {
  const names = new Set<string>()
  for (const collection of ESTATE_COLLECTIONS)
    for (const element of estate[collection] as { id?: string; name?: unknown; name_en?: unknown }[]) {
      if (element.id !== undefined && /[\d_-]/.test(element.id)) names.add(element.id)
      for (const name of [element.name, element.name_en]) if (typeof name === 'string') names.add(name)
    }
  return [...names]
}

/** The first remark that calls a thing or a person by name: a remark is what a person writes, so it is looked at. */
export function namedIn(
  { clauses }: Choices,
  names: readonly string[],
): { path: string; name: string } | undefined {
  const long = names.filter((name) => name.trim().length >= (CJK.test(name) ? SHORTEST_CJK : SHORTEST))
  for (const [index, { remark }] of clauses.entries())
    for (const [language, text] of Object.entries(remark ?? {})) {
      const name = long.find((one) => contains(text, one))
      if (name !== undefined) return { path: `clauses.${index}.remark.${language}`, name }
    }
  return undefined
}

/** As a word of its own; Japanese writes no spaces, so there anywhere. */
function contains(text: string, name: string): boolean {
  const [inside, wanted] = [text.toLowerCase(), name.trim().toLowerCase()]
  for (let at = inside.indexOf(wanted); at >= 0; at = inside.indexOf(wanted, at + 1)) {
    if (CJK.test(wanted)) return true
    const [before, after] = [inside[at - 1] ?? ' ', inside[at + wanted.length] ?? ' ']
    if (!isLatin(before) && !isLatin(after)) return true
  }
  return false
}

function isLatin(character: string): boolean {
  return WORD.test(character) && !CJK.test(character)
}
