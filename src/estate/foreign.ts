import type { Text } from '../platform/text.ts'
import { walkCycles } from './references.ts'
import { emptyNetwork } from './network.ts'
import type { Group, Network, NetworkLink, NetworkNode, Risk } from './network.ts'

/** Room for a suffix within what kensho's own files allow. */
const ID_LENGTH_MAX = 480

function isUsableId(id: string): boolean {
  return id !== '' && id.length <= ID_LENGTH_MAX && id.isWellFormed()
}

function clipped(text: string): string {
  return text.slice(0, TEXT_LENGTH_MAX).toWellFormed()
}

const TEXT_LENGTH_MAX = 2_000

/** More cycles than this mean that the file is beyond repair. */
const CYCLES_MAX = 1000

type NewLink = Omit<NetworkLink, 'id' | 'directed' | 'metric' | 'rides_on'> & Partial<NetworkLink>

/**
 * Builds a network out of foreign data. What does not fit is a finding that names what it makes unknown; nothing is
 * dropped silently, and nothing throws: the file was readable, only its content has gaps.
 */
export class ForeignNetwork {
  readonly network: Network = emptyNetwork()
  readonly ids = new Set<string>()
  readonly nodeIds = new Set<string>()
  /** Links wait until all nodes, risks and groups are known, as formats allow them in any order. */
  readonly waiting: { link: NewLink; place: string }[] = []

  find(place: string, text: Text, touches: string[]): void {
    const short = { ja: clipped(text.ja), en: clipped(text.en) }
    this.network.findings.push({
      place: clipped(place),
      text: short,
      touches: [...new Set(touches.filter((id) => isUsableId(id)))],
    })
  }

  /** False, with a finding, when the id is taken. */
  node(place: string, node: Omit<NetworkNode, 'rides_on'> & Partial<NetworkNode>): boolean {
    if (!this.claim(place, node.id)) return false
    this.nodeIds.add(node.id)
    const { site, ...rest } = node
    const isNamed = site !== undefined && isUsableId(site)
    if (site !== undefined && !isNamed) {
      const ja = '拠点の名前が空か長すぎる、または文字として正しくないため、読み込めませんでした。'
      const en = 'The name of its site is empty, too long or no proper text, and was left out.'
      this.find(place, { ja, en }, [node.id])
    }
    this.network.nodes.push({ ...rest, ...(isNamed && { site }), rides_on: node.rides_on ?? [] })
    return true
  }

  risk(place: string, risk: Omit<Risk, 'rides_on'> & Partial<Risk>): boolean {
    if (!this.claim(place, risk.id)) return false
    this.network.risks.push({ ...risk, rides_on: risk.rides_on ?? [] })
    return true
  }

  group(place: string, group: Group): boolean {
    if (!this.claim(place, group.id)) return false
    this.network.groups.push(group)
    return true
  }

  link(place: string, link: NewLink): void {
    this.waiting.push({ link, place })
  }

  claim(place: string, id: string): boolean {
    if (!isUsableId(id)) {
      const ja = 'ID が空か長すぎる、または文字として正しくないものを読み込めませんでした。'
      this.find(
        place,
        { ja, en: 'Something whose id is empty, too long or no proper text could not be read.' },
        [],
      )
      return false
    }
    if (!this.ids.has(id)) {
      this.ids.add(id)
      return true
    }
    const ja = `ID「${id}」が二度現れるため、二つ目を読み込みませんでした。`
    this.find(place, { ja, en: `The id “${id}” appears twice; the second one was left out.` }, [id])
    return false
  }

  /**
   * Resolves the links and gives each an id; call it once, last. Where link ids may be numbers of their own kind, one
   * that is taken means that none of them can be used (`all-or-none`); else only that link gets another.
   */
  finish(linkIds: 'all-or-none' | 'each' = 'all-or-none'): Network {
    if (linkIds === 'all-or-none') this.keepOnlyUniqueLinkIds()
    for (const { link, place } of this.waiting) this.resolveLink(link, place)
    this.waiting.length = 0
    this.dropUnresolved()
    this.breakCycles()
    return this.network
  }

