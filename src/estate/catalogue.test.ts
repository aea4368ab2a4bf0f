import { describe, expect, it } from 'vitest'
import { catalogueOf, objectOf } from './catalogue.ts'
import { workspaceOfFiles } from './workspace-files.ts'

const DOCUMENT = `
operator: { name: { ja: 星, en: Star }, zone: Asia/Tokyo }
sites: [{ id: tokyo, name: 東京, name_en: Tokyo }]
power_feeds: [{ id: panel, site: tokyo }]
equipment:
  - { id: r1, site: tokyo, power: [panel], product: Kita, valid_from: 2020-01-01 }
  - { id: r2, site: tokyo, valid_to: 2025-01-01 }
services: [{ id: voice, from: [r1], to: [r1] }]
`
const workspace = workspaceOfFiles([{ path: 'a.yaml', content: Buffer.from(DOCUMENT) }], {})
const AT_MS = Date.parse('2026-11-23T00:00:00Z')

describe('the catalogue', () => {
  it('lists everything with its collection, and whether it is valid now', () => {
    const rows = catalogueOf(workspace, AT_MS)
    expect(rows.map(({ id, collection, now }) => [id, collection, now])).toEqual([
      ['tokyo', 'sites', true],
      ['panel', 'power_feeds', true],
      ['r1', 'equipment', true],
      ['r2', 'equipment', false],
      ['voice', 'services', true],
    ])
  })

  it('tells of one thing what it names and what names it, each once a field', () => {
    const found = objectOf(workspace, 'r1', AT_MS)!
    expect(found.fields['product']).toBe('Kita')
    expect(found.names.map(({ field, id }) => [field, id])).toEqual([
      ['site', 'tokyo'],
      ['power', 'panel'],
    ])
    expect(found.named_by.map(({ field, id }) => [field, id])).toEqual([
      ['from', 'voice'],
      ['to', 'voice'],
    ])
    expect(objectOf(workspace, 'nothing', AT_MS)).toBeUndefined()
  })
})
