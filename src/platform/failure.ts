/** Exit statuses of every command line (contracts): the same meaning everywhere. */
export const EXIT = { done: 0, violation: 1, unknown: 2, usage: 64, failure: 70 } as const
export type ExitStatus = (typeof EXIT)[keyof typeof EXIT]

/** Where in an input something is wrong. `line` and `column` count from 1; `path` is a JSON path or a cell. */
export type Place = { line?: number; column?: number; path?: string }

/**
 * Input that cannot be read or used. Shown as one line `file:line:column: path: expected …, found …` and exit 64;
 * over HTTP as 400 with the same fields. Nothing has been written when it is thrown.
 */
export class InputError extends Error {
  override readonly name = 'InputError'
  readonly file: string
  readonly place: Place
  readonly expected: string

  constructor(file: string, place: Place, expected: string) {
    super(`${file}${placeSuffix(place)}: ${expected}`)
    this.file = file
    this.place = place
    this.expected = expected
  }
}

function placeSuffix(place: Place): string {
  let suffix = ''
  if (place.line !== undefined) suffix += `:${place.line}`
  if (place.line !== undefined && place.column !== undefined) suffix += `:${place.column}`
  if (place.path !== undefined) suffix += `: ${place.path}`
  return suffix
}