  /** What a reader let something ride on, but what then could not be read, is unknown. */
  dropUnresolved(): void {
    const { nodes, links, risks, groups } = this.network
    const ridden = new Set([...risks, ...groups].map(({ id }) => id))
    const any = new Set([...ridden, ...[...nodes, ...links].map(({ id }) => id)])
    const keep = (id: string, list: string[], known: ReadonlySet<string>): void => {
      const gone = list.filter((one) => !known.has(one))
      if (gone.length === 0) return
      const names = gone.join(', ')
      const ja = `「${id}」が依存する「${names}」を読み込めませんでした。何を共有しているかは不明です。`
      this.find(
        id,
        { ja, en: `“${names}”, on which “${id}” relies, could not be read; what it shares is unknown.` },
        [id],
      )
      list.splice(0, list.length, ...list.filter((one) => known.has(one)))
    }
    for (const { id, rides_on } of [...nodes, ...links, ...risks]) keep(id, rides_on, ridden)
    for (const { id, members } of groups) keep(id, members, any)
    this.dropEmptyGroups()
  }

  /** What rides on itself cannot be: the edges that close a cycle are taken away, and all in the cycle is unknown. */
  breakCycles(): void {
    const { nodes, links, risks, groups } = this.network
    const edges = new Map<string, string[]>()
    for (const element of [...nodes, ...links, ...risks])
      if (element.rides_on.length > 0) edges.set(element.id, element.rides_on)
    for (const group of groups) edges.set(group.id, group.members)
    const closing: [string, string][] = []
    walkCycles(
      [...risks, ...groups].map(({ id }) => id),
      (id) => edges.get(id) ?? [],
      (cycle) => {
        closing.push([cycle.at(-2)!, cycle.at(-1)!])
        const way = cycle.join(' → ')
        const ja = `依存関係が一周しています（${way}）。これらに関わる判定は不明です。`
        this.find(
          'rides_on',
          { ja, en: `What rides on what runs in a circle (${way}); what relies on it is unknown.` },
          cycle,
        )
        return closing.length < CYCLES_MAX
      },
    )
    for (const [from, to] of closing) edges.get(from)!.splice(edges.get(from)!.indexOf(to), 1)
    if (closing.length > 0) this.dropEmptyGroups()
  }

  /** Groups may be members of groups: dropping one may empty another. */
  dropEmptyGroups(): void {
    const { nodes, links, risks } = this.network
    for (;;) {
      const empty = new Set(
        this.network.groups.filter(({ members }) => members.length === 0).map(({ id }) => id),
      )
      if (empty.size === 0) break
      this.network.groups = this.network.groups.filter(({ id }) => !empty.has(id))
      const lists = [
        ...[...nodes, ...links, ...risks].map(({ rides_on }) => rides_on),
        ...this.network.groups.map(({ members }) => members),
      ]
      for (const list of lists) list.splice(0, list.length, ...list.filter((id) => !empty.has(id)))
    }
    for (const group of this.network.groups) group.needs = Math.min(group.needs, group.members.length)
  }

  /** Some writers number edges per pair of nodes, or as nodes are numbered: then all links get ids of our own. */
  keepOnlyUniqueLinkIds(): void {
    const given = this.waiting.map(({ link }) => link.id).filter((id) => id !== undefined)
    if (new Set(given).size === given.length && !given.some((id) => this.ids.has(id))) return
    for (const { link } of this.waiting) delete link.id
  }

  resolveLink(link: NewLink, place: string): void {
    const missing = [...new Set([link.from, link.to])].filter((end) => !this.nodeIds.has(end))
    if (missing.length > 0) {
      const ends = missing.join(', ')
      const ja = `リンクの端点「${ends}」が定義されていないため、このリンクを読み込めませんでした。つながり方は不明です。`
      const en = `The link ends at “${ends}”, which nothing defines; it was left out, and what it connects is unknown.`
      this.find(place, { ja, en }, [...(link.id === undefined ? [] : [link.id]), link.from, link.to])
      return
    }
    const id = this.linkId(link)
    this.ids.add(id)
    const { from, to, directed = false, metric = 1, rides_on = [], ...rest } = link
    this.network.links.push({ ...rest, id, from, to, directed, metric, rides_on })
  }

  /** The given id, else `from-to`, then `from-to-2` for parallels: the same file gives the same ids. */
  linkId({ id, from, to }: NewLink): string {
    const wanted = id ?? `${from}-${to}`
    const base = isUsableId(wanted) ? wanted : 'link'
    if (!this.ids.has(base)) return base
    let count = this.suffixes.get(base) ?? 2
    while (this.ids.has(`${base}-${count}`)) count++
    this.suffixes.set(base, count + 1)
    return `${base}-${count}`
  }

  readonly suffixes = new Map<string, number>()
}
