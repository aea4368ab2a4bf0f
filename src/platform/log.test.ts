import { expect, it } from 'vitest'
import { createLog, maskUrlPasswords } from './log.ts'

function logged(write: (log: ReturnType<typeof createLog>) => void): {
  text: string
  lines: Record<string, unknown>[]
} {
  const out: string[] = []
  write(createLog('info', 'server', { write: (line) => void out.push(line) }))
  return { text: out.join(''), lines: out.map((line) => JSON.parse(line) as Record<string, unknown>) }
}

it('writes one JSON object a line with instant, level, zone and process', () => {
  const { lines } = logged((log) => {
    log.info({ id: 'x' }, 'first\nsecond')
    log.debug('below the level')
  })
  expect(lines).toHaveLength(1)
  expect(lines[0]).toMatchObject({
    level: 'info',
    zone: 'server',
    pid: process.pid,
    id: 'x',
    msg: 'first\nsecond',
  })
  expect(lines[0]?.['time']).toMatch(/^\d{4}-\d{2}-\d{2}T.*Z$/)
})

it('masks what is named like a secret, down to three levels, and passwords inside URLs', () => {
  const canary = 'canary-8c1f'
  const { text, lines } = logged((log) => {
    const fields = ['password', 'passphrase', 'secret', 'token', 'authorization', 'cookie', 'privateKey']
    for (const name of fields) {
      log.info({ [name]: canary }, 'top')
      log.info({ inner: { [name]: canary } }, 'second')
      log.info({ outer: { inner: { [name]: canary } } }, 'third')
    }
    log.info({ headers: { 'set-cookie': canary } }, 'quoted')
    log.info({ config: { databaseUrl: canary } }, 'configuration')
    log.error({ err: new Error(`cannot reach postgres://kensho:${canary}@db.example/kensho`) }, 'failed')
  })
  expect(lines).toHaveLength(24)
  expect(text).not.toContain(canary)
  expect(text.match(/\[masked\]/g)?.length).toBeGreaterThanOrEqual(24)
})

it('leaves URLs without a password as they are', () => {
  expect(maskUrlPasswords('http://localhost:7350/a@b see https://x/')).toBe(
    'http://localhost:7350/a@b see https://x/',
  )
  expect(maskUrlPasswords('postgres://u:p@h/d')).toBe('postgres://u:[masked]@h/d')
})
