/**
 * The way from a leaf to the root, computed again in the reader's own browser (RFC 9162 section 2.1.3). It shares no
 * code with the server: SHA-256 and Ed25519 are those of the browser.
 */

/** One step up: the sibling that is joined, which entries stand under it, and the hash of both together. */
export type PathStep = {
  side: 'left' | 'right'
  sibling: Uint8Array
  /** Entries under the sibling: [from, until). */
  from: number
  until: number
  result: Uint8Array
}

export type ComputedPath = { leaf: Uint8Array; steps: PathStep[]; root: Uint8Array }

export type GivenProof = { leaf: string; index: number; size: number; proof: readonly string[] }

/**
 * Hashes the leaf's text and joins the siblings. Undefined when the proof has not the length that index and size ask
 * for, or holds something that is no hash. Needs `crypto.subtle`, which browsers give to https and localhost only.
 */
export async function computePath({
  leaf,
  index,
  size,
  proof,
}: GivenProof): Promise<ComputedPath | undefined> {
  const shape = pathShape(index, size)
  const siblings = proof.map(decoded)
  if (shape === undefined || siblings.length !== shape.length) return undefined
  const leafHash = await sha256(Uint8Array.of(0), new TextEncoder().encode(leaf))
  const steps: PathStep[] = []
  let node = leafHash
  for (const [level, place] of shape.entries()) {
    const sibling = siblings[level]
    if (sibling?.length !== 32) return undefined
    const [left, right] = place.side === 'left' ? [sibling, node] : [node, sibling]
    node = await sha256(Uint8Array.of(1), left, right)
    steps.push({ ...place, sibling, result: node })
  }
  return { leaf: leafHash, steps, root: node }
}

/** Which side and which entries each sibling has, from the leaf upward. Undefined for an index outside the tree. */
export function pathShape(index: number, size: number): Omit<PathStep, 'sibling' | 'result'>[] | undefined {
  if (!Number.isSafeInteger(index) || !Number.isSafeInteger(size) || index < 0 || index >= size)
    return undefined
  const shape: Omit<PathStep, 'sibling' | 'result'>[] = []
  for (let [low, high] = [0, size]; high - low > 1;) {
    let half = 1
    while (half * 2 < high - low) half *= 2
    const middle = low + half
    if (index < middle) {
      shape.push({ side: 'right', from: middle, until: high })
      high = middle
    } else {
      shape.push({ side: 'left', from: low, until: middle })
      low = middle
    }
  }
  return shape.reverse()
}

/** What a checkpoint says (C2SP tlog-checkpoint): the text that is signed, size and root. Undefined for another text. */
export function readNote(note: string): { signed: string; size: number; root: string } | undefined {
  const end = note.indexOf('\n\n')
  const signed = note.slice(0, end + 1)
  const [, size = '', root = '', ...rest] = signed.split('\n')
  if (end < 0 || !/^(?:0|[1-9]\d{0,15})$/.test(size) || rest.length !== 1) return undefined
  return { signed, size: Number(size), root }
}

/** `unchecked`: this browser has no Ed25519, or no signature is of a key that was given. */
export type SignatureCheck = 'holds' | 'wrong' | 'unchecked'

/** Is the note signed by one of the keys, each `NAME+HASH+BASE64(algorithm || key)`? Ed25519 only. */
export async function checkSignature(note: string, vkeys: readonly string[]): Promise<SignatureCheck> {
  const end = note.indexOf('\n\n')
  const signed = new TextEncoder().encode(note.slice(0, end + 1))
  let outcome: SignatureCheck = 'unchecked'
  for (const line of note.slice(end + 2).split('\n')) {
    const [, name, blob] = /^— (\S+) (\S+)$/.exec(line) ?? []
    if (name === undefined || blob === undefined) continue
    const bytes = decoded(blob)
    const id = hex(bytes.slice(0, 4))
    const key = vkeys.find((vkey) => vkey.startsWith(`${name}+${id}+`))
    const part = key === undefined ? undefined : decoded(key.slice(name.length + id.length + 2))
    if (part?.[0] !== 1 || part.length !== 33) continue
    const holds = await verified(part.slice(1), bytes.slice(4), signed)
    if (holds === false) return 'wrong'
    if (holds) outcome = 'holds'
  }
  return outcome
}

/** Undefined where the browser has no Ed25519. */
async function verified(
  key: Uint8Array<ArrayBuffer>,
  signature: Uint8Array<ArrayBuffer>,
  signed: Uint8Array<ArrayBuffer>,
): Promise<boolean | undefined> {
  try {
    const imported = await crypto.subtle.importKey('raw', key, 'Ed25519', false, ['verify'])
    return await crypto.subtle.verify('Ed25519', imported, signature, signed)
  } catch (error) {
    if (error instanceof DOMException && error.name === 'NotSupportedError') return undefined
    throw error
  }
}

export function base64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
}

/** The bytes of base64 text; of anything else none, which is the length of no hash. */
function decoded(text: string): Uint8Array<ArrayBuffer> {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(text) || text.length % 4 !== 0) return new Uint8Array()
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
}

function hex(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

async function sha256(...parts: readonly Uint8Array[]): Promise<Uint8Array> {
  const input = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    input.set(part, at)
    at += part.length
  }
  return new Uint8Array(await crypto.subtle.digest('SHA-256', input))
}
