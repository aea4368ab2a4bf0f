import { createHash, generateKeyPairSync, sign, type KeyObject } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { exportLog, exportProof } from '../../ledger/export.ts'
import type { Fact } from '../../ledger/index.ts'
import { fillLedger, scratchLedger } from '../../ledger/scratch-ledger.ts'
import type { Json } from '../../platform/text.ts'

const VERIFIER = join(import.meta.dirname, '../../../verify.mjs')
const DIGEST = createHash('sha256').update('what is approved').digest('hex')
const OTHER = createHash('sha256').update('something else').digest('hex')
const PRESENT_AND_VERIFIED = 0x05
const ONLY_PRESENT = 0x01

type Key = { id: string; privateKey: KeyObject; spki: string }
const makeKey = (id: string, kind: 'p256' | 'ed25519' | 'rsa'): Key => {
  const { privateKey, publicKey } =
    kind === 'p256'
      ? generateKeyPairSync('ec', { namedCurve: 'P-256' })
      : kind === 'rsa'
        ? generateKeyPairSync('rsa', { modulusLength: 2048 })
        : generateKeyPairSync('ed25519')
  return { id, privateKey, spki: publicKey.export({ format: 'der', type: 'spki' }).toString('base64url') }
}

/** What an authenticator and a browser make of a digest (WebAuthn section 6.3.3 and 5.8.1). */
function assertionOf(key: Key, digest: string, flags = PRESENT_AND_VERIFIED, type = 'webauthn.get') {
  const data = Buffer.concat([
    createHash('sha256').update('localhost').digest(),
    Buffer.from([flags, 0, 0, 0, 0]),
  ])
  const challenge = Buffer.from(digest, 'hex').toString('base64url')
  const client = Buffer.from(JSON.stringify({ type, challenge, origin: 'http://localhost:7350' }))
  const signed = Buffer.concat([data, createHash('sha256').update(client).digest()])
  const algorithm = key.privateKey.asymmetricKeyType === 'ed25519' ? null : 'sha256'
  return {
    credential_id: key.id,
    public_key_spki: key.spki,
    authenticator_data: data.toString('base64url'),
    client_data_json: client.toString('base64url'),
    signature: sign(algorithm, signed, key.privateKey).toString('base64url'),
  }
}

const added = (person: string, key: Key): Fact => ({
  type: 'people.passkey.added',
  by: person,
  objects: [person],
  body: { credential_id: key.id, public_key_spki: key.spki },
})
const approvedBy = (approver: string, assertion: { [part: string]: Json } | undefined): Fact => ({
  type: 'charter.waiver.granted',
  by: approver,
  body: { approval: { approver, digest: DIGEST, method: 'passkey', ...(assertion && { assertion }) } },
})

const mine = makeKey('mine', 'p256')
const edwards = makeKey('edwards', 'ed25519')
const rsa = makeKey('rsa', 'rsa')
const anothers = makeKey('anothers', 'p256')
const stranger = makeKey('stranger', 'p256')
const START = [added('p-1', mine), added('p-1', edwards), added('p-1', rsa), added('p-2', anothers)]

type Verifier = {
  main: (words: string[], out: (text: string) => void, err: (text: string) => void) => number
}
let verifier: Verifier
let folder: string
beforeAll(async () => {
  verifier = (await import(pathToFileURL(VERIFIER).href)) as Verifier
  folder = mkdtempSync(join(tmpdir(), 'kensho-approval-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function verified(...words: string[]) {
  let out = ''
  const status = verifier.main(
    [...words, '--json'],
    (text) => (out += text),
    (text) => (out += text),
  )
  const { signedApprovals, first_bad } = JSON.parse(out) as {
    signedApprovals?: number
    first_bad?: { index: number; because: string }
  }
  return { status, signedApprovals, bad: first_bad?.index, because: first_bad?.because }
}

/** Whatever a ledger was made to hold, told by its export. The first entry opens the ledger. */
async function exported(facts: readonly Fact[]) {
  const ledger = await scratchLedger()
  try {
    await fillLedger(ledger, [facts.length], (n) => facts[n]!)
    const chunks: Buffer[] = []
    await exportLog(ledger.ctx.db, async (chunk) => void chunks.push(chunk))
    const [log, proof] = [join(folder, 'log.export'), join(folder, 'last.proof')]
    writeFileSync(log, Buffer.concat(chunks))
    writeFileSync(proof, await exportProof(ledger.ctx.db, facts.length))
    return { log: verified(log), proof: verified(proof) }
  } finally {
    await ledger.drop()
  }
}

it('holds where each of the three kinds of keys has signed exactly what was approved', async () => {
  const approvals = [mine, edwards, rsa].map((key) => approvedBy('p-1', assertionOf(key, DIGEST)))
  const { log, proof } = await exported([...START, ...approvals])
  expect(log).toMatchObject({ status: 0, signedApprovals: 3 })
  expect(proof).toMatchObject({ status: 0 })
})

const good = assertionOf(mine, DIGEST)
const removed: Fact = {
  type: 'people.passkey.removed',
  by: 'p-1',
  objects: ['p-1'],
  body: { credential_id: 'mine' },
}
const forgotten: Fact = {
  type: 'people.link.issued',
  by: 'p-2',
  objects: ['p-1'],
  body: { purpose: 'recovery', forgets_passkeys: true },
}
const spoiled = Buffer.from(good.signature, 'base64url')
spoiled[spoiled.length - 1]! ^= 1

it.each<{ name: string; facts: Fact[]; because: RegExp; alone: number }>([
  { name: 'another digest was signed', facts: [approvedBy('p-1', assertionOf(mine, OTHER))], because: /something else/, alone: 1 },
  { name: 'one bit of the signature differs', facts: [approvedBy('p-1', { ...good, signature: spoiled.toString('base64url') })], because: /wrong|malformed/, alone: 1 },
  { name: 'nobody was verified', facts: [approvedBy('p-1', assertionOf(mine, DIGEST, ONLY_PRESENT))], because: /nobody was verified/, alone: 1 },
  { name: 'it was made while a passkey was', facts: [approvedBy('p-1', assertionOf(mine, DIGEST, PRESENT_AND_VERIFIED, 'webauthn.create'))], because: /no assertion/, alone: 1 },
  { name: 'the signature is missing', facts: [approvedBy('p-1', undefined)], because: /not name|malformed/, alone: 1 },
  { name: "the key is another person's", facts: [approvedBy('p-1', assertionOf(anothers, DIGEST))], because: /not name this key/, alone: 0 },
  { name: 'the key was never added', facts: [approvedBy('p-1', assertionOf(stranger, DIGEST))], because: /not name this key/, alone: 0 },
  { name: 'a stranger signs under a known credential', facts: [approvedBy('p-1', { ...assertionOf(stranger, DIGEST), credential_id: 'mine' })], because: /not name this key/, alone: 0 },
  { name: 'the key was removed before', facts: [removed, approvedBy('p-1', good)], because: /not name this key/, alone: 0 },
  { name: 'all keys were forgotten before', facts: [forgotten, approvedBy('p-1', good)], because: /not name this key/, alone: 0 },
])('is found out where $name', async ({ facts, because, alone }) => {
  const { log, proof } = await exported([...START, ...facts])
  expect(log).toMatchObject({ status: 1, bad: START.length + facts.length })
  expect(log.because).toMatch(because)
  expect(proof.status).toBe(alone)
}) // prettier-ignore
