import * as fc from 'fast-check'

/**
 * Properties draw the same cases in every run, so that a landing is judged by what it changes and not by chance.
 * KENSHO_TEST_SEED, a whole number, draws others: `KENSHO_TEST_SEED=$RANDOM npm test`.
 */
const asked = process.env['KENSHO_TEST_SEED']
const seed = asked === undefined ? 20_260_401 : Number(asked)
if (!Number.isSafeInteger(seed))
  throw new RangeError(`expected a whole number in KENSHO_TEST_SEED, found ${asked}`)
fc.configureGlobal({ seed })
