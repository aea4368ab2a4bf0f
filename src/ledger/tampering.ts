import { sql } from 'kysely'
import type { Tx } from '../platform/database.ts'
import type { Draw } from '../platform/random.ts'
import { BETWEEN_FACTS, makeBatch } from './batch.ts'
import { TreeGrowth } from './growth.ts'
import { changedEntry, factsOf, leafHashText } from './log-copy.ts'
import type { LogCopy } from './log-copy.ts'
import type { StoredCheckpoint } from './store.ts'
import { TILE_WIDTH } from './tiles.ts'

/**
 * Generated tamperings of a log in its database, by a superuser who knows our tables and can compute every hash, but
 * has no signing key. For tests and benches only; each is applied within a transaction that is rolled back.
 */
export type Tampering = {
  kind: string
  /** The first entry that is not what it was, or stands where it did not; the report must name a range that holds it. */
  touched: number
  apply: (tx: Tx) => Promise<void>
}

/** One tampering, drawn among all kinds. Kinds that rewrite the rest of a long log are drawn less often. */
export function drawTampering(copy: LogCopy, draw: Draw): Tampering {
  const kinds = draw(10) === 0 ? REWRITES : FAST
  const make = kinds[draw(kinds.length)] as (copy: LogCopy, draw: Draw) => Tampering
  return make(copy, draw)
}

/** Runs `work` with triggers off, as only a superuser can. */
export async function asSuperuser(tx: Tx, work: () => Promise<void>): Promise<void> {
  await sql`set local session_replication_role = replica`.execute(tx)
  await work()
  await sql`set local session_replication_role = origin`.execute(tx)
}

function runOf({ runs }: LogCopy, index: number): { first: number; count: number } {
  const run = runs.findLast(({ first }) => first <= index)
  if (!run) throw new RangeError(`no run holds ${index}`)
  return run
}

/** Writes other entries into a run; `hashes` as they shall be stated beside. */
async function putRun(
  tx: Tx,
  first: number,
  entries: readonly Buffer[],
  hashes: readonly string[],
): Promise<void> {
  const leaves = Buffer.concat(hashes.map((hash) => Buffer.from(hash, 'base64')))
  const { at, facts } = factsOf(entries)
  await sql`update ledger.run set facts = ${Buffer.from(facts.join(BETWEEN_FACTS))}, leaves = ${leaves}, at_ms = ${at},
    count = ${entries.length}, ids = (select array_agg(n) from generate_series(1, ${entries.length}::integer) as n),
    shares = null, source = null, source_from = null, source_bytes = null
    where first_index = ${first}`.execute(tx)
}

/** Changes the entries of one run by `change`, with the hashes that stand beside as they were, or put right. */
function inRun(
  kind: string,
  copy: LogCopy,
  index: number,
  rehash: boolean,
  change: (entries: Buffer[], place: number) => void,
): Tampering {
  const { first, count } = runOf(copy, index)
  const entries = copy.entries.slice(first, first + count)
  change(entries, index - first)
  const hashes = rehash ? entries.map(leafHashText) : copy.hashes.slice(first, first + count)
  const stated = Array.from(
    { length: entries.length },
    (_, place) => hashes[place] ?? leafHashText(entries[place] ?? Buffer.alloc(0)),
  )
  return { kind, touched: index, apply: (tx) => putRun(tx, first, entries, stated) }
}

