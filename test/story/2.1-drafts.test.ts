import { extractText } from 'unpdf'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readEntries, readHead } from '../../src/ledger/index.ts'
import { afterDifference } from '../../src/platform/json-difference.ts'
import { peopleApp, type Answer, type PeopleApp } from './people-app.ts'

/**
 * 2.1 before anything exists: a design is drawn, its verdict is seen, another approves exactly that, and only that
 * becomes the estate.
 */

const NETWORK = `operator: { name: { ja: 例示通信, en: Example Telecom }, zone: Asia/Tokyo }
equipment: [{ id: a }, { id: b }, { id: c }]
links:
  - { id: ab, from: a, to: b, capacity: 10 }
  - { id: bc, from: b, to: c, capacity: 10 } # the only way
services: [{ id: voice, from: [a], to: [c] }]
`
const AT = '/api/redundancy/drafts'

let app: PeopleApp
beforeAll(async () => {
  app = await peopleApp()
  await app.enter('p-designer', ['designer', 'quality-owner'])
  await app.enter('p-other', ['designer'])
  await app.enter('p-owner', ['quality-owner'])
  const files = [{ path: 'network.yaml', content_base64: Buffer.from(NETWORK).toString('base64') }]
  await done(app.ask('p-designer', 'POST', '/api/estate/apply', { files }))
})
afterAll(() => app?.stop())

async function done(asked: Promise<Answer>, status = 200): Promise<Answer['json']> {
  const { status: found, json, text } = await asked
  expect(found, text).toBe(status)
  return json
}
const post = (who: string, path: string, body: unknown = {}, status = 200) =>
  done(app.ask(who, 'POST', `${AT}${path}`, body), status)
const page = (id: string, who = 'p-designer') => done(app.ask(who, 'GET', `${AT}/${id}`))
const opened = async (title: string): Promise<string> => (await post('p-designer', '', { title }, 201)).id
const BYPASS = { kind: 'add', collection: 'links', element: { id: 'ac', from: 'a', to: 'c', capacity: 10 } }

