import { existsSync, globSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { clausePages, headingOf, LANGUAGES, MARKER, pageOf } from '../scripts/clause-pages.ts'
import { backupCommands } from '../src/backup-commands.ts'
import { carriedClauses } from '../src/charter/clauses.ts'
import { demoRemoveCommand } from '../src/demo/remove-command.ts'
import { ALL_MODULES, CONTROLS } from '../src/modules.ts'
import { upCommand } from '../src/up-command.ts'
import { commandsIn, documents, ROOT, textOf } from './doc-commands.ts'

const COMMANDS = [
  upCommand(ALL_MODULES),
  demoRemoveCommand(ALL_MODULES),
  ...backupCommands(ALL_MODULES),
  ...ALL_MODULES.flatMap(({ commands }) => commands ?? []),
]
const LINK = /\[[^\]\n]*\]\((?!https?:|mailto:)([^)\s#]+)(#[^)\s]*)?\)/g

describe('documents', () => {
  it('stand in both languages, and each is found from the first page', () => {
    const named = (language: string) =>
      documents().flatMap((file) => (file.startsWith(`docs/${language}/`) ? [file.slice(8)] : []))
    expect(named('ja')).toEqual(named('en'))
    expect(named('ja').length).toBeGreaterThan(40)
    const index = textOf('docs/README.md')
    const lost = documents().filter(
      (file) => file !== 'docs/README.md' && !index.includes(`(${file.slice(5)})`),
    )
    expect(lost).toEqual([])
  })

  it('have no link that leads nowhere', () => {
    const files = [
      ...documents(),
      'README.md',
      'README.ja.md',
      'SECURITY.md',
      ...globSync('src/**/README.md', { cwd: ROOT }),
    ]
    const broken: string[] = []
    let links = 0
    for (const file of files)
      for (const [, target] of textOf(file).matchAll(LINK)) {
        links += 1
        if (!existsSync(path.join(ROOT, path.dirname(file), target!))) broken.push(`${file}: ${target}`)
      }
    expect(broken).toEqual([])
    expect(links).toBeGreaterThan(150)
    console.log(`documents: ${links} links in ${files.length} files, 0 broken`)
  })

  it('name no file of tests or sources that is not there', () => {
    const named = documents().flatMap((file) =>
      [...textOf(file).matchAll(/`((?:src|test|bench|scripts|reports)\/[\w./-]+\.\w+)`/g)].map(([, name]) => [
        file,
        name!,
      ]),
    )
    expect(named.filter(([, name]) => !existsSync(path.join(ROOT, name!)))).toEqual([])
    expect(named.length).toBeGreaterThan(50)
  })
})

describe('the page of each clause', () => {
  const pages = clausePages(ROOT)
  it('is there in both languages, and its lower part is what the code says (else: node scripts/reports.ts)', () => {
    expect(Object.keys(pages).length).toBe(carriedClauses().length * 2)
    for (const [file, text] of Object.entries(pages)) expect(textOf(file), file).toBe(text)
  })

  it('says what is looked at, what fails it and what makes it unknown, and names no control that does not exist', () => {
    const permissions = ALL_MODULES.flatMap(({ permissions: policy }) => Object.keys(policy ?? {}))
    const ids = new Set([...CONTROLS.map(({ id }) => id), ...permissions])
    const prefixes = new Set(CONTROLS.map(({ id }) => id.slice(0, id.lastIndexOf('.'))))
    let controls = 0
    for (const clause of carriedClauses())
      for (const language of LANGUAGES) {
        const file = pageOf(language, clause)
        const [written = '', made = ''] = textOf(file).split(MARKER)
        expect(written.startsWith(`${headingOf(clause, language)}\n`), file).toBe(true)
        expect(written.match(/^## /gm)?.length ?? 0, file).toBeGreaterThanOrEqual(3)
        expect(written, file).toMatch(language === 'ja' ? /## 何が不適合にするか/ : /## What fails it/)
        expect(written, file).toMatch(language === 'ja' ? /## 何が不明にするか/ : /## What makes it unknown/)
        for (const control of CONTROLS.filter((one) => one.clause === clause)) {
          controls += 1
          expect(made, file).toContain(`\`${control.id}\``)
        }
        const stray = [...written.matchAll(/`([\w.]+\.[a-z-]+)`/g)]
          .map(([, id]) => id!)
          .filter((id) => prefixes.has(id.slice(0, id.lastIndexOf('.'))) && !ids.has(id))
        expect(stray, file).toEqual([])
      }
    expect(controls).toBe(CONTROLS.length * 2)
  })
})

describe('the command line', () => {
  const flagsOf = (name: string) =>
    new Set(
      COMMANDS.find((command) => command.name === name)?.options?.flatMap(
        ({ flags }) => flags.match(/--[a-z-]+/g) ?? [],
      ),
    )
  const commandOf = (words: readonly string[]) =>
    COMMANDS.map(({ name }) => name)
      .toSorted((a, b) => b.length - a.length)
      .find((name) => name.split(' ').every((word, at) => words[at] === word))

  it.each(LANGUAGES)('is described whole: %s', (language) => {
    const text = textOf(`docs/${language}/command-line.md`)
    const missing = COMMANDS.map(({ name }) => name).filter((name) => {
      const [first, second] = name.split(' ')
      const grouped = second !== undefined && new RegExp(`\`${first} [^\`]*\\b${second}\\b`).test(text)
      return !grouped && !text.includes(`\`${name}`)
    })
    expect(missing).toEqual([])
    expect(COMMANDS.length).toBeGreaterThan(30)
  })

  it('has every command and option that the documents tell their readers to type, and each is run', () => {
    const typed = documents().flatMap(commandsIn)
    const wrong: string[] = []
    let options = 0
    for (const { file, line, runBy, why } of typed) {
      const words = (/(?:bin\/)?kensho (.*)$/.exec(line)?.[1] ?? '').split(/\s+/)
      if (/(^|\()(bin\/)?kensho /.test(line)) {
        const name = commandOf(words)
        if (name === undefined) wrong.push(`${file}: ${line}`)
        else
          for (const flag of line.split('&&')[0]!.match(/ --[a-z-]+/g) ?? []) {
            options += 1
            if (!flagsOf(name).has(flag.trim())) wrong.push(`${file}: ${name} has no ${flag.trim()}`)
          }
      }
      if (runBy !== undefined && !existsSync(path.join(ROOT, runBy)))
        wrong.push(`${file}: ${runBy} is not there`)
      if (why !== undefined && why.length < 10) wrong.push(`${file}: ${line} says no reason`)
    }
    expect(wrong).toEqual([])
    expect(typed.length).toBeGreaterThan(70)
    expect(options).toBeGreaterThan(30)
    const apart = typed.filter(({ runBy }) => runBy !== undefined).length
    const never = typed.filter(({ why }) => why !== undefined).length
    console.log(
      `documents: ${typed.length} commands, ${apart} run by named tests, ${never} not run, the rest by docs-run`,
    )
  })
})
