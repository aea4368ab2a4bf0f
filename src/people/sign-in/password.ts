import { hash, verify } from '@node-rs/argon2'
import { Refusal } from '../../platform/refusal.ts'
import { normalPassword } from './password-rule.ts'

/** Argon2id: RFC 9106 asks for 64 MiB and three passes where memory is dear. One lane: many people, few cores. */
const PARAMETERS = { memoryCost: 65_536, timeCost: 3, parallelism: 1, outputLen: 32 } as const

/** Each takes 64 MiB: so many at once, so many in line. */
const AT_ONCE_MAX = 2
const IN_LINE_MAX = 32

let running = 0
const line: (() => void)[] = []

/** The PHC string of a password. */
export async function hashPassword(written: string): Promise<string> {
  return inTurn(() => hash(normalPassword(written), PARAMETERS))
}

/** Whether it is that password. Without a hash it takes as long and is false: a name that nobody has looks like any other. */
export async function isPassword(stored: string | undefined, written: string): Promise<boolean> {
  // Made at the first question of any kind, so that not even that one takes longer for a name that nobody has.
  const nobodysHash = await nobody()
  const against = stored ?? nobodysHash
  const holds = await inTurn(() => verify(against, normalPassword(written)))
  return holds && stored !== undefined
}

let nobodys: Promise<string> | undefined

function nobody(): Promise<string> {
  nobodys ??= hashPassword('nobody has this password')
  return nobodys
}

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= AT_ONCE_MAX) {
    if (line.length >= IN_LINE_MAX)
      throw new Refusal('unavailable', {
        ja: 'サインインが混み合っています。少し待ってからもう一度どうぞ。',
        en: 'Many are signing in at this moment. Try again shortly.',
      })
    await new Promise<void>((resolve) => line.push(resolve))
  } else running += 1
  try {
    return await work()
  } finally {
    // The place is handed on to the next in line, or given back.
    const next = line.shift()
    if (next) next()
    else running -= 1
  }
}