/** Rewrites everything from an entry on so that all agrees again, but for the signatures. */
function rewritten(
  kind: string,
  copy: LogCopy,
  touched: number,
  entries: readonly Buffer[],
  keepCheckpoints: boolean,
): Tampering {
  const apply = async (tx: Tx) => {
    const start = touched - (touched % TILE_WIDTH)
    const tree = new TreeGrowth(0, () => new Uint8Array())
    for (const text of copy.hashes.slice(0, start)) tree.appendHash(text)
    tree.takeFullTiles()
    await sql`delete from ledger.run where first_index >= ${start}`.execute(tx)
    for (const { first, count } of copy.runs) {
      // A run may begin before the tile does only at a multiple of 256, so none is cut.
      if (first >= start || first + count <= start) continue
      throw new Error('a run crosses a multiple of 256')
    }
    const ats = entries.slice(start).map((entry) => Date.parse(entry.toString('latin1', 7, 31)))
    for (let from = start; from < entries.length;) {
      let until = from
      while (until < entries.length && until - from < 4096 && ats[until - start] === ats[from - start])
        until++
      await writeForged(tx, tree, entries.slice(from, until), ats[from - start] ?? 0)
      from = until
    }
    for (const { level, index, root, bytes } of tree.takeFullTiles()) {
      await sql`insert into ledger.tile (level, index, root, hashes)
        values (${level}, ${index}, ${root}, ${level === 0 ? null : bytes})
        on conflict (level, index) do update set root = excluded.root, hashes = excluded.hashes`.execute(tx)
    }
    for (const level of [0, 1]) {
      const full = Math.floor(entries.length / TILE_WIDTH ** (level + 1))
      await sql`delete from ledger.tile where level = ${level} and index >= ${full}`.execute(tx)
    }
    await sql`update ledger.head set size = ${entries.length}, root = ${Buffer.from(tree.root())},
      at_ms = ${ats.at(-1) ?? 0}`.execute(tx)
    if (!keepCheckpoints) await sql`delete from ledger.checkpoint where size > ${touched}`.execute(tx)
  }
  return { kind, touched, apply }
}

async function writeForged(tx: Tx, tree: TreeGrowth, entries: readonly Buffer[], at: number): Promise<void> {
  const rows = factsOf(entries).facts.map((fact, order) => ({ id: String(order + 1), facts: [fact] }))
  const scratch = new TreeGrowth(tree.size, (level) => tree.edge(level))
  const batch = makeBatch(scratch, rows, at)
  let index = batch.size
  for (const run of batch.runs) {
    if (!('facts' in run)) throw new Error('what is forged stands in runs')
    const { count, facts } = run
    const before = index - batch.size
    await sql`insert into ledger.run (first_index, count, at_ms, ids, id_max, leaves, facts) values (
      ${index}, ${count}, ${at}, (select array_agg(n) from generate_series(1, ${count}::integer) as n), ${count},
      ${batch.leaves.subarray(before * 32, (before + count) * 32)}, ${Buffer.from(facts.join(BETWEEN_FACTS))})`.execute(
      tx,
    )
    index += count
  }
  for (let order = 0; order < entries.length; order++) {
    tree.appendHash(batch.leaves.toString('base64', order * 32, (order + 1) * 32))
  }
}

type Maker = (copy: LogCopy, draw: Draw) => Tampering

const size = ({ entries }: LogCopy): number => entries.length

