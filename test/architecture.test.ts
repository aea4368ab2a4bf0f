import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { EDGES, ENTRY_POINTS, REFUSED_NAMES } from '../architecture.ts'
import { importsOf, isTest, moduleOf, sourceFiles } from '../scripts/architecture-report.ts'
import { carriedClauses, CLAUSES } from '../src/charter/clauses.ts'
import { ALL_MODULES, CLAUSE_MODULES } from '../src/modules.ts'

const ROOT = path.resolve(import.meta.dirname, '..')
const SOURCE = path.join(ROOT, 'src')

/** Fewer files than this means that the test looked at the wrong place: a green that saw nothing is no green. */
const FILES_MIN = 120

const files = sourceFiles(SOURCE)

const imports = files.flatMap((file) => importsOf(SOURCE, file))

describe('the architecture', () => {
  it(`sees the whole house: at least ${FILES_MIN} files and as many imports`, () => {
    expect(files.length).toBeGreaterThanOrEqual(FILES_MIN)
    expect(imports.length).toBeGreaterThanOrEqual(FILES_MIN)
  })

  it('has every file in a module or among the entry points', () => {
    const homeless = files.filter(
      (file) => moduleOf(file) === undefined && !ENTRY_POINTS.some((entry) => entry === file),
    )
    expect(homeless, 'a file lies in no module: put it where the charter says').toEqual([])
  })

  it('lets a module import only along the edges of architecture.ts', () => {
    const broken = imports.filter(({ from, to }) => {
      const [here, there] = [moduleOf(from), moduleOf(to)]
      if (here === undefined || isTest(from) || (there === 'web' && from.includes('/web/'))) return false
      return there === undefined ? !to.startsWith('../') : here !== there && !EDGES[here]!.includes(there)
    })
    expect(
      broken,
      'an import against the order platform < ledger < people, estate < charter < clauses',
    ).toEqual([])
  })

  it('lets clause modules use each other only through index.ts', () => {
    const below = ['platform', 'ledger', 'people', 'estate', 'charter', 'web']
    const around = imports.filter(({ from, to }) => {
      const [here, there] = [moduleOf(from), moduleOf(to)]
      if (
        here === undefined ||
        there === undefined ||
        here === there ||
        isTest(from) ||
        below.includes(there)
      )
        return false
      return !to.endsWith('/index.ts')
    })
    expect(around).toEqual([])
  })

  it('keeps .tsx out of everything that a server loads', () => {
    const reached = new Set<string>(['server.ts', 'worker.ts', 'cli.ts'])
    for (const file of reached)
      for (const { from, to, typeOnly } of imports) if (from === file && !typeOnly) reached.add(to)
    expect([...reached].filter((file) => file.endsWith('.tsx'))).toEqual([])
    expect(reached.size).toBeGreaterThan(40)
  })

  it('lets the browser import only types and nouns of its own module, never store, actions or routes', () => {
    const leaking = imports.filter(
      ({ from, to, typeOnly }) =>
        !isTest(from) &&
        (from.includes('/web/') || from.startsWith('web/')) &&
        !typeOnly &&
        /\/(store|actions|routes|jobs|policy|cli|module)\.ts$/.test(to),
    )
    expect(leaking).toEqual([])
  })

  it('has no file whose name hides what is inside', () => {
    expect(files.filter((file) => REFUSED_NAMES.test(file))).toEqual([])
  })
})

describe('a module folder', () => {
  const folders = Object.keys(EDGES).filter((name) => name !== 'web')

  it.each(folders)('%s has a README, a module or a test of its own', (name) => {
    const own = readdirSync(path.join(SOURCE, name), { recursive: true, encoding: 'utf8' })
    expect(own).toContain('README.md')
    expect(
      own.some((file) => isTest(file)),
      'a test',
    ).toBe(true)
    const readme = readFileSync(path.join(SOURCE, name, 'README.md'), 'utf8')
    expect(readme, 'Japanese').toMatch(/[ぁ-んァ-ヶ一-龠]/)
    expect(readme, 'English').toMatch(/[a-z]{4,} [a-z]{2,}/)
  })

  it('carries each clause without children, and 3.2.3, exactly once', () => {
    const carried = CLAUSE_MODULES.flatMap((module) => module.clauses)
    expect(carried.toSorted()).toEqual(carriedClauses().toSorted())
    expect(
      CLAUSE_MODULES.flatMap((module) => module.controls).every((control) =>
        CLAUSES.some(({ id }) => id === control.clause),
      ),
    ).toBe(true)
  })

  it('exports at most ten things from index.ts', () => {
    const indexes = files.filter((file) => file.endsWith('/index.ts'))
    expect(indexes.length).toBeGreaterThan(0)
    for (const index of indexes) {
      const exported = [
        ...readFileSync(path.join(SOURCE, index), 'utf8').matchAll(/export\s+(?:type\s+)?\{([^}]*)\}/g),
      ].flatMap((match) => match[1]!.split(',').filter((name) => name.trim() !== ''))
      expect(exported.length, index).toBeLessThanOrEqual(10)
    }
  })

  it('names modules, schemas, routes and jobs once each', () => {
    const names = ALL_MODULES.map((module) => module.name)
    expect(new Set(names).size).toBe(names.length)
  })
})

describe('stories', () => {
  it('stand for each clause without children, and 3.2.3', () => {
    const stories = readdirSync(path.join(ROOT, 'test/story'))
    const missing = carriedClauses().filter(
      (id) => !stories.some((story) => story.startsWith(`${id}-`) && story.endsWith('.test.ts')),
    )
    expect(missing).toEqual([])
  })
})
