import { readDocument } from '../document.ts'
import { mismatch, isMapping } from '../shape.ts'

export type Fields = Record<string, unknown>
export type NetBoxRecord = { model: string; pk: number; fields: Fields; index: number }

/** A reference such as `dcim.interface:12`. */
export type Ref = string

/** The records of a Django fixture (`dumpdata`) by model and primary key. */
export class NetBoxRecords {
  readonly byModel = new Map<string, Map<number, NetBoxRecord>>()
  readonly contentTypes = new Map<number, string>()

  constructor(file: string, bytes: Uint8Array) {
    const document = readDocument(file, bytes)
    const list = document.value
    if (!Array.isArray(list))
      return mismatch({ document, path: [] }, 'a Django fixture (a list of records)', list)
    for (const [index, record] of list.entries()) {
      if (!isMapping(record) || typeof record['model'] !== 'string' || !isMapping(record['fields']))
        return mismatch({ document, path: [index] }, 'a record with model, pk and fields', record)
      this.add(record['model'].toLowerCase(), record['pk'], record['fields'], index)
    }
  }

  add(model: string, pk: unknown, fields: Fields, index: number): void {
    if (typeof pk !== 'number') return
    if (model === 'contenttypes.contenttype')
      this.contentTypes.set(pk, `${String(fields['app_label'])}.${String(fields['model'])}`)
    const records = this.byModel.get(model) ?? new Map<number, NetBoxRecord>()
    this.byModel.set(model, records.set(pk, { model, pk, fields, index }))
  }

  all(model: string): NetBoxRecord[] {
    return [...(this.byModel.get(model)?.values() ?? [])]
  }

  one(model: string, pk: unknown): NetBoxRecord | undefined {
    return typeof pk === 'number' ? this.byModel.get(model)?.get(pk) : undefined
  }

  at(ref: Ref): NetBoxRecord | undefined {
    const colon = ref.lastIndexOf(':')
    return this.one(ref.slice(0, colon), Number(ref.slice(colon + 1)))
  }

  /** A generic reference; its type is a natural key (`["dcim", "interface"]`) or the number of a content type. */
  ref(type: unknown, pk: unknown): Ref | undefined {
    if (typeof pk !== 'number') return undefined
    if (Array.isArray(type)) return `${type.join('.')}:${pk}`
    const model = typeof type === 'number' ? this.contentTypes.get(type) : undefined
    return model === undefined ? undefined : `${model}:${pk}`
  }
}

export function refOf({ model, pk }: NetBoxRecord): Ref {
  return `${model}:${pk}`
}

/** Keys of every record of a fixture; content types have no `pk`. */
export const FIXTURE_KEYS = ['model', 'fields']
