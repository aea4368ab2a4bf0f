/**
 * Somebody else's code reads our log: `node bench/ledger-foreign-verifier.ts`. Needs Debian's packages golang-go and
 * golang-golang-x-mod-dev. A log of 70,000 entries is laid out as static files in C2SP's paths, with proofs of ours;
 * golang.org/x/mod/sumdb (tlog, note) checks the signature of the checkpoint, every tile and entry, and the proofs.
 * Then one bit is changed at a time: in the checkpoint, in tiles, in entries; each must be refused.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { keyFilePath, readKeyFile } from '../src/ledger/key-file.ts'
import { leafHash } from '../src/ledger/merkle.ts'
import { checkpointPath } from '../src/ledger/publisher.ts'
import {
  proveConsistency,
  proveInclusion,
  readBundle,
  readLeafAt,
  readTile,
  rootAt,
} from '../src/ledger/reading.ts'
import { fillLedger, scratchLedger } from '../src/ledger/scratch-ledger.ts'
import type { ScratchLedger } from '../src/ledger/scratch-ledger.ts'
import { tileAt, tilePath } from '../src/ledger/tiles.ts'

const SIZE = 70_000
const PROOFS = 500
const PACKAGES = '/usr/share/gocode'

if (!existsSync(join(PACKAGES, 'src/golang.org/x/mod/sumdb/tlog'))) {
  console.error('golang.org/x/mod is not here: apt-get install golang-go golang-golang-x-mod-dev')
  process.exit(2)
}

const folder = mkdtempSync(join(tmpdir(), 'kensho-foreign-'))
const program = join(folder, 'verifier')
const ledger = await scratchLedger()
try {
  build()
  const factOf = (n: number) => ({
    type: 'garden.plant.planted',
    by: 'p-1',
    objects: [`bed-${n}`],
    body: { n, name: '松' },
  })
  // The first entry is the one that opens the log.
  await fillLedger(ledger, [...Array.from({ length: 69 }, () => 1000), 999], factOf, 10)
  const files = await layOut(ledger)
  const result = check()
  if (!result.line) throw new Error(`the foreign verifier refused our log: ${result.error}`)
  console.log(`accepted by golang.org/x/mod 0.7.0: ${result.line}`)
  const counts = JSON.parse(result.line) as Record<string, number>
  const all = counts['size'] === SIZE && counts['entries'] === SIZE && counts['inclusion'] === PROOFS
  const refused =
    counts['inclusion_refused'] === PROOFS && counts['consistency_refused'] === counts['consistency']
  if (!all || !refused) throw new Error('not everything was checked')
  console.log(`refused after one changed bit: ${spoilOneByOne(files)} of ${files.length}`)
} finally {
  await ledger.drop()
  rmSync(folder, { recursive: true })
}

function build(): void {
  const env = {
    ...process.env,
    GOPATH: PACKAGES,
    GO111MODULE: 'off',
    GOFLAGS: '',
    GOCACHE: join(folder, 'cache'),
  }
  const built = spawnSync(
    'go',
    ['build', '-o', program, join(import.meta.dirname, 'foreign-verifier/main.go')],
    { env, encoding: 'utf8' },
  )
  if (built.status !== 0) throw new Error(`go build: ${built.error?.message ?? built.stderr}`)
}

function check(): { line?: string; error: string } {
  const { status, stdout, stderr } = spawnSync(program, [folder], { encoding: 'utf8' })
  return status === 0 ? { line: stdout.trim(), error: '' } : { error: stderr.trim() }
}

/** Writes checkpoint, tiles, bundles and proofs; returns some files that matter, to be spoiled one by one. */
async function layOut({ ctx }: ScratchLedger): Promise<string[]> {
  const put = (name: string, content: string | Uint8Array) => {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), content)
    return name
  }
  put('vkey', readKeyFile(keyFilePath(ctx.config))[0]?.vkey ?? '')
  const files = [put('checkpoint', readFileSync(checkpointPath(ctx.config)))]
  for (let level = 0; tileAt(level, 0, SIZE); level++) {
    for (let index = 0, tile = tileAt(level, 0, SIZE); tile; index++, tile = tileAt(level, index, SIZE)) {
      const name = put(tilePath(tile), await readTile(ctx.db, tile, SIZE))
      if (index % 25 === 0) files.push(name)
      if (level > 0) continue
      const bundle = put(tilePath({ ...tile, level: 'entries' }), await readBundle(ctx.db, tile))
      if (index % 25 === 0) files.push(bundle)
    }
  }
  await writeProofs(ctx, put)
  return files
}

async function writeProofs(
  ctx: ScratchLedger['ctx'],
  put: (name: string, content: string) => string,
): Promise<void> {
  const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64')
  const inclusion = []
  const consistency = []
  for (let n = 0; n < PROOFS; n++) {
    const index = Math.floor((n * (SIZE - 1)) / (PROOFS - 1))
    const leaf = text(leafHash((await readLeafAt(ctx.db, index)) ?? Buffer.alloc(0)))
    inclusion.push({ Index: index, Leaf: leaf, Proof: (await proveInclusion(ctx.db, index, SIZE)).map(text) })
    const size = index + 1
    // From a tree to itself nothing is to be proven.
    if (size === SIZE) continue
    consistency.push({
      Size: size,
      Root: text(await rootAt(ctx.db, size)),
      Proof: (await proveConsistency(ctx.db, size, SIZE)).map(text),
    })
  }
  put('inclusion.json', JSON.stringify(inclusion))
  put('consistency.json', JSON.stringify(consistency))
}

function spoilOneByOne(files: readonly string[]): number {
  let refused = 0
  for (const [order, name] of files.entries()) {
    const path = join(folder, name)
    const bytes = readFileSync(path)
    const spoiled = Buffer.from(bytes)
    const at = (order * 7919 + 40) % spoiled.length
    spoiled[at] = (spoiled[at] ?? 0) ^ 1
    writeFileSync(path, spoiled)
    if (!check().line) refused++
    else console.error(`accepted: byte ${at} of ${name} changed`)
    writeFileSync(path, bytes)
  }
  return refused
}
