import { expect, it } from 'vitest'
import { workspaceOfFiles } from '../../../estate/workspace-files.ts'
import { InputError } from '../../../platform/failure.ts'
import { changedFiles } from './drawn.ts'
import { editedFiles, elementIn, type Edit } from './document-edit.ts'

const file = (path: string, text: string) => ({ path, content: new TextEncoder().encode(text) })
const textOf = (files: readonly { path: string; content: Uint8Array }[], path: string) =>
  new TextDecoder().decode(files.find((one) => one.path === path)?.content)

const PLANT = file(
  'plant.yaml',
  `# what stands where
sites: [{ id: tokyo }, { id: osaka }]
equipment:
  - { id: rt-1, site: tokyo, product: RX, version: 7.10, serial: 007 } # the old one
  - { id: rt-2, site: osaka, product: RX, version: 7.10 }
  - { id: rt-3, site: osaka, product: RX, version: "7.2" }
links:
  - { id: east, from: rt-1, to: rt-2, capacity: 10 }
  - { id: west, from: rt-1, to: rt-3, capacity: 10 }
groups: [{ id: pair, members: [rt-2, rt-3], needs: 1 }]
services: [{ id: voice, from: [rt-1], to: [rt-2, rt-3], any_to: true }]
`,
)
const BESIDE = file(
  'beside.json',
  '{"pools":[{"id":"both","members":["east","west"],"capacity":10,"unit":"Mbps"}]}',
)
const HOME = 'designs/d.yaml'
const edited = (...edits: Edit[]) => editedFiles([BESIDE, PLANT], edits, HOME)

it('adds into a document of its own and leaves every other byte as it was', () => {
  const files = edited({
    kind: 'add',
    collection: 'links',
    element: { id: 'third', from: 'rt-2', to: 'rt-3', capacity: 10, name: '7.10', directed: false },
  })
  expect(textOf(files, 'plant.yaml')).toBe(new TextDecoder().decode(PLANT.content))
  expect(textOf(files, 'beside.json')).toBe(new TextDecoder().decode(BESIDE.content))
  expect(textOf(files, HOME)).toBe(
    'links:\n  - { id: third, from: rt-2, to: rt-3, capacity: 10, name: "7.10", directed: false }\n',
  )
  expect(workspaceOfFiles(files).estate.links.map(({ id }) => id)).toEqual(['third', 'east', 'west'])
})

it('changes fields in place: comments stay, and numbers stay as they were written', () => {
  const files = edited({ kind: 'change', id: 'rt-1', fields: { site: 'osaka', product: null, zone: 'core' } })
  const text = textOf(files, 'plant.yaml')
  expect(text).toContain('# what stands where')
  expect(text).toContain('{ id: rt-1, site: osaka, version: 7.10, serial: 007, zone: core } # the old one')
  expect(text).toContain('version: "7.2"')
  const [device] = workspaceOfFiles(files).estate.equipment
  expect(device).toMatchObject({ id: 'rt-1', site: 'osaka', version: '7.10', serial: '007', zone: 'core' })
})

it('removes a thing with what cannot be without it, and takes it out of all that names it', () => {
  const files = edited({ kind: 'remove', id: 'rt-3' })
  const { estate } = workspaceOfFiles(files)
  expect(estate.equipment.map(({ id }) => id)).toEqual(['rt-1', 'rt-2'])
  expect(estate.links.map(({ id }) => id)).toEqual(['east'])
  expect(estate.groups).toMatchObject([{ id: 'pair', members: ['rt-2'] }])
  expect(estate.services).toMatchObject([{ id: 'voice', to: ['rt-2'] }])
  expect(estate.pools).toMatchObject([{ id: 'both', members: ['east'] }])
  expect(JSON.parse(textOf(files, 'beside.json'))).toMatchObject({ pools: [{ members: ['east'] }] })
})

it('refuses what names nothing, what takes the last end of a service, and another id, and changes nothing then', () => {
  const refusals: [Edit, RegExp][] = [
    [{ kind: 'remove', id: 'rt-9' }, /id: expected the id of something in the estate, found "rt-9"/],
    [{ kind: 'remove', id: 'rt-1' }, /services\.voice\.from: expected another end/],
    [{ kind: 'change', id: 'east', fields: { id: 'other' } }, /fields\.id/],
    [{ kind: 'add', collection: 'chairs', element: { id: 'c' } }, /collection: expected one of/],
    [{ kind: 'remove-document', path: 'none.yaml' }, /path: expected a document/],
  ]
  for (const [edit, because] of refusals) expect(() => edited(edit)).toThrow(because)
  expect(() => edited({ kind: 'remove', id: 'rt-9' })).toThrow(InputError)
  expect(refusals).toHaveLength(5)
})

it('reads an element as its document has it', () => {
  expect(elementIn([BESIDE, PLANT], 'rt-1')).toEqual({
    collection: 'equipment',
    path: 'plant.yaml',
    fields: { id: 'rt-1', site: 'tokyo', product: 'RX', version: '7.10', serial: '007' },
  })
  expect(elementIn([BESIDE, PLANT], 'nothing')).toBeUndefined()
})

it('writes a network file of another format as its own before the first edit', () => {
  const graph = {
    directed: false,
    multigraph: false,
    graph: {},
    nodes: [{ id: 1 }, { id: 2 }],
    links: [{ source: 1, target: 2 }],
  }
  const before = [file('zoo.json', JSON.stringify(graph))]
  const edit: Edit = { kind: 'add', collection: 'nodes', element: { id: 'n3' } }
  const files = changedFiles('d', before, [edit], new Map())
  expect(files.map(({ path }) => path)).toEqual(['zoo.kensho.yaml'])
  const { network } = workspaceOfFiles(files)
  expect(network?.network.nodes.map(({ id }) => id)).toEqual(['1', '2', 'n3'])
  expect(network?.network.links).toHaveLength(1)
})
