/**
 * Mails made by us in the styles of many invented carriers, data centres, exchanges and cable operators, each with its
 * truth, each scored before the parser was worked on with it. `learnt`: looked at since. `fresh`: only counted so far;
 * whoever opens them (`--open`) to mend the parser moves them to `learnt` and writes others.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Truth } from './notices-mail.ts'

export type Made = {
  name: string
  set: 'learnt' | 'fresh'
  /** The mail does not settle it: the right answer is a review. */
  asks?: true
  truth: Truth[]
}

const FOLDER = join(import.meta.dirname, 'made')

export function madeNotices(): (Made & { bytes: Uint8Array })[] {
  const all = JSON.parse(readFileSync(join(FOLDER, 'truth.json'), 'utf8')) as Made[]
  return all.map((one) => ({ ...one, bytes: readFileSync(join(FOLDER, `${one.name}.eml`)) }))
}