describe('a design', () => {
  it('shows verdicts before it exists, undoes and does again, and takes the cheapest additions from the advice', async () => {
    const id = await opened('遠回りの線')
    const before = await page(id)
    expect(before.outcome.services[0]).toMatchObject({ id: 'voice', before: 'fail', after: 'fail', lost: [] })
    expect(before.outcome.counts.before.single_points).toBe(5)
    const { advice } = await done(app.ask('p-designer', 'GET', `${AT}/${id}/advice`))
    expect(advice.plan[0].additions).toMatchObject([{ from: 'a', to: 'c' }])
    expect(await post('p-designer', `/${id}/steps`, { head: 0, edits: [BYPASS] })).toEqual({ head: 1 })
    const after = await page(id)
    expect(after.outcome.services[0].lost.map((point: { id: string }) => point.id).toSorted()).toEqual([
      'ab',
      'b',
      'bc',
    ])
    expect(after.drawn).toMatchObject({ added: ['ac'], removed: { nodes: [], links: [] } })
    expect(after.difference.added).toEqual([{ collection: 'links', id: 'ac' }])
    await post('p-designer', `/${id}/steps`, { head: 0, edits: [BYPASS] }, 409)
    await post('p-designer', `/${id}/head`, { head: 1, go: 'undo' })
    expect((await page(id)).outcome.counts.after.single_points).toBe(5)
    await post('p-designer', `/${id}/head`, { head: 0, go: 'redo' })
    expect((await page(id)).outcome.counts.after.single_points).toBe(2)
    await post('p-designer', `/${id}/head`, { head: 1, go: 'redo' }, 409)
    // Nothing of this is the estate.
    const real = await done(app.ask('p-designer', 'GET', '/api/redundancy'))
    expect(real.network.links).toHaveLength(2)
  })

  it('answers whoever has a page already with what has changed since, and whoever has none with all of it', async () => {
    const id = await opened('差分')
    const first = await page(id)
    const since = (token: string) => done(app.ask('p-designer', 'GET', `${AT}/${id}?since=${token}`))
    await post('p-designer', `/${id}/steps`, { head: 0, edits: [BYPASS] })
    const answer = await since(first.token)
    expect(answer).toMatchObject({ since: first.token })
    expect(answer.difference.fields.network).toEqual({
      // The document of the design stands before that of the network.
      fields: { links: { splices: [[0, 0, [expect.objectContaining({ id: 'ac' })]]] } },
    })
    const { token: _own, ...whole } = await page(id)
    const { token: _first, ...before } = first
    expect(
      afterDifference(before, { fields: { ...answer.difference.fields, at: { is: whole.at } } }),
    ).toEqual(whole)
    // Back again, the difference from the step leads to what there was.
    await post('p-designer', `/${id}/head`, { head: 1, go: 'undo' })
    const back = await since(answer.token)
    expect(back.difference.fields.network).toEqual({ fields: { links: { splices: [[0, 1, []]] } } })
    // An answer that nobody knows, or that of another design, is answered with the whole page.
    expect((await since('unknown')).network.links).toHaveLength(2)
    const other = await page(await opened('別の案'))
    expect(await since(other.token)).toHaveProperty('network')
  })

  it('takes a changed document, and refuses what no estate could be, naming file and place', async () => {
    const id = await opened('文書で')
    const sent = (text: string) => ({
      head: 0,
      files: [{ path: 'network.yaml', content_base64: Buffer.from(text).toString('base64') }],
    })
    const wrong: [string, RegExp][] = [
      [NETWORK.replace('capacity: 10 }', 'capacity: -1 }'), /capacity/],
      [NETWORK.replace('to: c,', 'to: d,'), /links\[1\]\.to/],
      [NETWORK.replace('{ id: b }', '{ id: a }'), /id/],
    ]
    for (const [text, place] of wrong) {
      const { status, json } = await app.ask('p-designer', 'POST', `${AT}/${id}/documents`, sent(text))
      expect(status).toBe(400)
      expect(JSON.stringify(json.error)).toMatch(place)
    }
    expect((await page(id)).draft.head).toBe(0)
    await post('p-designer', `/${id}/documents`, sent(NETWORK.replace('to: c,', 'to: a,')))
    expect((await page(id)).outcome.services[0]).toMatchObject({ after: 'fail', broken: true })
    await post('p-designer', `/${id}/withdraw`, { reason: '試しただけ' })
    await post('p-designer', `/${id}/steps`, { head: 1, edits: [BYPASS] }, 409)
  })

  it('is approved by another only, for exactly what he was shown, and then becomes the estate, step by step in the ledger', async () => {
    const id = await opened('遠回りの線を引く')
    await post('p-designer', `/${id}/steps`, { head: 0, edits: [BYPASS] })
    await post('p-designer', `/${id}/versions`, { head: 1, note: '最初の案' }, 201)
    const { digest } = await post('p-designer', `/${id}/submit`, { head: 1, note: '見てください' })
    const shown = await done(app.ask('p-owner', 'GET', `${AT}/${id}/content`))
    expect(shown).toMatchObject({
      draft: id,
      version: 2,
      documents: [{ path: `designs/${id}.yaml`, before: null }],
    })
    const waits = await done(app.ask('p-owner', 'GET', '/api/people/me'))
    expect(waits.approvals).toMatchObject([{ kind: 'redundancy.draft', id, digest }])
    await post('p-designer', `/${id}/approve`, { digest }, 403)
    await post('p-designer', `/${id}/refuse`, { reason: '自分で' }, 403)
    await post('p-owner', `/${id}/approve`, { digest: '0'.repeat(64) }, 403)
    await post('p-owner', `/${id}/apply`, {}, 409)
    await post('p-owner', `/${id}/refuse`, { reason: '容量を書いてください' })
    expect((await page(id)).draft.state).toBe('open')
    await post('p-designer', `/${id}/steps`, {
      head: 1,
      edits: [{ kind: 'change', id: 'ac', fields: { capacity: 40 } }],
    })
    const second = await post('p-designer', `/${id}/submit`, { head: 2 })
    await post('p-owner', `/${id}/approve`, { digest }, 403)
    await post('p-owner', `/${id}/approve`, { digest: second.digest })
    for (const [lang, says] of [
      [
        'ja',
        ['設計審査資料', '残る単一障害点と証人', '許容したリスク', 'Name p-owner', '承認した', second.digest],
      ],
      [
        'en',
        ['Design review pack', 'Single points that are left', 'Tolerated risks', 'sent back', 'approved'],
      ],
    ] as const) {
      const response = await app.app.request(`${AT}/${id}/pack?lang=${lang}&version=3`, {
        headers: { host: 'localhost:42200', 'x-test-person': 'p-owner' },
      })
      expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/pdf'])
      const { text } = await extractText(new Uint8Array(await response.arrayBuffer()), { mergePages: true })
      const flat = text.replaceAll(/\s+/g, '')
      for (const said of says) expect(flat).toContain(said.replaceAll(' ', ''))
    }
    await post('p-designer', `/${id}/apply`)
    const real = await done(app.ask('p-designer', 'GET', '/api/redundancy'))
    expect(real.network.links).toMatchObject([
      { id: 'ac', capacity: { forward: 40 } },
      { id: 'ab' },
      { id: 'bc' },
    ])
    expect((await page(id)).draft.state).toBe('applied')
    const types: string[] = []
    for await (const { fact } of readEntries(app.ctx.db, 0, (await readHead(app.ctx.db))!.size))
      if (fact.body['id'] === id) types.push(fact.type.replace('redundancy.draft.', ''))
    expect(types).toEqual(['opened', 'saved', 'submitted', 'refused', 'submitted', 'approved', 'applied'])
  })

  it('is not applied where the estate has moved on, until it was brought up to date and approved anew', async () => {
    const id = await opened('古くなる設計')
    await post('p-designer', `/${id}/steps`, {
      head: 0,
      edits: [{ kind: 'change', id: 'bc', fields: { capacity: 20 } }],
    })
    const { digest } = await post('p-designer', `/${id}/submit`, { head: 1 })
    await post('p-other', `/${id}/approve`, { digest }, 403)
    await post('p-owner', `/${id}/approve`, { digest })
    const other = await opened('先に入る設計')
    await post('p-other', `/${other}/steps`, { head: 0, edits: [{ kind: 'remove', id: 'ab' }] })
    const first = await post('p-other', `/${other}/submit`, { head: 1 })
    await post('p-owner', `/${other}/approve`, { digest: first.digest })
    await post('p-other', `/${other}/apply`)
    const refused = await app.ask('p-designer', 'POST', `${AT}/${id}/apply`, {})
    expect([refused.status, refused.json.error.text.en]).toEqual([
      409,
      expect.stringContaining('network.yaml'),
    ])
    await post('p-designer', `/${id}/recall`)
    expect((await page(id)).draft.behind).toBe(true)
    await post('p-designer', `/${id}/refresh`)
    const now = await page(id)
    expect(now.draft.behind).toBe(false)
    expect(now.network.links.map((link: { id: string }) => link.id)).toEqual(['ac', 'bc'])
    const again = await post('p-designer', `/${id}/submit`, { head: 1 })
    await post('p-owner', `/${id}/approve`, { digest: again.digest })
    await post('p-designer', `/${id}/apply`)
    const real = await done(app.ask('p-designer', 'GET', '/api/redundancy'))
    expect(real.network.links).toMatchObject([{ id: 'ac' }, { id: 'bc', capacity: { forward: 20 } }])
  })
})
