import { execFile } from 'node:child_process'
import path from 'node:path'
import { expect, it } from 'vitest'
import type { ClauseVerdict, Conformance } from '../../src/charter/verdict.ts'

const ROOT = path.resolve(import.meta.dirname, '../..')
export const DEMO_WORKSPACE = path.join(ROOT, 'src/demo/workspace')

export type Finished = { status: number; stdout: string; stderr: string }

/** Runs the real command line, as a person would, and waits for it. */
export function kensho(...args: string[]): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const options = { cwd: ROOT, maxBuffer: 256e6, timeout: 120_000 }
    execFile(process.execPath, [path.join(ROOT, 'src/cli.ts'), ...args], options, (error, stdout, stderr) => {
      if (error !== null && typeof error.code !== 'number') reject(error)
      else resolve({ status: error === null ? 0 : (error.code as number), stdout, stderr })
    })
  })
}

let checked: Promise<Conformance> | undefined

/** The demo operator's charter, judged once by `kensho check --json` for all stories of a file. */
async function demoClause(id: string): Promise<ClauseVerdict> {
  checked ??= kensho('check', DEMO_WORKSPACE, '--at', '2026-11-22T12:00:00Z', '--json').then(
    ({ stdout }) => JSON.parse(stdout) as Conformance,
  )
  const clause = (await checked).clauses.find((entry) => entry.id === id)
  if (clause === undefined) throw new Error(`kensho check does not list clause ${id}`)
  return clause
}

/** The story of a clause that nothing judges yet: it is shown, it is unknown, and it is not taken for a pass. */
export function unjudgedStory(id: string, sentence: string): void {
  it(`${id} ${sentence}: unknown until it is judged`, async () => {
    const clause = await demoClause(id)
    expect(clause.verdict).toBe('unknown')
    expect(clause.title.ja && clause.title.en).toBeTruthy()
  })
}
