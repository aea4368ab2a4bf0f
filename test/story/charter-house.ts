import { createServer } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { expect } from 'vitest'
import type { ClauseVerdict, Conformance, ControlVerdict } from '../../src/charter/verdict.ts'
import { inTransaction } from '../../src/platform/database.ts'
import { nameSuperior } from '../../src/people/superior-actions.ts'
import { applyWorkspace } from '../../src/estate/actions.ts'
import { charterReading } from '../../src/charter/reading.ts'
import type { SentFile } from '../../src/estate/workspace-files.ts'
import { ORIGIN, peopleApp, type PeopleApp } from './people-app.ts'

export type Asked = Awaited<ReturnType<PeopleApp['ask']>>

/** An installation with a boss and the people below her, whose clock a test may move; see charterHouse. */
export type CharterHouse = PeopleApp & {
  get: (path: string, who?: string) => Promise<Asked>
  post: (who: string, path: string, body?: unknown) => Promise<Asked>
  /** Sends bytes as they are. */
  send: (who: string, path: string, type: string, content: string | Uint8Array) => Promise<Asked>
  /** Keeps evidence and gives its SHA-256. */
  evidence: (text: string) => Promise<string>
  conformance: (moment?: { at?: string; known?: string }) => Promise<Conformance>
  apply: (who: string, files: Record<string, string>) => Promise<void>
  /** Lets the installation's clock show another instant (epoch milliseconds), or the real one again. */
  setClock: (ms: number | undefined) => void
  /** The same over HTTP on a port of its own, as `who`, for the command line. */
  serve: (who: string) => Promise<{ url: string; close: () => Promise<void> }>
}

/** The documents of an operator that says no more of itself than where it reads its clocks. */
export const OPERATOR_IN_TOKYO = {
  'o.json': JSON.stringify({ operator: { id: 'o', name: 'O', zone: 'Asia/Tokyo' } }),
}

/** `boss` (quality owner) is above `engineer` and `designer`; `outsider` approves too, but is above nobody. */
export async function charterHouse(): Promise<CharterHouse> {
  const house = await peopleApp()
  await house.enter('boss', ['quality-owner'])
  await house.enter('outsider', ['approver'])
  await house.enter('engineer', ['engineer'])
  await house.enter('designer', ['designer'])
  await house.enter('viewer', ['viewer'])
  for (const person of ['engineer', 'designer'])
    await inTransaction(house.ctx.db, (tx) =>
      nameSuperior(house.ctx, tx, { id: 'system:test' }, { person, superior: 'boss', fromMs: Date.now() }),
    )
  const real = house.ctx.clock
  const get: CharterHouse['get'] = (path, who = 'engineer') => house.ask(who, 'GET', path)
  const send: CharterHouse['send'] = async (who, path, type, content) => {
    const headers = { host: new URL(ORIGIN).host, origin: ORIGIN, 'content-type': type, 'x-test-person': who }
    const body = typeof content === 'string' ? content : Buffer.from(content)
    const response = await house.app.request(path, { method: 'POST', headers, body })
    const text = await response.text()
    return { status: response.status, text, json: text.startsWith('{') ? JSON.parse(text) : undefined }
  }
  return {
    ...house,
    get,
    send,
    post: (who, path, body = {}) => house.ask(who, 'POST', path, body),
    evidence: async (text) => {
      const kept = await send('engineer', '/api/charter/evidence', 'application/octet-stream', text)
      expect(kept.status, kept.text).toBe(201)
      return kept.json.sha256 as string
    },
    conformance: async (moment = {}) => {
      const told = await get(`/api/verdicts?${new URLSearchParams(moment).toString()}`)
      expect(told.status, told.text).toBe(200)
      return told.json as Conformance
    },
    apply: async (who, files) => {
      const sent: SentFile[] = Object.entries(files).map(([path, text]) => ({
        path,
        content: Buffer.from(text),
      }))
      await applyWorkspace(house.ctx, { id: who }, sent, { dryRun: false, reading: charterReading() })
    },
    setClock: (ms) => {
      house.ctx.clock = ms === undefined ? real : { now: () => ms }
    },
    serve: (who) => served(house, who),
  }
}

async function served(house: PeopleApp, who: string): Promise<{ url: string; close: () => Promise<void> }> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const type = request.headers['content-type']
      const headers = {
        host: new URL(ORIGIN).host,
        origin: ORIGIN,
        'x-test-person': who,
        ...(type && { 'content-type': type }),
      }
      const body = chunks.length === 0 ? undefined : Buffer.concat(chunks)
      const answering = async (): Promise<void> => {
        const method = request.method ?? 'GET'
        const answer = await house.app.request(request.url ?? '/', { method, headers, ...(body && { body }) })
        response.writeHead(answer.status, {
          'content-type': answer.headers.get('content-type') ?? 'text/plain',
        })
        response.end(Buffer.from(await answer.arrayBuffer()))
      }
      void answering()
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.close()
      await once(server, 'close')
    },
  }
}

export const clauseOf = ({ clauses }: Conformance, id: string): ClauseVerdict =>
  clauses.find((one) => one.id === id)!

export const controlOf = (conformance: Conformance, id: string): ControlVerdict =>
  conformance.clauses.flatMap(({ controls }) => controls).find((control) => control.id === id)!

export const iso = (ms: number): string => new Date(ms).toISOString()