const FAST: readonly Maker[] = [
  (copy, draw) => {
    const shared = copy.runs.filter(({ bulk }) => bulk)
    const { first, count } = shared[draw(shared.length)] as LogCopy['runs'][0]
    const index = first + draw(count)
    const before = factsOf(copy.entries.slice(first, index)).facts.join(BETWEEN_FACTS)
    const from = Buffer.byteLength(before) + (index > first ? BETWEEN_FACTS.length : 0)
    const changed = changedEntry(copy.entries[index] as Buffer, draw)
    const fact = Buffer.from(factsOf([changed]).facts[0] as string)
    const leaf = Buffer.from(leafHashText(changed), 'base64')
    const rehashed = draw(2) === 0
    const apply = async (tx: Tx) => {
      await sql`update ledger.bulk set facts = overlay(bulk.facts placing ${fact} from source_from + ${from}::integer + 1)
        from ledger.run where run.source = bulk.id and run.first_index = ${first}`.execute(tx)
      if (rehashed)
        await sql`update ledger.run set leaves = overlay(leaves placing ${leaf} from ${(index - first) * 32 + 1}::integer)
          where first_index = ${first}`.execute(tx)
    }
    return { kind: 'change an entry in the row where it was first written', touched: index, apply }
  },
  (copy, draw) => {
    const index = draw(size(copy))
    return inRun('change an entry', copy, index, false, (entries, place) => {
      entries[place] = changedEntry(entries[place] ?? Buffer.alloc(0), draw)
    })
  },
  (copy, draw) => {
    const index = draw(size(copy))
    return inRun('change an entry and its hash', copy, index, true, (entries, place) => {
      entries[place] = changedEntry(entries[place] ?? Buffer.alloc(0), draw)
    })
  },
  (copy, draw) => {
    const index = draw(size(copy))
    return inRun('delete an entry', copy, index, true, (entries, place) => {
      if (entries.length > 1) entries.splice(place, 1)
      else entries[place] = changedEntry(entries[place] ?? Buffer.alloc(0), draw)
    })
  },
  (copy, draw) => {
    const index = draw(size(copy))
    const { first, count } = runOf(copy, index)
    // What goes in would lie across a multiple of 256 at the end of a tile; there the row alone is refused.
    const fits = Math.floor(first / TILE_WIDTH) === Math.floor((first + count) / TILE_WIDTH)
    return inRun('insert an entry', copy, index, true, (entries, place) => {
      const extra = changedEntry(entries[place] ?? Buffer.alloc(0), draw)
      if (fits) entries.splice(place, 0, extra)
      else entries[place] = extra
    })
  },
  (copy, draw) => {
    const run = copy.runs.filter(({ count }) => count > 1)[
      draw(copy.runs.filter(({ count }) => count > 1).length)
    ]
    if (!run) throw new Error('all runs hold one entry')
    const index = run.first + draw(run.count - 1)
    return inRun('reorder two entries', copy, index, draw(2) === 0, (entries, place) => {
      const [one, two] = entries.slice(place, place + 2) as [Buffer, Buffer]
      entries.splice(place, 2, two, one)
    })
  },
  (copy, draw) => {
    const { first } = copy.runs[draw(copy.runs.length)] as { first: number }
    const apply = async (tx: Tx) => {
      await sql`delete from ledger.run where first_index = ${first}`.execute(tx)
    }
    return { kind: 'delete a run', touched: first, apply }
  },
  (copy, draw) => {
    const order = draw(copy.runs.length - 1)
    const [one, two] = copy.runs.slice(order, order + 2) as [LogCopy['runs'][0], LogCopy['runs'][0]]
    const apply = async (tx: Tx) => {
      for (const [to, from] of [
        [one, two],
        [two, one],
      ] as const) {
        const entries = copy.entries.slice(from.first, from.first + Math.min(one.count, two.count))
        await putRun(tx, to.first, entries, entries.map(leafHashText))
      }
    }
    return { kind: 'reorder two runs', touched: one.first, apply }
  },
  (copy, draw) => {
    const { level, index } = copy.tiles[draw(copy.tiles.length)] as LogCopy['tiles'][0]
    const touched = index * TILE_WIDTH ** (level + 1)
    const bit = draw(256)
    const change = [
      sql`update ledger.tile set root = set_bit(root, ${bit}, 1 - get_bit(root, ${bit})) where level = ${level} and index = ${index}`,
      sql`delete from ledger.tile where level = ${level} and index = ${index}`,
      sql`update ledger.tile set root = sha256(root), hashes = set_byte(hashes, ${bit * 8}, 255 - get_byte(hashes, ${bit * 8}))
        where level = ${level} and index = ${index}`,
    ][draw(3)]
    return { kind: 'change a tile', touched, apply: async (tx) => void (await change?.execute(tx)) }
  },
  (copy) => {
    const extra = Math.floor(size(copy) / TILE_WIDTH)
    const apply = async (tx: Tx) => {
      await sql`insert into ledger.tile (level, index, root) values (0, ${extra}, sha256('x'))`.execute(tx)
    }
    return { kind: 'add a tile', touched: size(copy), apply }
  },
  (copy, draw) => {
    const bit = draw(256)
    const apply = async (tx: Tx) => {
      await sql`update ledger.head set root = set_bit(root, ${bit}, 1 - get_bit(root, ${bit}))`.execute(tx)
    }
    return { kind: "change the head's root", touched: size(copy), apply }
  },
  (copy, draw) => {
    const less = 1 + draw(Math.min(500, size(copy) - 1))
    const apply = async (tx: Tx) => {
      await sql`update ledger.head set size = size - ${less}`.execute(tx)
    }
    return { kind: "change the head's size", touched: size(copy) - less, apply }
  },
  (copy, draw) => {
    const { first } = copy.runs[draw(copy.runs.length)] as { first: number }
    const shift = draw(2) === 0 ? -1 - draw(100_000) : 1 + draw(100_000)
    const apply = async (tx: Tx) => {
      await sql`update ledger.run set at_ms = at_ms + ${shift} where first_index = ${first}`.execute(tx)
    }
    return { kind: 'date a run anew', touched: first, apply }
  },
  (copy, draw) => {
    const order = draw(copy.checkpoints.length)
    const { size: at, note } = copy.checkpoints[order] as StoredCheckpoint
    const touched = copy.checkpoints[order - 1]?.size ?? 0
    const place = draw(note.length)
    const changed =
      note.slice(0, place) + String.fromCodePoint((note.codePointAt(place) ?? 0) ^ 1) + note.slice(place + 1)
    const apply = async (tx: Tx) => {
      await sql`update ledger.checkpoint set note = ${changed} where size = ${at}`.execute(tx)
    }
    return { kind: 'change a checkpoint', touched, apply }
  },
  (copy, draw) => {
    // The truth, but of another size: signatures hold, and say something else.
    const [one, two] = [draw(copy.checkpoints.length), draw(copy.checkpoints.length - 1)]
    const other = copy.checkpoints[two < one ? two : two + 1] as StoredCheckpoint
    const { size: at } = copy.checkpoints[one] as StoredCheckpoint
    const apply = async (tx: Tx) => {
      await sql`update ledger.checkpoint set note = ${other.note} where size = ${at}`.execute(tx)
    }
    return { kind: 'exchange a checkpoint', touched: copy.checkpoints[one - 1]?.size ?? 0, apply }
  },
  (_copy, draw) => {
    const vkey = 'stranger+00000000+AAAA'
    const change = [
      sql`insert into ledger.key (vkey, origin) select ${vkey}, name from ledger.origin`,
      sql`update ledger.origin set first_index = 1`,
    ][draw(2)]
    return {
      kind: 'change the table of origins',
      touched: 0,
      apply: async (tx) => void (await change?.execute(tx)),
    }
  },
  (copy, draw) => {
    const { first } = copy.runs[1 + draw(copy.runs.length - 1)] as LogCopy['runs'][0]
    const apply = async (tx: Tx) => {
      await sql`delete from ledger.run where first_index >= ${first}`.execute(tx)
    }
    return { kind: 'truncate', touched: first, apply }
  },
]

