import { personNames } from '../../people/naming.ts'
import type { Context } from '../../platform/context.ts'
import type { Named } from './page.ts'

/** Names persons by id; all names are looked up at once. */
export async function namesOf(ctx: Context, ids: Iterable<string>): Promise<(id: string) => Named> {
  const names = await personNames(ctx, [...ids])
  return (id) => ({ id, name: names.get(id) ?? { ja: id, en: id } })
}
