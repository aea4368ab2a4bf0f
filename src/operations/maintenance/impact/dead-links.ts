import type { FailureCases } from '../../../design/redundancy/index.ts'
import type { Route } from './ways.ts'
import type { Failed } from './window.ts'

/** The links and nodes that are dead under some failures. */
export class Dead {
  readonly #parts: readonly Deaths[]
  readonly #last: Deaths
  /** By link, what is dead but for the last part; absent where there is nothing else. */
  readonly #marks: Uint8Array | undefined

  constructor(parts: readonly Deaths[], marks: Uint8Array | undefined) {
    this.#parts = parts
    this.#last = parts.at(-1) ?? NOTHING
    this.#marks = marks
  }

  hasLink(link: number): boolean {
    if (this.#marks !== undefined && this.#marks[link] === 1) return true
    return isIn(this.#last, link)
  }

  hasNode(node: number): boolean {
    return this.#parts.some(({ nodes }) => nodes.includes(node))
  }
}

/** What dies of one element, or of several that groups count together. */
type Deaths = {
  links: readonly number[]
  /** Bits of the links' residues modulo 32, so that most others need no look at the list. */
  residues: number
  nodes: readonly number[]
  isLink: Uint8Array | undefined
  counted: boolean
}

const NOTHING: Deaths = { links: [], residues: 0, nodes: [], isLink: undefined, counted: false }

function isIn({ isLink, links, residues }: Deaths, link: number): boolean {
  if (isLink !== undefined) return isLink[link] === 1
  return ((residues >>> (link & 31)) & 1) === 1 && links.includes(link)
}

/** So many links are looked through one by one; more are marked in a list of all. */
const FEW_LINKS_MAX = 24

/** Says of failures what they kill, each looked up once. */
export class DeadLinks {
  readonly #failures: FailureCases
  readonly #linkCount: number
  readonly #nodeCount: number
  readonly #isCounted: Uint8Array
  readonly #ofOne = new Map<number, Deaths>()
  #ground: { failed: Failed; parts: readonly Deaths[]; marks: Uint8Array | undefined } | undefined

  constructor(failures: FailureCases) {
    const { network } = failures.prepared
    this.#failures = failures
    this.#nodeCount = network.nodes.length
    this.#linkCount = network.links.length
    this.#isCounted = new Uint8Array(failures.count)
    for (const { members } of network.groups)
      for (const member of members) {
        const element = failures.number(member)
        if (element >= 0) this.#isCounted[element] = 1
      }
  }

  /** `last` is looked at by itself, so that many of them may follow the same list of others. */
  under(failed: Failed, last?: number): Dead {
    const { parts, marks } = this.#groundOf(failed)
    if (last === undefined) return new Dead(parts, marks)
    const end = this.#of(last)
    // A group may lose one member to one failure and one to another: only then more dies than of each alone.
    if (end.counted && parts.some(({ counted }) => counted)) return this.under([...failed, last])
    return new Dead([...parts, end], marks)
  }

  /** Whether nothing more dies of these and any other failure together than of each alone. */
  addsUp(failed: Failed): boolean {
    return this.#groundOf(failed).parts.every(({ counted }) => !counted)
  }

  /** False only where a failure leaves a route alone, whatever else is dead. */
  mayHit(failure: number, { arcs }: Route): boolean {
    const end = this.#of(failure)
    if (end.counted) return true
    for (let at = 0; at < arcs.length; at += 1) if (isIn(end, arcs[at]! >> 1)) return true
    return false
  }

  #groundOf(failed: Failed): { parts: readonly Deaths[]; marks: Uint8Array | undefined } {
    if (this.#ground?.failed === failed) return this.#ground
    const each = failed.map((element) => this.#of(element))
    const together = failed.filter((_, at) => each[at]!.counted)
    const parts =
      together.length < 2 ? each : [...each.filter(({ counted }) => !counted), this.#deathsOf(together)]
    const marks = parts.length === 0 ? undefined : new Uint8Array(this.#linkCount)
    for (const { links } of parts) for (const link of links) marks![link] = 1
    this.#ground = { failed, parts, marks }
    return this.#ground
  }

  #of(element: number): Deaths {
    const known = this.#ofOne.get(element) ?? this.#deathsOf([element])
    this.#ofOne.set(element, known)
    return known
  }

  #deathsOf(failed: Failed): Deaths {
    const dies = this.#failures.deaths(failed)
    const end = this.#nodeCount + this.#linkCount
    const links = dies
      .filter((one) => one >= this.#nodeCount && one < end)
      .map((one) => one - this.#nodeCount)
    const nodes = dies.filter((one) => one < this.#nodeCount)
    const counted = dies.some((one) => this.#isCounted[one] === 1)
    const residues = links.reduce((bits, link) => bits | (1 << (link & 31)), 0)
    const isLink = links.length > FEW_LINKS_MAX ? new Uint8Array(this.#linkCount) : undefined
    if (isLink !== undefined) for (const link of links) isLink[link] = 1
    return { links, residues, nodes, isLink, counted }
  }
}
