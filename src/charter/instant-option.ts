import { InputError } from '../platform/failure.ts'

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/

/** Epoch milliseconds of an option such as `--at`; undefined where it was not given. InputError for no instant. */
export function instantOption(flag: string, written: string | boolean | undefined): number | undefined {
  if (written === undefined) return undefined
  const ms = typeof written === 'string' && INSTANT.test(written) ? Date.parse(written) : Number.NaN
  if (Number.isNaN(ms))
    throw new InputError(
      flag,
      {},
      `expected an instant with its offset such as 2026-11-22T09:00:00+09:00, found ${JSON.stringify(written)}`,
    )
  return ms
}
