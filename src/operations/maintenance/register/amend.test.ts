import { expect, it } from 'vitest'
import { amendedRegister, type EntryContent } from './amend.ts'

const YAML = `# Who is asked first.
external_lines:
  - id: kaigan-lines # the old contract
    party: kaigan
    channel: mail
    senders: [kaigan.example]
    contacts: [{ role: notices, address: noc@kaigan.example }]
    notice_days: 014
    from: "2026-04-01"
  # The second one.
  - id: kita-lines
    party: kita
    channel: portal
    senders: []
    portal: { url: https://kita.example, every_days: 7 }
    contacts: [{ role: desk, phone: "03" }]
    from: "2026-04-01"
`
const KITA: EntryContent = {
  id: 'kita-lines',
  party: 'kita',
  channel: 'portal',
  senders: [],
  portal: { url: 'https://kita.example', every_days: 3 },
  contacts: [{ role: 'desk', phone: '03' }],
  judge_hours: 24,
  language: 'ja',
  reschedule: 'ask',
  tolerates: ['capacity'],
  from: '2026-04-01',
}
const other = { path: 'network.yaml', content: Buffer.from('nodes: [{ id: a }] # as it was\n') }
const files = [{ path: 'external-lines.yaml', content: Buffer.from(YAML) }, other]
const textOf = (amended: { path: string; content: Uint8Array }[], path = 'external-lines.yaml'): string =>
  Buffer.from(amended.find((file) => file.path === path)!.content).toString()

it('changes one entry in its place and leaves everything else as it was written', () => {
  const text = textOf(amendedRegister(files, { entry: 'kita-lines', content: KITA }))
  expect(text).toContain('every_days: 3')
  for (const kept of ['# Who is asked first.', '# the old contract', 'notice_days: 014', '# The second one.'])
    expect(text).toContain(kept)
  // Only the blanks within brackets may differ.
  const first = (all: string): string | undefined =>
    all
      .split('id: kaigan-lines')[1]
      ?.split('id: kita')[0]
      ?.replaceAll(/(?<=\[) | (?=\])/g, '')
  expect(first(text)).toBe(first(YAML))
  expect(textOf(amendedRegister(files, { entry: 'kita-lines', content: KITA }), 'network.yaml')).toBe(
    'nodes: [{ id: a }] # as it was\n',
  )
})

it('adds to the document that holds the register, and begins one where there is none', () => {
  const content = { ...KITA, id: 'new-lines' }
  expect(textOf(amendedRegister(files, { entry: 'new-lines', content }))).toContain('new-lines')
  const begun = amendedRegister([other], { entry: 'new-lines', content })
  expect(begun.map(({ path }) => path)).toEqual(['network.yaml', 'external-lines.yaml'])
  expect(textOf(begun)).toContain('new-lines')
})

it('removes one entry, from JSON too, and refuses what stands in no document that it can edit', () => {
  const text = textOf(amendedRegister(files, { entry: 'kaigan-lines', content: undefined }))
  expect([text.includes('kaigan'), text.includes('kita-lines')]).toEqual([false, true])
  const json = [{ path: 'register.json', content: Buffer.from(JSON.stringify({ external_lines: [KITA] })) }]
  expect(textOf(amendedRegister(json, { entry: 'kita-lines', content: undefined }), 'register.json')).toBe(
    '{\n  "external_lines": []\n}\n',
  )
  expect(() => amendedRegister([other], { entry: 'kita-lines', content: undefined })).toThrow(
    'expected an entry in a YAML or JSON document',
  )
})
