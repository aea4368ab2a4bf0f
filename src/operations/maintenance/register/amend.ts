import { editable, newDocument } from '../../../estate/editable.ts'
import type { SentFile } from '../../../estate/workspace-files.ts'
import { InputError } from '../../../platform/failure.ts'
import { REGISTER_COLLECTION, type RegisterElement } from './entry.ts'

/** An entry as a document holds it: without where it stands there. */
export type EntryContent = Omit<RegisterElement, 'stand'>

/** What is to become of one entry. */
export type RegisterChange = { entry: string; content: EntryContent | undefined }

const HOME = 'external-lines.yaml'

/**
 * The documents of an estate with one entry of the register added, changed or removed; whatever nobody touches keeps its
 * bytes, comments included. InputError where the entry stands in a document that cannot be edited in place, such as a
 * workbook. Pure.
 */
export function amendedRegister(files: readonly SentFile[], { entry, content }: RegisterChange): SentFile[] {
  const documents = files.map(({ path, content: bytes }) => ({
    path,
    bytes,
    document: editable(path, bytes),
  }))
  for (const { path, document } of documents) {
    const item = document?.items(REGISTER_COLLECTION).find((one) => String(one.get('id')) === entry)
    if (document === undefined || item === undefined) continue
    if (content === undefined) item.remove()
    else {
      const fields = item.fields()
      for (const field of Object.keys(fields)) if (!(field in content)) item.set(field, undefined)
      for (const [field, value] of Object.entries(content))
        if (!isSame(fields[field], value)) item.set(field, value)
    }
    return files.map((file) => (file.path === path ? { path, content: document.bytes() } : file))
  }
  if (content === undefined)
    throw new InputError('register', { path: entry }, 'expected an entry in a YAML or JSON document')
  const home = documents.find(
    ({ document }) => document?.collections().includes(REGISTER_COLLECTION) === true,
  )
  const document = home?.document ?? newDocument(HOME)
  document.add(REGISTER_COLLECTION, { ...content })
  const path = home?.path ?? HOME
  if (home === undefined && files.some((file) => file.path === HOME))
    throw new InputError(
      HOME,
      {},
      `expected a document with ${REGISTER_COLLECTION}, found another of that name`,
    )
  const added = { path, content: document.bytes() }
  return home === undefined ? [...files, added] : files.map((file) => (file.path === path ? added : file))
}

/** Whether a field of a document says this: YAML keeps numbers as they were written. */
function isSame(written: unknown, value: unknown): boolean {
  return JSON.stringify(asText(written)) === JSON.stringify(asText(value))
}

function asText(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asText)
  if (typeof value === 'object' && value !== null)
    return Object.entries(value)
      .map(([key, inner]) => [key, asText(inner)])
      .toSorted(([one], [other]) => (String(one) < String(other) ? -1 : 1))
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : (value ?? null)
}
