import type { Json } from './text.ts'

/**
 * What makes one JSON value of another, small where they have much in common: fields that differ, and stretches of lists.
 * A splice is `[at, removed, inserted]`, `at` in the list before; in ascending order. Fields that are null are gone.
 */
export type JsonDifference =
  | { is: Json }
  | { fields: { [field: string]: JsonDifference | null } }
  | { splices: Splice[] }

export type Splice = [at: number, removed: number, inserted: Json[]]

type Plain = { readonly [field: string]: unknown }

/**
 * The difference from one value to another; undefined where there is none. Elements of lists are known again by their
 * `id`, or as a whole; fields that are undefined count as missing, as JSON has them.
 */
export function jsonDifference(before: unknown, after: unknown): JsonDifference | undefined {
  if (before === after) return undefined
  if (Array.isArray(before) && Array.isArray(after)) {
    const splices = splicesOf(before, after)
    return splices.length === 0 ? undefined : { splices }
  }
  if (!isPlain(before) || !isPlain(after)) return { is: after as Json }
  const fields = new Map<string, JsonDifference | null>()
  for (const field of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const [was, is] = [own(before, field), own(after, field)]
    if (is === undefined) {
      if (was !== undefined) fields.set(field, null)
    } else if (was === undefined) fields.set(field, { is: is as Json })
    else {
      const inner = jsonDifference(was, is)
      if (inner !== undefined) fields.set(field, inner)
    }
  }
  return fields.size === 0 ? undefined : { fields: Object.fromEntries(fields) }
}

/** The value after a difference. What did not change stays the same object. RangeError where it does not fit. */
export function afterDifference(before: unknown, difference: JsonDifference | undefined): unknown {
  if (difference === undefined) return before
  if ('is' in difference) return difference.is
  if ('splices' in difference) {
    if (!Array.isArray(before)) throw new RangeError('expected a list to splice')
    return spliced(before, difference.splices)
  }
  if (!isPlain(before)) throw new RangeError('expected a mapping with fields to change')
  const after = new Map(Object.entries(before))
  for (const [field, inner] of Object.entries(difference.fields))
    if (inner === null) after.delete(field)
    else after.set(field, afterDifference(own(before, field), inner))
  return Object.fromEntries(after)
}

function spliced(before: readonly unknown[], splices: readonly Splice[]): unknown[] {
  const after: unknown[] = []
  let from = 0
  for (const [at, removed, inserted] of splices) {
    if (at < from || at + removed > before.length) throw new RangeError('expected splices within the list')
    for (; from < at; from += 1) after.push(before[from])
    for (const element of inserted) after.push(element)
    from = at + removed
  }
  for (; from < before.length; from += 1) after.push(before[from])
  return after
}

function splicesOf(before: readonly unknown[], after: readonly unknown[]): Splice[] {
  const splices: Splice[] = []
  let keys: { before: Set<unknown>; after: Set<unknown> } | undefined
  let open: Splice | undefined
  let [at, to] = [0, 0]
  while (at < before.length || to < after.length) {
    if (at < before.length && to < after.length && isSameJson(before[at], after[to])) {
      at += 1
      to += 1
      open = undefined
      continue
    }
    keys ??= { before: keysOf(before.slice(at)), after: keysOf(after.slice(to)) }
    if (open === undefined) splices.push((open = [at, 0, []]))
    const [old, now] = [
      at < before.length ? keyOf(before[at]) : undefined,
      to < after.length ? keyOf(after[to]) : undefined,
    ]
    const isKept = old !== undefined && keys.after.has(old)
    const isNew = now !== undefined && !keys.before.has(now)
    if (isKept && isNew) open[2].push(after[to++] as Json)
    else if (old === undefined) open[2].push(after[to++] as Json)
    else {
      // Changed where it stood, gone, or moved: then it is put in again where it stands now.
      if (old === now) open[2].push(after[to++] as Json)
      keys.before.delete(old)
      open[1] += 1
      at += 1
    }
  }
  return splices
}

function keysOf(list: readonly unknown[]): Set<unknown> {
  return new Set(list.map(keyOf))
}

function keyOf(element: unknown): unknown {
  if (typeof element !== 'object' || element === null) return element ?? null
  const { id } = element as { id?: unknown }
  return typeof id === 'string' ? id : JSON.stringify(element)
}

/** Whether two values are the same as JSON has them: fields that are undefined count as missing. */
export function isSameJson(one: unknown, other: unknown): boolean {
  if (one === other) return true
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false
  if (Array.isArray(one))
    return (
      Array.isArray(other) &&
      one.length === other.length &&
      one.every((inner, at) => isSameJson(inner, other[at]))
    )
  if (Array.isArray(other)) return false
  const [a, b] = [one, other] as [Plain, Plain]
  for (const field of Object.keys(a)) if (!isSameJson(a[field], own(b, field))) return false
  for (const field of Object.keys(b)) if (b[field] !== undefined && own(a, field) === undefined) return false
  return true
}

/** A field of its own: names such as `toString` and `__proto__` are names like others in what people write. */
function own(value: Plain, field: string): unknown {
  return Object.hasOwn(value, field) ? value[field] : undefined
}

function isPlain(value: unknown): value is Plain {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
