import { InputError } from '../../platform/failure.ts'
import { sha256 } from './secret.ts'

const LOGIN_CHARACTERS_MIN = 3
const LOGIN_CHARACTERS_MAX = 128

/** The name that one types to sign in, in the form in which two of them are the same. Throws InputError. */
export function normalLogin(written: string): string {
  const login = written.normalize('NFKC').trim().toLowerCase()
  const length = Array.from(login).length
  if (length < LOGIN_CHARACTERS_MIN || length > LOGIN_CHARACTERS_MAX || /[\s\p{C}]/u.test(login))
    throw new InputError(
      'body',
      { path: 'login' },
      `a sign-in name of ${LOGIN_CHARACTERS_MIN} to ${LOGIN_CHARACTERS_MAX} characters without spaces, such as a mail address`,
    )
  return login
}

/** What is stored to find the person by. The name itself is kept sealed only. */
export function hashOfLogin(login: string): Buffer {
  return sha256(`kensho sign-in name\n${login}`)
}
