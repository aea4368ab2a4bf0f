import type { Text } from '../../platform/text.ts'

export const PASSWORD_CHARACTERS_MIN = 12
/** Bounds the work of hashing; long sentences fit. */
export const PASSWORD_CHARACTERS_MAX = 256

/** The form that is hashed: however the same characters were typed, wide or narrow, composed or not. */
export function normalPassword(written: string): string {
  return written.normalize('NFKC')
}

/** What the commonest passwords are made of, once figures and marks are taken off their ends. */
const COMMON = new Set(
  [
    'password passwort motdepasse contrasena senha parola wachtwoord passphrase passw0rd pa55word p4ssw0rd p@ssw0rd p@ssword',
    'qwerty qwertyuiop qwertyuiopasdfghjkl asdfghjkl zxcvbnm qwertz azerty 1qaz2wsx3edc4rfv 1q2w3e4r5t6y 1q2w3e4r5t6y7u8i qazwsxedc qazwsxedcrfv zaq12wsxcde',
    'abcdefghijkl abcdefghijklm abcdefghijklmnopqrstuvwxyz abcd1234efgh abcabcabcabc 123qweasdzxc asdfasdfasdf',
    'letmein welcome changeme iloveyou sunshine princess football baseball basketball superman spiderman monkey dragon master shadow michael jennifer trustno starwars pokemon doraemon hello freedom whatever',
    'admin administrator root superuser sysadmin netadmin operator default guest test testing user username login secret private internet network computer server router switch cisco juniper arista',
    'kensho kenshou sakura nippon tokyo osaka arigatou himitsu anshin yokohama',
  ]
    .join(' ')
    .split(' '),
)

const RUNS = ['01234567890123456789', 'abcdefghijklmnopqrstuvwxyz', 'qwertyuiopasdfghjklzxcvbnm']
const DIFFERENT_MIN = 5

/**
 * Why a password is not taken; undefined when it is. Long enough and not among what everybody tries first: no rule asks
 * for kinds of characters, none expires.
 */
export function passwordRefusal(written: string, names: readonly string[]): Text | undefined {
  const password = normalPassword(written)
  const length = Array.from(password).length
  if (length < PASSWORD_CHARACTERS_MIN)
    return {
      ja: `パスワードは ${PASSWORD_CHARACTERS_MIN} 文字以上にしてください。文の長さのものが覚えやすく、強くなります。`,
      en: `A password has at least ${PASSWORD_CHARACTERS_MIN} characters. A sentence is easy to keep and hard to guess.`,
    }
  if (length > PASSWORD_CHARACTERS_MAX)
    return {
      ja: `パスワードは ${PASSWORD_CHARACTERS_MAX} 文字以内にしてください。`,
      en: `A password has at most ${PASSWORD_CHARACTERS_MAX} characters.`,
    }
  return isCommon(password, names)
    ? {
        ja: 'このパスワードは真っ先に試されるものです。別のものにしてください。',
        en: 'This is one of the passwords that are tried first. Choose another.',
      }
    : undefined
}

function isCommon(password: string, names: readonly string[]): boolean {
  const plain = password.toLowerCase()
  if (new Set(plain).size < DIFFERENT_MIN) return true
  if (RUNS.some((run) => run.includes(plain) || Array.from(run).toReversed().join('').includes(plain)))
    return true
  const joined = plain.replaceAll(/[^\p{L}\p{N}]/gu, '')
  const cores = [plain, joined].flatMap((form) => [form, form.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '')])
  const own = names.map((name) => normalPassword(name).toLowerCase()).filter((name) => name.length >= 3)
  return [...cores, ...cores.map(once)].some((form) => COMMON.has(form) || own.includes(form))
}

/** `adminadminadmin` is `admin`. */
function once(text: string): string {
  for (let length = 1; length <= text.length / 2; length += 1) {
    const part = text.slice(0, length)
    if (text.length % length === 0 && part.repeat(text.length / length) === text) return part
  }
  return text
}
