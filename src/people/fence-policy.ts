import { hash } from 'node:crypto'

/** Which permissions open a table, whatever the route, and which columns name the person whose own row it is. */
export type Guard = { readonly by: readonly string[]; readonly own?: readonly string[] }

/** A policy of PostgreSQL: its name says what it is, so that another condition has another name. */
export type RowPolicy = { name: string; rest: string }

/** Any row of any table: only on a connection that was entered for somebody who holds the permission of the route. */
export const ROUTE_POLICY: RowPolicy = {
  name: 'kensho_route',
  rest: permissive(`(select current_setting('kensho.granted', true)) = 'yes'`),
}

function permissive(condition: string): string {
  return `for all to kensho_fenced using (${condition}) with check (${condition})`
}

const NAME = /^[a-z][a-z0-9_]{0,62}$/
const PERMISSION = /^[a-z0-9/-]+\.[a-z0-9-]+$/

/** A row of a guarded table, beside that: only for who holds one of these permissions, or whose own it is. Pure. */
export function guardPolicy({ by, own = [] }: Guard): RowPolicy {
  const bad = [...own.filter((name) => !NAME.test(name)), ...by.filter((name) => !PERMISSION.test(name))]
  if (bad.length > 0) throw new Error(`a guard names "${bad[0]}", which is no column or permission`)
  const conditions = [
    `(select people.entitled(array[${by.map((permission) => `'${permission}'`).join(', ')}]::text[]))`,
    ...own.map((column) => `${column} = (select current_setting('kensho.person', true))`),
  ]
  const condition = conditions.join(' or ')
  return {
    name: `kensho_guard_${hash('sha256', condition).slice(0, 12)}`,
    rest: `as restrictive ${permissive(condition)}`,
  }
}
