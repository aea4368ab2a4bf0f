#!/usr/bin/env node
/*
 * Verifies what kensho's ledger gives out, without kensho and without a network. One file, no dependencies, Node 20 or
 * newer. It shares no code with kensho: read it, it is meant to be read.
 *
 *     node verify.mjs FILE [--key VKEY]… [--checkpoint FILE]… [--json]
 *
 *   FILE          a proof (kensho ledger prove) or an export (kensho ledger export)
 *   --key         a public key NAME+HASH+BASE64 of the ledger that you trust. Without it, the file's own keys are
 *                 shown, and only you can know whether they are the ledger's
 *   --checkpoint  a checkpoint that you kept earlier, for an export: a ledger that was rolled back, forked or rewritten
 *                 since then does not agree with it
 *
 * Exit status: 0 everything holds; 1 something does not, and the first bad entry is named; 64 bad usage or unreadable;
 * 70 a fault of this program.
 *
 * 台帳の証明ファイルと書き出しファイルを、kensho本体もネットワークも使わずに検証します。
 *
 * What is checked, and by which public document:
 *   leaf     SHA-256(0x00 || entry), nodes SHA-256(0x01 || left || right): RFC 6962 section 2.1
 *   proof    inclusion: RFC 9162 section 2.1.3.2
 *   note     C2SP signed-note with Ed25519; checkpoint: C2SP tlog-checkpoint
 *   entry    canonical JSON (RFC 8785) of { at, fact }, instants never decreasing
 *   approval the passkey's signature over the digest of what was approved: W3C WebAuthn section 7.2; in an export also
 *            that the ledger had named this key as the approver's own before
 */
import { createHash, createPublicKey, verify as verifySignature } from 'node:crypto'
import { closeSync, openSync, readFileSync, readSync, realpathSync } from 'node:fs'
import process, { argv, stderr, stdout } from 'node:process'
import { fileURLToPath } from 'node:url'

const PROOF = 'kensho-ledger-proof/1'
const EXPORT = 'kensho-ledger-export/1'
const LINE_BYTES_MAX = 70_000
const NOTE_BYTES_MAX = 1_000_000

/** Something in the file does not hold. `index` is the first entry that cannot be trusted; [index, until) if known. */
class Bad extends Error {
  constructor(index, en, ja, until) {
    super(en)
    this.index = index
    this.ja = ja
    this.until = until
  }
}

/** The file, or the way in which this was called, is not what it should be. */
class Unusable extends Error {}

// ---------------------------------------------------------------- hashes and trees

const sha256 = (...parts) => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest()
}
const ZERO = Buffer.from([0])
const ONE = Buffer.from([1])
const leafHash = (entry) => sha256(ZERO, entry)
const nodeHash = (left, right) => sha256(ONE, left, right)

/** A tree that only grows: the roots of its whole subtrees, largest first, each with its number of leaves. */
class GrowingTree {
  size = 0
  peaks = []

  add(hash) {
    let peak = { leaves: 1, hash }
    while (this.peaks.length > 0 && this.peaks[this.peaks.length - 1].leaves === peak.leaves) {
      const left = this.peaks.pop()
      peak = { leaves: left.leaves * 2, hash: nodeHash(left.hash, peak.hash) }
    }
    this.peaks.push(peak)
    this.size += 1
  }

  root() {
    if (this.peaks.length === 0) return sha256()
    let root = this.peaks[this.peaks.length - 1].hash
    for (let at = this.peaks.length - 2; at >= 0; at -= 1) root = nodeHash(this.peaks[at].hash, root)
    return root
  }
}

/** The root to which a leaf hash at `index` leads through an inclusion proof in a tree of `size`; null when it cannot. */
function rootOfInclusion(index, size, leaf, proof) {
  if (index >= size) return null
  let position = BigInt(index)
  let last = BigInt(size) - 1n
  let hash = leaf
  for (const step of proof) {
    if (last === 0n) return null
    if (position % 2n === 1n || position === last) {
      hash = nodeHash(step, hash)
      while (position % 2n === 0n && position !== 0n) {
        position /= 2n
        last /= 2n
      }
    } else {
      hash = nodeHash(hash, step)
    }
    position /= 2n
    last /= 2n
  }
  return last === 0n ? hash : null
}

