import { hash } from 'node:crypto'
import { exportHeader, exportLine } from './bundle.ts'
import { parseCheckpoint, signCheckpoint } from './checkpoint.ts'
import { TreeGrowth } from './growth.ts'
import { parseSigner, secretKeyText, splitNote } from './note.ts'
import type { Draw } from '../platform/random.ts'
import { changedEntry } from './log-copy.ts'

/** Generated tamperings of an export file, by somebody without a signing key of the log. For tests and benches only. */
export type TamperedExport = {
  kind: string
  bytes: Buffer
  /** The first entry that is not what it was; undefined where only the header was changed. */
  touched: number | undefined
  /** Everything in the file agrees: only a key or a checkpoint known from elsewhere shows it. */
  seamless?: boolean
}

/** An export taken apart: `notes` its checkpoints, `leaves` its entries. */
export type ExportCopy = {
  vkeys: string[]
  notes: string[]
  leaves: Buffer[]
  headerBytes: number
  /** Where in the file the line of each entry begins, and where the last one ends. */
  starts: number[]
  bytes: Buffer
}

export function copyExport(bytes: Buffer): ExportCopy {
  const text = bytes.toString('utf8')
  const headerEnd = text.indexOf('\n', text.indexOf('\nentries ') + 1) + 1
  const header = text.slice(0, headerEnd)
  const notes = header
    .split(/^checkpoint \d+\n/m)
    .slice(1)
    .map((part) => part.replace(/entries \d+\n$/, ''))
  const vkeys = [...header.matchAll(/^key (.*)$/gm)].map((match) => match[1] ?? '')
  const headerBytes = Buffer.byteLength(header)
  const starts = [headerBytes]
  const leaves: Buffer[] = []
  for (let start = headerBytes, end = 0; start < bytes.length; start = end) {
    end = bytes.indexOf(0x0a, start) + 1
    leaves.push(bytes.subarray(bytes.indexOf(0x20, bytes.indexOf(0x20, start) + 1) + 1, end - 1))
    starts.push(end)
  }
  return { vkeys, notes, leaves, headerBytes, starts, bytes }
}

function leafHash(leaf: Uint8Array): Buffer {
  return hash('sha256', Buffer.concat([Uint8Array.of(0), leaf]), 'buffer')
}

/** A file made of these leaves, numbered and hashed as they stand; what stands where it stood is taken as it was. */
function written(
  copy: ExportCopy,
  { vkeys = copy.vkeys, notes = copy.notes }: { vkeys?: readonly string[]; notes?: readonly string[] },
  leaves: readonly Buffer[],
  count: number,
): Buffer {
  const parts: Buffer[] = [Buffer.from(exportHeader(vkeys, notes, count))]
  for (let index = 0; index < leaves.length;) {
    const from = index
    while (index < leaves.length && leaves[index] === copy.leaves[index]) index++
    parts.push(copy.bytes.subarray(copy.starts[from], copy.starts[index]))
    for (; index < leaves.length && leaves[index] !== copy.leaves[index]; index++) {
      const leaf = leaves[index] as Buffer
      parts.push(exportLine(index, leafHash(leaf), leaf))
    }
  }
  return Buffer.concat(parts)
}

/** Where line `index` of the entries begins and ends in the file. */
function lineAt({ starts }: ExportCopy, index: number): { start: number; end: number } {
  return { start: starts[index] ?? 0, end: starts[index + 1] ?? 0 }
}

export function drawExportTampering(copy: ExportCopy, draw: Draw): TamperedExport {
  return (MAKERS[draw(MAKERS.length)] as (copy: ExportCopy, draw: Draw) => TamperedExport)(copy, draw)
}

