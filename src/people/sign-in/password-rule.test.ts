import { expect, it } from 'vitest'
import { hashPassword, isPassword } from './password.ts'
import { passwordRefusal } from './password-rule.ts'

const NAMES = ['佐野', 'sano', 'miwa.sano@example.jp', 'hoshizora']

it('refuses what is short, too long, or tried first, in any dress', () => {
  const refused = [
    'elevenchars', '', 'a'.repeat(257), 'aaaaaaaaaaaaaaaa', '111111111111', '123456789012', '987654321098', 'qwertyuiopas',
    'password1234', 'Password2026!!', '!!!PASSWORD!!!', 'password password', 'pass-word-pass-word', 'adminadminadmin',
    'ＰＡＳＳＷＯＲＤ１２３４', 'letmein-letmein', '2026administrator', 'changeme!!!!!', '1qaz2wsx3edc4rfv', 'sano-sano-sano',
    'Hoshizora2026', 'abcdefghijklm', 'kensho-kensho',
  ] // prettier-ignore
  const taken = refused.filter((password) => passwordRefusal(password, NAMES) === undefined)
  expect(taken).toEqual([])
  expect(refused.length).toBe(23)
})

it('takes what is long, whatever it is made of, with 64 characters and more', () => {
  const good = [
    'a lamp over the harbour',
    '港の上に灯りがひとつともる夜',
    'xkq7tvz2mwpr',
    'a b c d e f g h i j',
    'lamp '.repeat(40),
  ]
  for (const password of good) expect(passwordRefusal(password, NAMES), password).toBeUndefined()
})

it('knows a password however its characters were typed, and nobody by a hash that is not there', async () => {
  const stored = await hashPassword('カギは海の底にある①②③')
  expect(stored).toMatch(/^\$argon2id\$v=19\$m=65536,t=3,p=1\$/)
  expect(await isPassword(stored, 'ｶｷﾞは海の底にある123')).toBe(true)
  expect(await isPassword(stored, 'カギは海の底にある124')).toBe(false)
  expect(await isPassword(undefined, 'nobody has this password')).toBe(false)
})
