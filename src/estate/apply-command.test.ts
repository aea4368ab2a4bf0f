import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { systemClock } from '../platform/clock.ts'
import { runCommandLine } from '../platform/command-line.ts'
import { applyCommand } from './apply-command.ts'

/** What a server may answer, and the status that the command ends with. */
const ANSWERS: [number, string, number][] = [
  [500, '{"error":{"kind":"failure","text":{"ja":"障害","en":"a fault"}}}', 70],
  [503, '{"error":{"kind":"unavailable","text":{"ja":"混雑","en":"busy"}}}', 70],
  [502, '<html>Bad Gateway</html>', 70],
  [400, '{"error":{"file":"network.yaml","place":{"line":3},"expected":"a list"}}', 64],
  [403, '{"error":{"kind":"forbidden","text":{"ja":"不可","en":"not allowed"}}}', 64],
  [404, '<html>Not Found</html>', 64],
]

it("tells a server's own failure (70) from what it refuses (64)", async () => {
  const folder = mkdtempSync(join(tmpdir(), 'kensho-apply-'))
  const network = join(folder, 'network.yaml')
  writeFileSync(network, 'nodes: [{id: a}, {id: b}]\nlinks: [{id: ab, from: a, to: b}]\n')
  let [code, body] = [0, '']
  const server = createServer((_, reply) => reply.writeHead(code).end(body))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const command = applyCommand({ collections: {}, assertUsable: () => undefined })
  const told: string[] = []
  const io = {
    out: () => undefined,
    err: (line: string) => told.push(line),
    clock: systemClock,
    env: {},
    cwd: folder,
  }
  let checked = 0
  for (const [answer, text, expected] of ANSWERS) {
    ;[code, body] = [answer, text]
    const status = await runCommandLine([command], [], ['apply', network, '--server', url], io)
    expect(status, `${answer}: ${told.at(-1)}`).toBe(expected)
    checked++
  }
  expect(checked).toBe(6)
  expect(told[3]).toBe('network.yaml:3: a list')
  server.close()
  rmSync(folder, { recursive: true })
})