// ---------------------------------------------------------------- keys, notes, checkpoints

/** Base64 exactly as an encoder writes it; null for anything else, so that no bit of it can be changed unseen. */
function base64(text) {
  const bytes = Buffer.from(text, 'base64')
  return bytes.toString('base64') === text ? bytes : null
}

/** NAME+HASH+BASE64(1 || Ed25519 public key), where HASH is SHA-256(name || newline || 1 || key), four bytes. */
function readKey(text) {
  const [name, id, ...rest] = text.split('+')
  const key = base64(rest.join('+'))
  if (!name || /\s/.test(name) || !key || !/^[0-9a-f]{8}$/.test(id ?? '')) return null
  if (sha256(Buffer.from(`${name}\n`), key).toString('hex', 0, 4) !== id) return null
  // Other algorithms than Ed25519 may sign beside it; they are not needed here.
  if (key[0] !== 1 || key.length !== 33) return { text, name, id, publicKey: null }
  const der = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), key.subarray(1)])
  return { text, name, id, publicKey: createPublicKey({ key: der, format: 'der', type: 'spki' }) }
}

/**
 * The origin, size and root of a signed checkpoint. Every signature by one of the keys must hold, and at least one
 * must be there. Returns { because } when something is wrong.
 */
function readCheckpoint(note, keys) {
  // oxlint-disable-next-line no-control-regex -- C2SP signed-note forbids them
  if (!note.endsWith('\n') || /[\u0000-\u0009\u000b-\u001f\ufffd]/.test(note))
    return { because: 'it is not a signed note' }
  const blank = note.lastIndexOf('\n\n')
  const text = note.slice(0, blank + 1)
  const [origin, size, root, ...more] = text.split('\n')
  const rootBytes = base64(root ?? '')
  const formed =
    blank > 0 &&
    /^[^\s+]+$/.test(origin) &&
    /^(0|[1-9]\d{0,15})$/.test(size ?? '') &&
    Number.isSafeInteger(Number(size))
  if (!formed || rootBytes?.length !== 32 || more.length !== 1 || more[0] !== '')
    return { because: 'it is not a checkpoint' }
  const holding = new Set()
  for (const line of note.slice(blank + 2, -1).split('\n')) {
    const match = /^— ([^\s+]+) (\S+)$/.exec(line)
    const bytes = match ? base64(match[2]) : null
    if (!bytes || bytes.length < 5) return { because: 'a line is not a signature' }
    const key = keys.find((one) => one.name === match[1] && one.id === bytes.toString('hex', 0, 4))
    if (!key?.publicKey) continue
    if (holding.has(key.text)) return { because: `${key.name} has signed twice` }
    if (!verifySignature(null, Buffer.from(text), key.publicKey, bytes.subarray(4)))
      return { because: `the signature of ${key.name} is wrong` }
    holding.add(key.text)
  }
  if (holding.size === 0) return { because: 'none of the keys has signed it' }
  return { origin, size: Number(size), root: rootBytes, signedBy: [...holding] }
}

const checkpointFault = (index, because, until) =>
  new Bad(
    index,
    `a checkpoint cannot be trusted (${because}): from here on nothing is vouched for`,
    `チェックポイントを信頼できません(${because})。ここから先は保証がありません。`,
    until,
  )

// ---------------------------------------------------------------- entries

