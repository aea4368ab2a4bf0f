import { InputError } from '../../platform/failure.ts'

/** Which series are meant: those of a metric whose labels are these, and are not those. */
export type Selector = { metric: string; equal: Record<string, string>; unequal: [string, string][] }

const SELECTOR = /^\s*([a-zA-Z_:][a-zA-Z0-9_:]*)\s*(?:\{(.*)\}\s*)?$/su
const MATCHER = /\s*([a-zA-Z_][a-zA-Z0-9_]*)\s*(=~|!~|!=|=)\s*("(?:[^"\\\n]|\\.)*")\s*(,|$)/suy
const CHARACTERS_MAX = 4_000

/**
 * `metric{label="value",other!="value"}`, as PromQL writes it. Regular expressions are not taken: what is forecast is one
 * series. InputError about `source` where it cannot be read.
 */
export function readSelector(source: string, text: string): Selector {
  const refused = (expected: string) =>
    new InputError(source, {}, `${expected}, found ${JSON.stringify(text.slice(0, 120))}`)
  const found = text.length <= CHARACTERS_MAX ? SELECTOR.exec(text) : null
  if (found === null) throw refused('expected a series such as ifHCInOctets{instance="r1",ifName="xe-0/0/0"}')
  const [, metric = '', inside = ''] = found
  const selector: Selector = { metric, equal: {}, unequal: [] }
  MATCHER.lastIndex = 0
  for (let at = 0; inside.slice(at).trim() !== ''; at = MATCHER.lastIndex) {
    MATCHER.lastIndex = at
    const matcher = MATCHER.exec(inside)
    if (matcher === null) throw refused('expected labels such as {instance="r1",ifName!="lo0"}')
    const [, label = '', operator, quoted = ''] = matcher
    if (operator === '=~' || operator === '!~')
      throw refused(`expected = or != at ${label}: a regular expression may mean several series`)
    const value = unquoted(quoted)
    if (operator === '!=') selector.unequal.push([label, value])
    else if (Object.hasOwn(selector.equal, label)) throw refused(`expected ${label} once`)
    else selector.equal[label] = value
  }
  return selector
}

function unquoted(quoted: string): string {
  return quoted
    .slice(1, -1)
    .replaceAll(/\\(.)/gsu, (_, character: string) => (character === 'n' ? '\n' : character))
}
