import { JsonScanner, OPEN_BRACE, OPEN_BRACKET } from './json-scanner.ts'
import { checkUtf8 } from './text-bytes.ts'

export type PathPart = string | number

/**
 * Receives the elements of the arrays that stand directly in the top-level object, one after the other, so that a
 * large file never stands as a whole tree in memory. Returns true when it has taken the element; others are kept.
 */
export type TakeElement = (key: string, index: number, element: unknown) => boolean

/**
 * JSON (RFC 8259) from bytes, stricter than JSON.parse: UTF-8 only, no key twice in one object, at most DEPTH_MAX
 * deep; every error names line and column. A byte order mark at the start is passed over.
 */
export function parseJson(file: string, bytes: Uint8Array, take?: TakeElement): unknown {
  checkUtf8(file, bytes)
  return new JsonReader(file, bytes).readAll(take)
}

/**
 * The keys of the top-level object and, of each array there, the keys of its first element that is an object. Of a
 * top-level array, the keys of its first element under the name `[]`.
 */
export function outlineJson(file: string, bytes: Uint8Array): Map<string, string[] | undefined> | undefined {
  checkUtf8(file, bytes)
  return new JsonReader(file, bytes).outline()
}

/** Byte offset of the value at a path, or of the nearest enclosing value that exists. */
export function offsetOfJsonPath(file: string, bytes: Uint8Array, path: readonly PathPart[]): number {
  return new JsonReader(file, bytes).locate(path)
}

class JsonReader extends JsonScanner {
  readAll(take: TakeElement | undefined): unknown {
    this.space()
    const value = take && this.bytes[this.at] === OPEN_BRACE ? this.object(take) : this.value()
    this.space()
    if (this.at < this.bytes.length) this.fail('the end of the file')
    return value
  }

  outline(): Map<string, string[] | undefined> | undefined {
    this.space()
    const outline = new Map<string, string[] | undefined>()
    if (this.bytes[this.at] === OPEN_BRACKET) outline.set('[]', this.elementKeys())
    else if (this.bytes[this.at] !== OPEN_BRACE) return undefined
    else this.members((key) => outline.set(key, this.elementKeys()))
    return outline
  }

  /** Skips a value; gives the keys of its first element where it is an array of objects. */
  elementKeys(): string[] | undefined {
    if (this.bytes[this.at] !== OPEN_BRACKET) {
      this.skip()
      return undefined
    }
    let keys: string[] | undefined
    this.elements((index) => {
      if (index > 0 || this.bytes[this.at] !== OPEN_BRACE) return this.skip()
      const first: string[] = []
      this.members((key) => {
        first.push(key)
        this.skip()
      })
      keys = first
    })
    return keys
  }

  locate(path: readonly PathPart[]): number {
    this.space()
    let found = this.at
    for (const part of path) {
      const wanted = this.child(part)
      if (wanted === undefined) return found
      this.at = wanted
      found = wanted
    }
    return found
  }

  /** Offset of one member or element of the value that starts here. */
  child(part: PathPart): number | undefined {
    let offset: number | undefined
    if (this.bytes[this.at] === OPEN_BRACE)
      this.members((key) => {
        if (key === String(part)) offset ??= this.at
        this.skip()
      })
    else if (this.bytes[this.at] === OPEN_BRACKET)
      this.elements((index) => {
        if (index === part) offset = this.at
        this.skip()
      })
    return offset
  }

  value(): unknown {
    switch (this.bytes[this.at]) {
      case OPEN_BRACE:
        return this.object(undefined)
      case OPEN_BRACKET: {
        const list: unknown[] = []
        this.elements(() => list.push(this.value()))
        return list
      }
      default:
        return this.scalar()
    }
  }

  object(take: TakeElement | undefined): Record<string, unknown> {
    const object: Record<string, unknown> = {}
    const start = this.at
    let members = 0
    this.members((key) => {
      members++
      const value = take && this.bytes[this.at] === OPEN_BRACKET ? this.takeElements(key, take) : this.value()
      if (key === '__proto__') defineOwn(object, key, value)
      else object[key] = value
    })
    if (Object.keys(object).length !== members) this.failKeyTwice(start)
    return object
  }

  takeElements(key: string, take: TakeElement): unknown[] {
    const kept: unknown[] = []
    this.elements((index) => {
      const element = this.value()
      if (!take(key, index, element)) kept.push(element)
    })
    return kept
  }

  failKeyTwice(start: number): never {
    const keys = new Set<string>()
    this.at = start
    this.members((key, keyAt) => {
      if (keys.has(key)) this.fail(`each key once, found ${JSON.stringify(key)} again`, keyAt)
      keys.add(key)
      this.skip()
    })
    return this.fail('each key once', start)
  }
}

function defineOwn(object: Record<string, unknown>, key: string, value: unknown): void {
  Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true })
}
