import { openFor } from '../ledger/subject-keys.ts'
import type { Context } from '../platform/context.ts'
import type { Text } from '../platform/text.ts'
import { readNames } from './store.ts'

const ERASED: Text = { ja: '（消去済み）', en: '(erased)' }

/** What a person is called, as sealed: the name, and how it is written in Latin letters where that is known. */
type SealedName = { name: string; name_en?: string }

/** A name opened with the person's key; once the key is gone, that it was erased. */
export function openedName(ctx: Context, id: string, sealed: string | null): Text {
  const opened = sealed === null ? undefined : openFor(ctx.config, id, sealed)
  if (opened === undefined) return ERASED
  const { name, name_en } = JSON.parse(opened) as SealedName
  return { ja: name, en: name_en ?? name }
}

/** How a person is reached, as sealed. */
export type Contact = { mail?: string; phone?: string }

/** A contact opened with the person's key; empty where none is known, or the key is gone. */
export function openedContact(ctx: Context, id: string, sealed: string | null): Contact {
  const opened = sealed === null ? undefined : openFor(ctx.config, id, sealed)
  return opened === undefined ? {} : (JSON.parse(opened) as Contact)
}

/** What to call persons on a screen, by id. What is no person of this organisation (`system:…`) is called by its id. */
export async function personNames(ctx: Context, ids: readonly string[]): Promise<Map<string, Text>> {
  const sealed = await readNames(ctx.db, [...new Set(ids)])
  return new Map(
    ids.map((id) => {
      const name = sealed.get(id)
      return [id, name === undefined ? { ja: id, en: id } : openedName(ctx, id, name)]
    }),
  )
}

/** The same for one. */
export async function personName(ctx: Context, id: string): Promise<Text> {
  return (await personNames(ctx, [id])).get(id)!
}
