import { Composer, isAlias, isMap, isScalar, isSeq, Lexer, LineCounter, Parser } from 'yaml'
import type { CST, Document as YamlDocument, Node, Pair, YAMLMap } from 'yaml'
import { InputError } from '../platform/failure.ts'
import type { Place } from '../platform/failure.ts'
import type { Document } from './document.ts'
import type { PathPart } from './json.ts'
import { DEPTH_MAX } from './json-scanner.ts'
import { checkUtf8 } from './text-bytes.ts'

/** YAML takes much more time and memory than JSON: larger documents must be JSON. */
export const YAML_SIZE_BYTES_MAX = 10_000_000

/** Values that aliases may add to a document. */
const ALIASED_VALUES_MAX = 100_000

/** Reads one YAML 1.2 document (core schema). See readDocument for what is refused. */
export function parseYaml(file: string, bytes: Uint8Array): Document {
  if (bytes.length > YAML_SIZE_BYTES_MAX) {
    const limit = YAML_SIZE_BYTES_MAX.toLocaleString('en')
    throw new InputError(
      file,
      {},
      `expected YAML of at most ${limit} bytes, or JSON; found ${bytes.length.toLocaleString('en')}`,
    )
  }
  checkUtf8(file, bytes)
  const text = new TextDecoder('utf-8').decode(bytes)
  const lines = new LineCounter()
  const parsed = compose(file, text, lines)
  const placeOfOffset = (offset: number): Place => {
    const { line, col } = lines.linePos(offset)
    return { line: Math.max(1, line), column: Math.max(1, col) }
  }
  const value = new Plain(file, placeOfOffset).of(parsed.contents, 0)
  return {
    file,
    syntax: 'yaml',
    value,
    placeOf: (path) => placeOfOffset(nodeAt(parsed, path)?.range?.[0] ?? 0),
    writtenAt: (path) => {
      const node = nodeAt(parsed, path)
      return isScalar(node) ? node.source : undefined
    },
  }
}

function compose(file: string, text: string, lines: LineCounter): YamlDocument {
  const composer = new Composer({
    version: '1.2',
    schema: 'core',
    uniqueKeys: true,
    prettyErrors: false,
    lineCounter: lines,
  })
  const documents = [...composer.compose(boundedTokens(file, text, lines), true, text.length)]
  const [first, second] = documents
  if (!first) throw new InputError(file, { line: 1 }, 'expected a YAML document, found none')
  const problem = first.errors[0] ?? first.warnings[0]
  if (problem) {
    const { line, col } = lines.linePos(problem.pos[0])
    const because = problem.message.split('\n')[0]!
    throw new InputError(
      file,
      { line, column: col },
      `expected YAML or JSON, found what is neither: ${because}`,
    )
  }
  if (second) {
    const { line } = lines.linePos(second.range?.[0] ?? 0)
    throw new InputError(file, { line }, 'expected one YAML document in a file, found a second one')
  }
  return first
}

/** The composer recurses over these tokens: nesting is refused here, before it can exhaust the stack. */
function* boundedTokens(file: string, text: string, lines: LineCounter): Generator<CST.Token> {
  const parser = new Parser(lines.addNewLine)
  lines.addNewLine(0)
  for (const lexeme of new Lexer().lex(text)) {
    yield* parser.next(lexeme)
    if (parser.stack.length <= DEPTH_MAX + 4) continue
    const { line } = lines.linePos(parser.offset)
    throw new InputError(file, { line }, `expected at most ${DEPTH_MAX} levels of nesting`)
  }
  yield* parser.end()
}

/** Plain values of YAML nodes, bounded in depth and in what aliases add. */
class Plain {
  readonly file: string
  readonly placeOfOffset: (offset: number) => Place
  readonly anchors = new Map<string, Node>()
  /** Where each alias leads, found when the walk first comes to it: an anchor may be set anew later. */
  readonly targets = new Map<Node, Node>()
  aliased = 0
  withinAlias = 0

  constructor(file: string, placeOfOffset: (offset: number) => Place) {
    this.file = file
    this.placeOfOffset = placeOfOffset
  }

  of(node: Node | null | undefined, depth: number): unknown {
    if (!node) return null
    if (depth > DEPTH_MAX) this.fail(node, `at most ${DEPTH_MAX} levels of nesting`)
    if (this.withinAlias > 0 && ++this.aliased > ALIASED_VALUES_MAX)
      this.fail(node, `aliases that add at most ${ALIASED_VALUES_MAX.toLocaleString('en')} values`)
    if (!isAlias(node) && node.anchor !== undefined && this.withinAlias === 0)
      this.anchors.set(node.anchor, node)
    if (isScalar(node)) return node.value
    if (isSeq(node)) return node.items.map((item) => this.of(item as Node, depth + 1))
    if (isMap(node)) return this.map(node, depth)
    if (!isAlias(node)) return this.fail(node, 'a mapping, a sequence or a scalar')
    const target = this.targets.get(node) ?? this.anchors.get(node.source)
    if (!target) return this.fail(node, 'an alias of an anchor before it')
    this.targets.set(node, target)
    this.withinAlias++
    const value = this.of(target, depth + 1)
    this.withinAlias--
    return value
  }

  map(node: YAMLMap, depth: number): Record<string, unknown> {
    const object: Record<string, unknown> = {}
    for (const pair of node.items as Pair<Node, Node | null>[]) {
      const key = keyText(pair)
      if (key === undefined) return this.fail(pair.key ?? node, 'a scalar as key')
      if (Object.hasOwn(object, key)) this.fail(pair.key, `each key once, found ${JSON.stringify(key)} again`)
      const value = this.of(pair.value, depth + 1)
      if (key === '__proto__')
        Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true })
      else object[key] = value
    }
    return object
  }

  fail(node: Node, expected: string): never {
    throw new InputError(this.file, this.placeOfOffset(node.range?.[0] ?? 0), `expected ${expected}`)
  }
}

function keyText(pair: Pair<Node>): string | undefined {
  return isScalar(pair.key) ? (pair.key.source ?? String(pair.key.value)) : undefined
}

/** The node at a path, or the nearest one above it that exists. */
function nodeAt(parsed: YamlDocument, path: readonly PathPart[]): Node | undefined {
  let node = parsed.contents
  for (const part of path) {
    const here = isAlias(node) ? node.resolve(parsed) : node
    let next: Node | null | undefined
    if (isMap(here))
      next = (here.items as Pair<Node, Node | null>[]).find((pair) => keyText(pair) === String(part))?.value
    else if (isSeq(here) && typeof part === 'number') next = here.items[part] as Node | undefined
    if (!next) return here ?? undefined
    node = next
  }
  return isAlias(node) ? node.resolve(parsed) : (node ?? undefined)
}
