/**
 * A table that is asked for words from outside: it knows its own entries only, not `constructor` and what else every
 * object inherits.
 */
export function lookup<Value>(entries: {
  readonly [key: string]: Value
}): Readonly<Record<string, Value | undefined>> {
  return Object.assign(Object.create(null) as Record<string, Value>, entries)
}
