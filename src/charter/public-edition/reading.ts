import type { Db, Tx } from '../../platform/database.ts'
import { choicesSchema, firstChoices, type Choices } from './choices.ts'
import { contentSchema, type PublicContent } from './content.ts'
import { readContent } from './store.ts'

/** The content of an edition by its SHA-256. Throws where it is not kept: a fact never names what is not there. */
export async function contentOf(db: Db | Tx, digest: string): Promise<PublicContent> {
  return contentSchema.parse(JSON.parse((await bytesOf(db, digest)).toString('utf8')))
}

/** The very bytes of edition.json. */
export async function bytesOf(db: Db | Tx, digest: string): Promise<Buffer> {
  const bytes = await readContent(db, digest)
  if (bytes === undefined) throw new Error(`the public content ${digest} is not kept`)
  return bytes
}

/** What was chosen, by its SHA-256; before anybody chose, what is offered first. */
export async function choicesOf(db: Db | Tx, sha256: string | undefined): Promise<Choices> {
  if (sha256 === undefined) return firstChoices()
  return choicesSchema.parse(JSON.parse((await bytesOf(db, sha256)).toString('utf8')))
}
