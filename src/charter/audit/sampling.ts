import { createHash } from 'node:crypto'

/**
 * How large a sample is: chosen with a reason, or by attribute sampling, so large that with `confidence` percent at most
 * `tolerable` percent of the population deviate when at most `expected` deviations are found in it.
 */
export type SampleRule =
  | { kind: 'chosen'; size: number; because: string }
  | { kind: 'attribute'; size: number; confidence: number; tolerable: number; expected: number }

/**
 * The sample: of every item the SHA-256 of the three lines SEED, CONTROL and ITEM (UTF-8, joined by line feeds, none at the
 * end), the items with the smallest hashes. Everybody can draw it again with sha256sum and sort. A larger sample of the
 * same seed holds the smaller one, so that a sample can grow but not be exchanged.
 */
export function sampleOf(items: readonly string[], control: string, seed: string, size: number): string[] {
  return items
    .map((item) => ({
      item,
      rank: createHash('sha256').update(`${seed}\n${control}\n${item}`).digest('hex'),
    }))
    .sort((one, other) => (one.rank < other.rank ? -1 : one.rank > other.rank ? 1 : 0))
    .slice(0, size)
    .map(({ item }) => item)
}

/**
 * The size of an attribute sample, exact for the population (hypergeometric, as in the tables of audit sampling guides
 * that assume large ones): the least n at which a population with just too many deviations would show at most `expected`
 * of them with no more than 100 - `confidence` percent probability; the whole population where no part suffices.
 */
export function attributeSize(
  population: number,
  { confidence, tolerable, expected }: { confidence: number; tolerable: number; expected: number },
): number {
  const deviating = Math.floor((population * tolerable) / 100 + 1e-9) + 1
  const risk = 1 - confidence / 100
  if (deviating > population) return population
  for (let [low, high] = [expected + 1, population]; ;) {
    if (low >= high) return Math.min(low, population)
    const middle = (low + high) >> 1
    if (chanceOfAtMost(expected, { population, deviating, size: middle }) <= risk) high = middle
    else low = middle + 1
  }
}

/**
 * With `confidence` percent at most so many of the population deviate, where `found` of a sample do (the exact upper
 * limit): the largest number of deviations that would show so few with more than 100 - `confidence` percent probability.
 */
export function upperLimit(population: number, size: number, found: number, confidence: number): number {
  if (size === 0) return population
  const risk = 1 - confidence / 100
  let [low, high] = [found, population - size + found]
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if (chanceOfAtMost(found, { population, deviating: middle, size }) > risk) low = middle
    else high = middle - 1
  }
  return low
}

type Drawing = { population: number; deviating: number; size: number }

/** The probability of at most `found` deviating items in a sample drawn without replacement. */
export function chanceOfAtMost(found: number, { population, deviating, size }: Drawing): number {
  const least = Math.max(0, size - (population - deviating))
  const most = Math.min(size, deviating, found)
  let sum = 0
  const all = logChoose(population, size)
  for (let hits = least; hits <= most; hits += 1)
    sum += Math.exp(logChoose(deviating, hits) + logChoose(population - deviating, size - hits) - all)
  return Math.min(1, sum)
}

function logChoose(n: number, k: number): number {
  return logFactorial(n) - logFactorial(k) - logFactorial(n - k)
}

const SMALL_MAX = 256
const small: number[] = [0]

/** Sums below 257, Stirling's series above: its error there is below 1e-15 of the value. */
function logFactorial(n: number): number {
  while (small.length <= SMALL_MAX) small.push(small.at(-1)! + Math.log(small.length))
  if (n <= SMALL_MAX) return small[n]!
  return (n + 0.5) * Math.log(n) - n + 0.5 * Math.log(2 * Math.PI) + 1 / (12 * n) - 1 / (360 * n ** 3)
}