const REWRITES: readonly Maker[] = [
  (copy, draw) => {
    const index = draw(size(copy))
    const entries = copy.entries.with(index, changedEntry(copy.entries[index] ?? Buffer.alloc(0), draw))
    return rewritten('fork: change an entry and rewrite the rest', copy, index, entries, draw(2) === 0)
  },
  (copy, draw) => {
    const index = 1 + draw(size(copy) - 1)
    return rewritten(
      'fork: delete an entry and rewrite the rest',
      copy,
      index,
      copy.entries.toSpliced(index, 1),
      draw(2) === 0,
    )
  },
  (copy, draw) => {
    const index = 1 + draw(size(copy) - 1)
    const extra = changedEntry(copy.entries[index] ?? Buffer.alloc(0), draw)
    return rewritten(
      'fork: insert an entry and rewrite the rest',
      copy,
      index,
      copy.entries.toSpliced(index, 0, extra),
      draw(2) === 0,
    )
  },
  (copy, draw) => {
    const index = 1 + draw(size(copy) - 2)
    const swapped = copy.entries
      .with(index, copy.entries[index + 1] as Buffer)
      .with(index + 1, copy.entries[index] as Buffer)
    return rewritten('fork: reorder two entries and rewrite the rest', copy, index, swapped, draw(2) === 0)
  },
  (copy, draw) => {
    const checkpoint = copy.checkpoints[draw(copy.checkpoints.length - 1)] as StoredCheckpoint
    const entries = copy.entries.slice(0, checkpoint.size)
    return rewritten('rollback to a checkpoint that was true', copy, checkpoint.size, entries, false)
  },
]
