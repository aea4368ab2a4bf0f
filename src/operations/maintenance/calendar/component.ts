/** The lines of an iCalendar stream (RFC 5545) as components; tolerant of broken folding, bounded in size. */

export type Property = { name: string; parameters: ReadonlyMap<string, string>; value: string }
export type Component = { name: string; properties: Property[]; components: Component[] }

const PROPERTIES_MAX = 20_000
const DEPTH_MAX = 8
const VALUE_MAX = 100_000

export type CalendarText = { components: Component[]; truncated: boolean }

export function readComponents(text: string): CalendarText {
  const root: Component = { name: '', properties: [], components: [] }
  const stack: Component[] = [root]
  let count = 0
  for (const line of unfold(text)) {
    count += 1
    if (count > PROPERTIES_MAX) return { components: root.components, truncated: true }
    const property = readProperty(line)
    if (property === undefined) continue
    const top = stack.at(-1) ?? root
    if (property.name === 'BEGIN') {
      const component: Component = {
        name: property.value.trim().toUpperCase(),
        properties: [],
        components: [],
      }
      if (stack.length > DEPTH_MAX) continue
      top.components.push(component)
      stack.push(component)
    } else if (property.name === 'END') {
      const at = stack.findLastIndex((open) => open.name === property.value.trim().toUpperCase())
      if (at > 0) stack.length = at
    } else top.properties.push(property)
  }
  return { components: root.components, truncated: false }
}

/** Joins folded lines; a line that is no property at all is taken for a continuation that lost its blank. */
function unfold(text: string): string[] {
  const lines: string[] = []
  for (const line of text.split(/\r\n|\r|\n/)) {
    const last = lines.length - 1
    const folded = /^[ \t]/.test(line)
    if (last >= 0 && (folded || (line !== '' && !/^[A-Za-z][A-Za-z0-9-]*[;:]/.test(line)))) {
      if ((lines[last]?.length ?? 0) < VALUE_MAX) lines[last] += folded ? line.slice(1) : `\n${line}`
    } else if (line !== '') lines.push(line)
  }
  return lines
}

function readProperty(line: string): Property | undefined {
  const name = /^[A-Za-z][A-Za-z0-9-]*/.exec(line)?.[0]
  if (name === undefined) return undefined
  const parameters = new Map<string, string>()
  let at = name.length
  while (line[at] === ';') {
    const parameter = /^;([A-Za-z][A-Za-z0-9-]*)=((?:"[^"]*"|[^";:,]*)(?:,(?:"[^"]*"|[^";:,]*))*)/.exec(
      line.slice(at, at + 2_000),
    )
    if (parameter === null) break
    parameters.set((parameter[1] ?? '').toUpperCase(), (parameter[2] ?? '').replace(/"/g, ''))
    at += parameter[0].length
  }
  const colon = line.indexOf(':', at)
  if (colon < 0) return undefined
  return { name: name.toUpperCase(), parameters, value: line.slice(colon + 1) }
}

/** Undoes the escapes of TEXT values (RFC 5545 3.3.11). */
export function unescapeText(value: string): string {
  return value
    .replace(/\\([nN,;\\])/g, (_, char: string) => (char.toLowerCase() === 'n' ? '\n' : char))
    .trim()
}
