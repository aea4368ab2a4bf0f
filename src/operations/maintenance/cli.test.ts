import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { noticeParseCommand } from './cli.ts'
import { maintenanceModule } from './module.ts'

const folder = mkdtempSync(join(tmpdir(), 'notice-'))
afterAll(() => rmSync(folder, { recursive: true }))

const CLEAR =
  'From: noc@carrier.example\r\nSubject: Work\r\nDate: Mon, 1 Jun 2026 10:00:00 +0000\r\n\r\nMaintenance ID: MA-1001\r\nStart: 2026-06-16 01:00 UTC\r\nEnd: 2026-06-16 05:00 UTC\r\nCircuit ID: CIR-10001\r\n'
const VAGUE = CLEAR.replace('Circuit ID: CIR-10001', 'your line tky-1')
writeFileSync(join(folder, 'clear.eml'), CLEAR)
writeFileSync(join(folder, 'vague.eml'), VAGUE)
writeFileSync(join(folder, 'rubbish.eml'), Buffer.alloc(2_000, 0xff))
writeFileSync(join(folder, 'known.txt'), '# our lines\nTKY-1\n')

async function run(
  files: string[],
  options: Record<string, string | boolean>,
): Promise<{ status: number; lines: string[] }> {
  const lines: string[] = []
  const io = {
    out: (text: string) => void lines.push(text),
    err: () => undefined,
    clock: { now: () => 0 },
    env: { LANG: 'en' },
    cwd: folder,
  }
  return { status: await noticeParseCommand.run(io, [files], options), lines }
}

describe('kensho notice parse', () => {
  it('prints one entry a file, each an array, as JSON; 0 when all is answered', async () => {
    const { status, lines } = await run(['clear.eml', 'clear.eml'], { json: true })
    expect(status).toBe(0)
    expect(lines).toHaveLength(1)
    const entries = JSON.parse(lines[0] ?? '') as Record<string, unknown>[][]
    expect(entries).toHaveLength(2)
    expect(entries[0]?.[0]).toMatchObject({
      maintenance_id: 'MA-1001',
      status: 'CONFIRMED',
      windows: [{ start: '2026-06-16T01:00:00Z', end: '2026-06-16T05:00:00Z', backup: false }],
      objects: [{ id: 'CIR-10001', impact: 'OUTAGE' }],
      stamp: '2026-06-01T10:00:00Z',
      organizer: 'noc@carrier.example',
      needs_review: false,
    })
  })

  it('ends with 2 when a person should look, also for what is no mail', async () => {
    expect((await run(['clear.eml', 'vague.eml'], { json: true })).status).toBe(2)
    expect((await run(['rubbish.eml'], { json: true })).status).toBe(2)
  })

  it('finds the ids of --known', async () => {
    const { status, lines } = await run(['vague.eml'], { json: true, known: 'known.txt' })
    expect(status).toBe(0)
    expect(lines[0]).toContain('"TKY-1"')
  })

  it('prints for people in both languages', async () => {
    const english = (await run(['vague.eml'], { lang: 'en' })).lines.join('\n')
    const japanese = (await run(['vague.eml'], { lang: 'ja' })).lines.join('\n')
    expect(english).toContain('needs review')
    expect(japanese).toContain('要確認')
  })

  it('refuses what cannot be read at all, by name', async () => {
    await expect(run(['clear.eml', 'absent.eml'], { json: true })).rejects.toThrow(
      'absent.eml: expected a file that can be read, found ENOENT',
    )
    await expect(run(['.'], {})).rejects.toThrow('expected a file')
    await expect(run([], {})).rejects.toThrow('expected at least one mail')
  })

  it('is a command of the module of 5.1', () => {
    expect(maintenanceModule).toMatchObject({ name: 'maintenance', clauses: ['5.1'] })
    expect(maintenanceModule.commands).toContain(noticeParseCommand)
  })
})