const MAKERS: readonly ((copy: ExportCopy, draw: Draw) => TamperedExport)[] = [
  (copy, draw) => {
    const touched = draw(copy.leaves.length)
    const { start, end } = lineAt(copy, touched)
    const bytes = Buffer.from(copy.bytes)
    const at = start + draw(end - start)
    bytes[at] = (bytes[at] ?? 0) ^ (1 << draw(8))
    return { kind: 'flip a bit of an entry', bytes, touched }
  },
  (copy, draw) => {
    const bytes = Buffer.from(copy.bytes)
    const at = draw(copy.headerBytes)
    bytes[at] = (bytes[at] ?? 0) ^ (1 << draw(8))
    return { kind: 'flip a bit of the header', bytes, touched: undefined }
  },
  (copy, draw) => {
    const touched = draw(copy.leaves.length)
    const leaves = copy.leaves.with(touched, changedEntry(copy.leaves[touched] as Buffer, draw))
    return {
      kind: 'change an entry and its hash',
      bytes: written(copy, {}, leaves, leaves.length),
      touched,
    }
  },
  (copy, draw) => {
    const touched = draw(copy.leaves.length)
    const { start, end } = lineAt(copy, touched)
    const bytes = Buffer.concat([copy.bytes.subarray(0, start), copy.bytes.subarray(end)])
    return { kind: 'delete a line', bytes, touched }
  },
  (copy, draw) => {
    const touched = draw(copy.leaves.length)
    const leaves = copy.leaves.toSpliced(touched, 1)
    return {
      kind: 'delete an entry and number anew',
      bytes: written(copy, {}, leaves, copy.leaves.length),
      touched,
    }
  },
  (copy, draw) => {
    const touched = draw(copy.leaves.length)
    const leaves = copy.leaves.toSpliced(touched, 0, changedEntry(copy.leaves[touched] as Buffer, draw))
    return {
      kind: 'insert an entry and number anew',
      bytes: written(copy, {}, leaves, copy.leaves.length),
      touched,
    }
  },
  (copy, draw) => {
    const touched = draw(copy.leaves.length - 1)
    const [one, two] = copy.leaves.slice(touched, touched + 2) as [Buffer, Buffer]
    const leaves = copy.leaves.toSpliced(touched, 2, two, one)
    return {
      kind: 'reorder two entries',
      bytes: written(copy, {}, leaves, leaves.length),
      touched,
    }
  },
  (copy, draw) => {
    const touched = draw(copy.leaves.length)
    const { start } = lineAt(copy, touched)
    return { kind: 'cut the file off', bytes: copy.bytes.subarray(0, start + draw(10)), touched }
  },
  (copy, draw) => {
    const [one, two] = [draw(copy.notes.length), draw(copy.notes.length)]
    const order = one === two ? (one + 1) % copy.notes.length : two
    const notes = copy.notes.with(one, copy.notes[order] as string).with(order, copy.notes[one] as string)
    return {
      kind: 'exchange two checkpoints',
      bytes: written(copy, { notes }, copy.leaves, copy.leaves.length),
      touched: undefined,
    }
  },
  (copy, draw) => {
    const notes = copy.notes.slice(0, 1 + draw(copy.notes.length - 1))
    const touched = parseCheckpoint(splitNote(notes.at(-1) as string).text).size
    const bytes = written(copy, { notes }, copy.leaves.slice(0, touched), touched)
    return { kind: 'roll back to a checkpoint that was true', bytes, touched, seamless: true }
  },
  (copy, draw) => {
    const touched = 1 + draw(copy.leaves.length - 1)
    const leaves = copy.leaves.with(touched, changedEntry(copy.leaves[touched] as Buffer, draw))
    const origin = parseCheckpoint(splitNote(copy.notes[0] as string).text).origin
    const signer = parseSigner(secretKeyText(origin, Buffer.alloc(32, 1 + draw(250))))
    // The stranger names himself in the opening fact, too.
    const opening = (leaves[0] as Buffer).toString('utf8').replace(copy.vkeys[0] as string, signer.vkey)
    leaves[0] = Buffer.from(opening)
    const tree = new TreeGrowth(0, () => new Uint8Array())
    for (const leaf of leaves) tree.append(leaf.toString('utf8'))
    const note = signCheckpoint({ origin, size: leaves.length, root: tree.root() }, [signer])
    const bytes = written(copy, { vkeys: [signer.vkey], notes: [note] }, leaves, leaves.length)
    return { kind: "fork under a stranger's key", bytes, touched: 0, seamless: true }
  },
]
