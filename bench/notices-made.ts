/**
 * Mails made by us in the styles of many invented carriers, data centres, exchanges and cable operators, each with its
 * truth, written before the parser was tuned to any of them. A fixed half (`tuned`) may be looked at while the parser is
 * worked on; the other (`unseen`) is only counted.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Truth } from './notices-mail.ts'

export type Made = {
  name: string
  half: 'tuned' | 'unseen'
  /** The mail does not settle it: the right answer is a review. */
  asks?: true
  truth: Truth[]
}

const FOLDER = join(import.meta.dirname, 'made')

export function madeNotices(): (Made & { bytes: Uint8Array })[] {
  const all = JSON.parse(readFileSync(join(FOLDER, 'truth.json'), 'utf8')) as Made[]
  return all.map((one) => ({ ...one, bytes: readFileSync(join(FOLDER, `${one.name}.eml`)) }))
}