/** RFC 8785, for values that JSON.parse gives. */
function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  const members = Object.keys(value).sort()
  return `{${members.map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`).join(',')}}`
}

const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** { at, fact } of an entry's bytes; null when they are not canonical JSON of that form. */
function readEntry(bytes) {
  try {
    const text = strictUtf8.decode(bytes)
    const entry = JSON.parse(text)
    const formed =
      canonical(entry) === text &&
      Object.keys(entry).join() === 'at,fact' &&
      typeof entry.fact?.type === 'string'
    return formed && new Date(entry.at).toISOString() === entry.at ? entry : null
  } catch (error) {
    // Not UTF-8, not JSON, nested too deeply, or no instant: no entry. Anything else is a fault of this program.
    if (error instanceof SyntaxError || error instanceof TypeError || error instanceof RangeError) return null
    throw error
  }
}

const formFault = (index) =>
  new Bad(
    index,
    'what stands here does not have the form of an entry',
    'この位置にあるものは台帳の記録の形をしていません。',
  )

// ---------------------------------------------------------------- approvals

/** Which passkeys are whose at this point of the ledger: credential id to { person, key }. */
function notePasskeys(passkeys, { type, by, objects, body }) {
  if (type === 'people.passkey.added')
    passkeys.set(body?.credential_id, { person: by, key: body?.public_key_spki })
  if (type === 'people.passkey.removed') passkeys.delete(body?.credential_id)
  if (type !== 'people.link.issued' || body?.forgets_passkeys !== true) return
  for (const [id, { person }] of passkeys) if (objects?.includes(person)) passkeys.delete(id)
}

const USER_PRESENT_AND_VERIFIED = 0x05

/** Whether the fact holds an approval by passkey; throws when its signature does not hold. `passkeys`: as noted, or null. */
function checkApproval({ body }, index, passkeys) {
  const approval = body?.approval
  if (approval?.method !== 'passkey') return false
  const because = approvalFault(approval, passkeys)
  if (because === '') return true
  throw new Bad(
    index,
    `the approval is not signed as it says: ${because}`,
    `この承認は、記されたとおりには署名されていません(${because})。`,
  )
}

function approvalFault({ approver, digest, assertion }, passkeys) {
  const kept = passkeys?.get(assertion?.credential_id)
  if (passkeys && (kept?.person !== approver || kept.key !== assertion.public_key_spki))
    return "the ledger does not name this key as the approver's"
  try {
    const [data, client, signature, spki] = [
      'authenticator_data',
      'client_data_json',
      'signature',
      'public_key_spki',
    ].map((name) => Buffer.from(assertion[name], 'base64url'))
    const { type, challenge } = JSON.parse(strictUtf8.decode(client))
    if (type !== 'webauthn.get') return 'it is no assertion'
    if (challenge !== Buffer.from(digest, 'hex').toString('base64url')) return 'something else was signed'
    if ((data[32] & USER_PRESENT_AND_VERIFIED) !== USER_PRESENT_AND_VERIFIED) return 'nobody was verified'
    const key = createPublicKey({ key: spki, format: 'der', type: 'spki' })
    const algorithm = key.asymmetricKeyType === 'ed25519' ? null : 'sha256'
    const signed = Buffer.concat([data, sha256(client)])
    return verifySignature(algorithm, signed, key, signature) ? '' : 'the signature is wrong'
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError || error.code !== undefined)
      return 'a part of it is malformed'
    throw error
  }
}

// ---------------------------------------------------------------- proofs

function verifyProof(path) {
  const bytes = readFileSync(path)
  if (bytes.length > NOTE_BYTES_MAX)
    throw new Unusable(`${path}: a proof has at most ${NOTE_BYTES_MAX} bytes`)
  let text
  try {
    text = strictUtf8.decode(bytes)
  } catch {
    throw new Bad(0, 'the file is not UTF-8', 'ファイルがUTF-8ではありません。')
  }
  const blank = text.indexOf('\n\n')
  const lines = text.slice(0, blank).split('\n').slice(1)
  const keys = []
  while (lines[0]?.startsWith('key ')) keys.push(acceptKey(lines.shift().slice(4), keys))
  const index = /^index (0|[1-9]\d{0,15})$/.exec(lines.shift() ?? '')?.[1]
  const entryLine = lines.shift() ?? ''
  if (blank < 0 || index === undefined || !entryLine.startsWith('entry ')) throw formFault(0)
  const at = Number(index)
  const hashes = lines.map((line) => (line.startsWith('hash ') ? base64(line.slice(5)) : null))
  if (hashes.some((hash) => hash?.length !== 32))
    throw new Bad(at, 'a hash of the proof is none', '証明の中のハッシュの形が正しくありません。')
  const checkpoint = readCheckpoint(text.slice(blank + 2), keys)
  if (checkpoint.because) throw checkpointFault(at, checkpoint.because)
  const unused = keys.find((key) => key.publicKey && !checkpoint.signedBy.includes(key.text))
  if (unused) throw checkpointFault(at, `${unused.name}+${unused.id} has not signed it`)
  const entry = readEntry(Buffer.from(entryLine.slice(6)))
  if (!entry) throw formFault(at)
  const root = rootOfInclusion(at, checkpoint.size, leafHash(Buffer.from(entryLine.slice(6))), hashes)
  if (!root?.equals(checkpoint.root)) {
    throw new Bad(
      at,
      `the entry does not stand at ${at} of the ledger of ${checkpoint.size} entries`,
      `この記録は、${checkpoint.size}件の台帳の${at}番にはありません。`,
    )
  }
  // One entry alone cannot say whose key it is, only that the key has signed.
  checkApproval(entry.fact, at, null)
  return {
    kind: 'proof',
    index: at,
    size: checkpoint.size,
    root: checkpoint.root,
    origin: checkpoint.origin,
    signedBy: checkpoint.signedBy,
    keys,
    entry,
  }
}

/** A key that the file names: well-formed, and not twice. */
function acceptKey(text, before) {
  const key = readKey(text)
  if (!key || before.some((one) => one.text === text))
    throw checkpointFault(0, 'a key is malformed or stands twice')
  return key
}

// ---------------------------------------------------------------- exports

/** The lines of a file as bytes, without reading it whole. The last must end with a newline too. */
function* linesOf(path) {
  const file = openSync(path, 'r')
  try {
    const chunk = Buffer.alloc(1024 * 1024)
    let rest = Buffer.alloc(0)
    for (let count = readSync(file, chunk); count > 0; count = readSync(file, chunk)) {
      rest = Buffer.concat([rest, chunk.subarray(0, count)])
      let start = 0
      for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10, start)) {
        yield rest.subarray(start, end)
        start = end + 1
      }
      rest = rest.subarray(start)
      if (rest.length > LINE_BYTES_MAX) break
    }
    if (rest.length > 0) yield null
  } finally {
    closeSync(file)
  }
}

function verifyExport(path, trusted, keptNotes) {
  const lines = linesOf(path)
  try {
    lines.next()
    return verifyLines(lines, trusted, keptNotes)
  } finally {
    // Closes the file, wherever the reading stopped.
    lines.return()
  }
}

function verifyLines(lines, trusted, keptNotes) {
  const header = readHeader(lines)
  const kept = keptNotes.map(({ note, name }) => {
    const checkpoint = readCheckpoint(note, trusted.length > 0 ? trusted : header.keys)
    if (checkpoint.because) throw new Unusable(`${name}: ${checkpoint.because}`)
    return { ...checkpoint, from: { en: `the checkpoint in ${name}`, ja: `${name} のチェックポイント` } }
  })
  const vouched = [...header.checkpoints, ...kept].sort((a, b) => a.size - b.size)
  const log = {
    tree: new GrowingTree(),
    origins: [],
    keyNames: [],
    at: '',
    trusted: 0,
    next: 0,
    vouched,
    passkeys: new Map(),
    signedApprovals: 0,
  }
  while (vouched[log.next]?.size === 0) log.next += 1
  for (const line of lines) addLine(log, line, header.size)
  const { size } = log.tree
  // Since the last checkpoint that agrees, any entry may be the one that is missing.
  if (size < header.size) throw countFault(log.trusted, size, header.size)
  const beyond = vouched[log.next]
  if (beyond) {
    assertNotLost(log, beyond)
    throw new Bad(
      log.trusted,
      `${beyond.from.en} vouches for ${beyond.size} entries, only ${size} are here: the ledger was rolled back`,
      `${beyond.from.ja}は${beyond.size}件を保証していますが、ここには${size}件しかありません。巻き戻されています。`,
      beyond.size,
    )
  }
  const strange = header.keys.find((key) => !log.keyNames.includes(key.text))
  if (strange)
    throw new Bad(
      0,
      `the ledger itself does not name the key ${strange.text}`,
      `鍵 ${strange.text} は、台帳の中で名乗られていません。`,
    )
  const { origin, signedBy } = header.checkpoints.at(-1)
  const { signedApprovals } = log
  return { kind: 'export', size, root: log.tree.root(), origin, signedBy, keys: header.keys, signedApprovals }
}

function readHeader(lines) {
  const keys = []
  const checkpoints = []
  const vouchedFor = () => checkpoints.at(-1)?.size ?? 0
  const nextText = () => {
    const { value, done } = lines.next()
    if (done || value === null) throw checkpointFault(vouchedFor(), 'the file ends early')
    try {
      return strictUtf8.decode(value)
    } catch {
      throw checkpointFault(vouchedFor(), 'the header is not UTF-8')
    }
  }
  for (;;) {
    const [word, rest, ...more] = nextText().split(' ')
    if (!rest || more.length > 0) throw checkpointFault(vouchedFor(), 'a line of the header is none')
    if (word === 'key' && checkpoints.length === 0) {
      keys.push(acceptKey(rest, keys))
    } else if (word === 'checkpoint' && /^[1-9]\d{0,2}$/.test(rest)) {
      let note = ''
      for (let count = 0; count < Number(rest); count += 1) note += `${nextText()}\n`
      const checkpoint = readCheckpoint(note, keys)
      if (checkpoint.because) throw checkpointFault(vouchedFor(), checkpoint.because)
      if (checkpoint.size <= (checkpoints.at(-1)?.size ?? -1))
        throw checkpointFault(vouchedFor(), 'sizes do not rise')
      const from = {
        en: `the checkpoint of ${checkpoint.size} entries in the file`,
        ja: `ファイル内の${checkpoint.size}件のチェックポイント`,
      }
      checkpoints.push({ ...checkpoint, from })
    } else if (
      word === 'entries' &&
      /^(0|[1-9]\d{0,15})$/.test(rest) &&
      checkpoints.at(-1)?.size === Number(rest)
    ) {
      return { keys, checkpoints, size: Number(rest) }
    } else {
      throw checkpointFault(vouchedFor(), 'a line of the header is none')
    }
  }
}

const countFault = (index, found, stated) =>
  new Bad(
    index,
    `${stated} entries were expected, ${found} are there`,
    `記録は${stated}件あるはずですが、${found}件あります。`,
    Math.max(stated, found),
  )

/** One line of an export: index, leaf hash and entry. */
function addLine(log, line, size) {
  const index = log.tree.size
  if (index === size) throw countFault(size, size + 1, size)
  const first = line === null ? -1 : line.indexOf(32)
  const second = first < 0 ? -1 : line.indexOf(32, first + 1)
  const stated = second < 0 ? null : base64(line.toString('latin1', first + 1, second))
  if (stated?.length !== 32) throw formFault(index)
  if (line.toString('latin1', 0, first) !== String(index)) {
    throw new Bad(
      index,
      `entry ${index} is not where it belongs: something was deleted, inserted or reordered`,
      `${index}番の記録がここにありません。削除、挿入、または並べ替えがありました。`,
    )
  }
  const bytes = line.subarray(second + 1)
  const hash = leafHash(bytes)
  if (!hash.equals(stated)) {
    throw new Bad(
      index,
      'the entry does not have the hash that stands beside it: one of the two was changed',
      'この記録の内容が、添えられたハッシュと一致しません。記録かハッシュのどちらかが書き換えられています。',
    )
  }
  const entry = readEntry(bytes)
  if (!entry) throw formFault(index)
  if (entry.at < log.at)
    // Either this entry is not the one that was here, or one since the last checkpoint that agrees is not.
    throw new Bad(
      log.trusted,
      'an entry is dated before the one that precedes it: one of them is not what was there',
      '記録の時刻が、前の記録より過去に戻っています。どちらかが元の記録ではありません。',
      index + 1,
    )
  log.at = entry.at
  log.tree.add(hash)
  noteOrigin(log, entry.fact, index)
  notePasskeys(log.passkeys, entry.fact)
  if (checkApproval(entry.fact, index, log.passkeys)) log.signedApprovals += 1
  compareVouched(log)
}

/** The log's own words about its names and keys. */
function noteOrigin(log, { type, body }, index) {
  if (index === 0 && type !== 'ledger.origin.opened') {
    throw new Bad(
      0,
      'the first entry is not the one that opens a ledger',
      '最初の記録が、台帳の開始を宣言する記録ではありません。',
    )
  }
  if (type === 'ledger.origin.opened') {
    const follows = index === 0 || body?.previous?.origin === log.origins.at(-1)?.name
    if (typeof body?.origin !== 'string' || !Array.isArray(body.keys) || !follows) throw formFault(index)
    log.origins.push({ name: body.origin, index })
    log.keyNames.push(...body.keys)
  }
  if (type === 'ledger.key.added') {
    if (body?.origin !== log.origins.at(-1)?.name || typeof body.key !== 'string') throw formFault(index)
    log.keyNames.push(body.key)
  }
}

/** Compares the tree so far with every checkpoint of just this size. */
function compareVouched(log) {
  const { size } = log.tree
  if (log.vouched[log.next]?.size !== size) return
  const root = log.tree.root()
  for (; log.vouched[log.next]?.size === size; log.next += 1) {
    const checkpoint = log.vouched[log.next]
    assertNotLost(log, checkpoint)
    if (!checkpoint.root.equals(root)) {
      throw new Bad(
        log.trusted,
        `the first ${size} entries are not those that ${checkpoint.from.en} vouches for: a fork or a rewrite`,
        `${checkpoint.from.ja}が保証する最初の${size}件と、ここにある記録とが異なります。分岐か書き換えです。`,
        size,
      )
    }
  }
  log.trusted = size
}

/** A restore from a backup opens a new origin and says so; what it has lost, a checkpoint of the old origin shows. */
function assertNotLost(log, checkpoint) {
  const ordinal = log.origins.findIndex(({ name }) => name === checkpoint.origin)
  if (ordinal < 0) {
    throw new Bad(
      0,
      `${checkpoint.from.en} belongs to another ledger, ${checkpoint.origin}`,
      `${checkpoint.from.ja}は別の台帳(${checkpoint.origin})のものです。`,
      checkpoint.size,
    )
  }
  const next = log.origins[ordinal + 1]
  if (next && checkpoint.size > next.index) {
    throw new Bad(
      next.index,
      `${checkpoint.from.en} vouches for ${checkpoint.size} entries, but entry ${next.index} declares a restore: what came after was lost`,
      `${checkpoint.from.ja}は${checkpoint.size}件を保証しますが、${next.index}番の記録が復元を宣言しています。以降は復元で失われました。`,
      checkpoint.size,
    )
  }
}

// ---------------------------------------------------------------- command line

function parseArguments(words) {
  const given = { files: [], keys: [], checkpoints: [], json: false }
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at]
    if (word === '--json') given.json = true
    else if (word === '--key' || word === '--checkpoint') {
      const value = words[(at += 1)]
      if (value === undefined) throw new Unusable(`${word} needs a value`)
      given[word === '--key' ? 'keys' : 'checkpoints'].push(value)
    } else if (word.startsWith('--')) throw new Unusable(`unknown option ${word}`)
    else given.files.push(word)
  }
  if (given.files.length !== 1)
    throw new Unusable('usage: node verify.mjs FILE [--key VKEY]… [--checkpoint FILE]… [--json]')
  const trusted = given.keys.map((text) => {
    const key = readKey(text)
    if (!key?.publicKey) throw new Unusable('--key: an Ed25519 key NAME+HASH+BASE64 was expected')
    return key
  })
  return { ...given, path: given.files[0], trusted }
}

function verify({ path, trusted, checkpoints }) {
  const lines = linesOf(path)
  const first = lines.next().value?.toString('latin1')
  lines.return()
  if (first === PROOF && checkpoints.length > 0) throw new Unusable('--checkpoint is for exports')
  if (first !== PROOF && first !== EXPORT)
    throw new Unusable(`${path}: a proof or an export of a kensho ledger was expected`)
  const kept = checkpoints.map((name) => ({ name, note: readFileSync(name, 'utf8') }))
  const result = first === PROOF ? verifyProof(path) : verifyExport(path, trusted, kept)
  // All signatures hold; but only a key that the reader knows from elsewhere says whose they are.
  const known = trusted.length === 0 || trusted.some(({ text }) => result.signedBy.includes(text))
  if (!known) throw checkpointFault(0, 'none of the keys given has signed it')
  return result
}

/** Runs with the words of a command line; `out` and `err` take text. Returns the exit status. */
export function main(words, out, err) {
  let given = { json: words.includes('--json') }
  try {
    given = parseArguments(words)
    const result = verify(given)
    const keys = result.keys.map(({ text }) => text)
    const root = result.root.toString('base64')
    if (given.json) {
      out(`${JSON.stringify({ ok: true, ...result, root, keys })}\n`)
    } else {
      const what = result.kind === 'proof' ? `entry ${result.index} stands in` : 'all entries hold in'
      out(`OK: ${what} the ledger ${result.origin} of ${result.size} entries, root ${root}\n`)
      out(`検証に成功しました。台帳 ${result.origin}、全${result.size}件、根 ${root}\n`)
      if (result.signedApprovals > 0) {
        out(`Approvals signed by passkeys, all verified: ${result.signedApprovals}\n`)
        out(`パスキーで署名された承認 ${result.signedApprovals} 件も、すべて検証できました。\n`)
      }
      if (result.entry) out(`${JSON.stringify(result.entry, null, 2)}\n`)
      if (given.trusted.length === 0) {
        out('Signed by these keys. Compare them with those that you keep, or give them with --key.\n')
        out('署名した鍵は次のとおりです。手元に控えた鍵と見比べるか、--key で指定してください。\n')
        for (const key of keys) out(`  ${key}\n`)
      }
    }
    return 0
  } catch (error) {
    if (error instanceof Bad) {
      const { index, until, message, ja } = error
      const first_bad = { index, ...(until !== undefined && { until }), because: message, because_ja: ja }
      if (given.json) out(`${JSON.stringify({ ok: false, first_bad })}\n`)
      else out(`NOT OK: from entry ${index} on: ${message}\n検証に失敗しました(${index}番から): ${ja}\n`)
      return 1
    }
    const unusable = error instanceof Unusable || error.code !== undefined
    err(`verify: ${unusable ? error.message : error.stack}\n`)
    return unusable ? 64 : 70
  }
}

// Nothing happens when another program loads this file to use main().
if (argv[1] !== undefined && realpathSync(argv[1]) === fileURLToPath(import.meta.url)) {
  // A reader that closes the pipe early (`| head`) has read enough; the exit status still tells the verdict.
  stdout.on('error', (error) => {
    if (error.code !== 'EPIPE') throw error
  })
  process.exitCode = main(
    argv.slice(2),
    (text) => stdout.write(text),
    (text) => stderr.write(text),
  )
}
