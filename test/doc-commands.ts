import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

export const ROOT = path.resolve(import.meta.dirname, '..')

/** One line of a fence that somebody would type, without the prompt's comment. */
export type DocCommand = {
  file: string
  line: string
  /** The test that runs it, where docs-run does not; `why` where nothing does. */
  runBy?: string
  why?: string
}

/** Every document of the product, by its path from the root. */
export function documents(): string[] {
  const found = readdirSync(path.join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
  return found
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`)
    .toSorted()
}

export function textOf(file: string): string {
  return readFileSync(path.join(ROOT, file), 'utf8')
}

const FENCE = /^(?:<!-- (?<note>[^\n]*?) -->\n)?```(?<kind>[a-z]*)\n(?<body>[^]*?)\n```$/gm
const TYPED = /^(?:export \w+=\$\()?(?:bin\/kensho|kensho|node|npm|curl|sha256sum) /

/** The content of the first fence of a kind, such as `yaml`. */
export function fenceIn(file: string, kind: string): string {
  for (const { groups } of textOf(file).matchAll(FENCE)) if (groups?.['kind'] === kind) return groups['body']!
  throw new Error(`${file} has no fence of ${kind}`)
}

/** Every command that a document tells its reader to type. */
export function commandsIn(file: string): DocCommand[] {
  return [...textOf(file).matchAll(FENCE)].flatMap(({ groups }) => {
    const { note = '', body = '' } = groups as { note?: string; body?: string }
    const runBy = /^run by (\S+)$/.exec(note)?.[1]
    const why = /^not run: (.+)$/.exec(note)?.[1]
    return body
      .split('\n')
      .filter((line) => TYPED.test(`${line} `))
      .map((line) => ({
        file,
        line: line.replace(/\s+#.*$/, ''),
        ...(runBy !== undefined && { runBy }),
        ...(why !== undefined && { why }),
      }))
  })
}
