import { createPrivateKey, createPublicKey, sign, verify } from 'node:crypto'
import type { KeyObject } from 'node:crypto'

/** The public half of a key of some algorithm. `keyName` is signed along where the algorithm says so. */
export type KeyPart = {
  publicKey: Uint8Array
  verify: (text: string, signature: Uint8Array, keyName: string) => boolean
}

/** How notes are signed with one kind of key. A key is made from 32 bytes of seed. */
export type NoteAlgorithm = {
  publicKeyBytes: number
  fromSeed: (seed: Uint8Array) => KeyPart & { sign: (text: string, keyName: string) => Uint8Array }
  /** Never throws for a wrong signature; throws for bytes that are no public key. */
  fromPublicKey: (publicKey: Uint8Array) => KeyPart
}

/** By the signature type byte that C2SP signed-note assigns; undefined for those that we do not have. */
export function noteAlgorithm(type: number): NoteAlgorithm | undefined {
  return ALGORITHMS.get(type)
}

/** DER before the raw bytes: SubjectPublicKeyInfo and PKCS #8 with a seed, of Ed25519 (RFC 8410) and ML-DSA-44. */
const DER = {
  ed25519: { public: '302a300506032b6570032100', seed: '302e020100300506032b657004220420' },
  mlDsa44: {
    public: '30820532300b06096086480165030403110382052100',
    seed: '3034020100300b060960864801650304031104228020',
  },
}

function publicKeyOf(kind: keyof typeof DER, raw: Uint8Array): KeyObject {
  return createPublicKey({
    key: Buffer.concat([Buffer.from(DER[kind].public, 'hex'), raw]),
    format: 'der',
    type: 'spki',
  })
}

function privateKeyOf(kind: keyof typeof DER, seed: Uint8Array): KeyObject {
  if (seed.length !== 32) throw new RangeError('a seed has 32 bytes')
  const der = Buffer.concat([Buffer.from(DER[kind].seed, 'hex'), seed])
  return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
}

function rawPublicKey(kind: keyof typeof DER, secret: KeyObject): Buffer {
  const der = createPublicKey(secret).export({ format: 'der', type: 'spki' })
  return der.subarray(DER[kind].public.length / 2)
}

/** Type 1: Ed25519 over the text as it is. */
const ed25519: NoteAlgorithm = {
  publicKeyBytes: 32,
  fromSeed: (seed) => {
    const secret = privateKeyOf('ed25519', seed)
    const part = ed25519.fromPublicKey(rawPublicKey('ed25519', secret))
    return { ...part, sign: (text) => sign(null, Buffer.from(text), secret) }
  },
  fromPublicKey: (publicKey) => {
    const key = publicKeyOf('ed25519', publicKey)
    return { publicKey, verify: (text, signature) => verify(null, Buffer.from(text), key, signature) }
  },
}

const TIMESTAMP_BYTES = 8
const NO_TIME = Buffer.alloc(TIMESTAMP_BYTES)

/**
 * Type 6: ML-DSA-44 (FIPS 204) over a checkpoint's origin, size and root by C2SP tlog-cosignature, so that a checkpoint
 * stays trustworthy should Ed25519 fall. We sign with time 0: no statement that this was the newest checkpoint.
 */
const mlDsa44: NoteAlgorithm = {
  publicKeyBytes: 1312,
  fromSeed: (seed) => {
    const secret = privateKeyOf('mlDsa44', seed)
    const part = mlDsa44.fromPublicKey(rawPublicKey('mlDsa44', secret))
    return {
      ...part,
      sign: (text, keyName) => {
        const message = cosignedMessage(text, keyName, NO_TIME)
        if (!message) throw new RangeError('ML-DSA-44 signs checkpoints only')
        return Buffer.concat([NO_TIME, sign(null, message, secret)])
      },
    }
  },
  fromPublicKey: (publicKey) => {
    const key = publicKeyOf('mlDsa44', publicKey)
    return {
      publicKey,
      verify: (text, signature, keyName) => {
        const message = cosignedMessage(text, keyName, signature.subarray(0, TIMESTAMP_BYTES))
        return message !== undefined && verify(null, message, key, signature.subarray(TIMESTAMP_BYTES))
      },
    }
  },
}

/** The structure `cosigned_message` over the whole tree; undefined when the text is no checkpoint. */
function cosignedMessage(text: string, keyName: string, time: Uint8Array): Buffer | undefined {
  const [origin = '', size = '', root = ''] = text.split('\n')
  const rootBytes = Buffer.from(root, 'base64')
  const names = [Buffer.from(keyName), Buffer.from(origin)]
  const fits = names.every(({ length }) => length >= 1 && length <= 255)
  if (!fits || time.length !== TIMESTAMP_BYTES || !/^\d{1,19}$/.test(size) || rootBytes.length !== 32)
    return undefined
  const [cosigner, log] = names.map((name) => Buffer.concat([Uint8Array.of(name.length), name])) as [
    Buffer,
    Buffer,
  ]
  const range = Buffer.alloc(16)
  range.writeBigUInt64BE(BigInt(size), 8)
  return Buffer.concat([Buffer.from('subtree/v1\n\0'), cosigner, time, log, range, rootBytes])
}

const ALGORITHMS: ReadonlyMap<number, NoteAlgorithm> = new Map([
  [1, ed25519],
  [6, mlDsa44],
])
