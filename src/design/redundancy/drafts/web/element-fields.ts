import { PEAK_KINDS } from '../../../../estate/resource.ts'
import type { Text } from '../../../../platform/text.ts'

/** How a field of an element is filled in. */
export type FieldKind =
  | 'text'
  | 'id'
  | 'list'
  | 'number'
  | 'capacity'
  | 'longitude'
  | 'latitude'
  | 'flag'
  | 'day'
  | 'choice'

export type Field = {
  name: string
  label: Text
  kind: FieldKind
  of?: 'node' | 'risk' | 'any'
  options?: readonly string[]
  needed?: boolean
}

const name: Field = { name: 'name', label: { ja: '名前', en: 'Name' }, kind: 'text' }
const rides: Field = {
  name: 'rides_on',
  label: { ja: '載っているもの（ともに失われる）', en: 'Rides on (fails with)' },
  kind: 'list',
  of: 'any',
}
const site: Field = { name: 'site', label: { ja: '拠点', en: 'Site' }, kind: 'id', of: 'risk' }
const room: Field = { name: 'room', label: { ja: '部屋', en: 'Room' }, kind: 'id', of: 'risk' }
const place: Field[] = [
  { name: 'longitude', label: { ja: '経度', en: 'Longitude' }, kind: 'longitude' },
  { name: 'latitude', label: { ja: '緯度', en: 'Latitude' }, kind: 'latitude' },
]
const product: Field = { name: 'product', label: { ja: '製品', en: 'Product' }, kind: 'text' }
const zone: Field = { name: 'zone', label: { ja: '区画', en: 'Zone' }, kind: 'text' }
const ends: Field[] = [
  { name: 'from', label: { ja: '一方の端', en: 'One end' }, kind: 'id', of: 'node', needed: true },
  { name: 'to', label: { ja: '他方の端', en: 'Other end' }, kind: 'id', of: 'node', needed: true },
]

/** The fields that are offered for each collection; documents may hold more, which stay as they are. */
const FIELDS: Record<string, readonly Field[]> = {
  nodes: [name, site, product, zone, rides, ...place],
  equipment: [
    name,
    site,
    room,
    { name: 'rack', label: { ja: 'ラック', en: 'Rack' }, kind: 'id', of: 'risk' },
    product,
    { name: 'version', label: { ja: '版', en: 'Version' }, kind: 'text' },
    { name: 'power', label: { ja: '電源', en: 'Power feeds' }, kind: 'list', of: 'risk' },
    rides,
    zone,
    ...place,
  ],
  links: [
    ...ends,
    name,
    {
      name: 'capacity',
      label: { ja: '容量（行き / 帰り）', en: 'Capacity (there / back)' },
      kind: 'capacity',
    },
    { name: 'metric', label: { ja: 'メトリック', en: 'Metric' }, kind: 'number' },
    { name: 'circuit', label: { ja: 'キャリア回線', en: 'Circuit' }, kind: 'id', of: 'risk' },
    rides,
  ],
  risks: [name, { name: 'kind', label: { ja: '種類', en: 'Kind' }, kind: 'text', needed: true }, rides],
  groups: [
    name,
    { name: 'members', label: { ja: '構成員', en: 'Members' }, kind: 'list', of: 'any', needed: true },
    { name: 'needs', label: { ja: '必要な数', en: 'How many are needed' }, kind: 'number', needed: true },
    {
      name: 'kind',
      label: { ja: '方式（active-active, lag …）', en: 'Kind (active-active, lag …)' },
      kind: 'text',
    },
    { name: 'tested_at', label: { ja: '切り替えを試験した日', en: 'Switch-over tested on' }, kind: 'day' },
  ],
  services: [
    name,
    { name: 'from', label: { ja: '一方の端', en: 'One end' }, kind: 'list', of: 'node', needed: true },
    { name: 'to', label: { ja: '他方の端', en: 'Other end' }, kind: 'list', of: 'node', needed: true },
    { name: 'any_from', label: { ja: '一方はどれか一つで足りる', en: 'Any one end suffices' }, kind: 'flag' },
    { name: 'any_to', label: { ja: '他方はどれか一つで足りる', en: 'Any other end suffices' }, kind: 'flag' },
    { name: 'needs', label: { ja: '欠かせないもの', en: 'Cannot do without' }, kind: 'list', of: 'any' },
  ],
  resources: [
    name,
    { name: 'kind', label: { ja: '種類', en: 'Kind' }, kind: 'text' },
    { name: 'unit', label: { ja: '単位', en: 'Unit' }, kind: 'text', needed: true },
    {
      name: 'maximum',
      label: { ja: '上限（範囲を書くなら空）', en: 'Maximum (none with ranges)' },
      kind: 'number',
    },
    { name: 'ranges', label: { ja: '範囲', en: 'Ranges' }, kind: 'list' },
    { name: 'reserve', label: { ja: '予備', en: 'Reserve' }, kind: 'number' },
    {
      name: 'peak',
      label: { ja: '一日の値', en: 'What of a day counts' },
      kind: 'choice',
      options: PEAK_KINDS,
    },
    { name: 'lead_time_days', label: { ja: '納期（日）', en: 'Lead time (days)' }, kind: 'number' },
    { name: 'history', label: { ja: '実績の CSV', en: 'CSV of what was measured' }, kind: 'text' },
    { name: 'owner', label: { ja: '責任者', en: 'Owner' }, kind: 'text' },
  ],
  sites: [name, rides, ...place],
  rooms: [name, site, rides],
  racks: [name, site, room, rides],
  power_feeds: [name, site, room, rides],
  circuits: [
    name,
    { name: 'carrier', label: { ja: 'キャリア', en: 'Carrier' }, kind: 'id', of: 'risk', needed: true },
    { name: 'route', label: { ja: '経路', en: 'Route' }, kind: 'list', of: 'risk' },
    rides,
  ],
}

const OTHER: readonly Field[] = [name, rides]

export function fieldsOf(collection: string): readonly Field[] {
  return FIELDS[collection] ?? OTHER
}

/** A field as it is typed, from what the document has. */
export function typed(field: Field, fields: Record<string, unknown>): string {
  const isPlace = field.kind === 'longitude' || field.kind === 'latitude'
  const value = isPlace
    ? (fields['position'] as Record<string, unknown> | undefined)?.[field.name]
    : fields[field.name]
  if (value === undefined || value === null) return ''
  if (Array.isArray(value)) return value.map(plain).join('\n')
  if (field.kind === 'capacity' && typeof value === 'object') {
    const { forward, backward } = value as Record<string, unknown>
    return forward === backward ? plain(forward) : `${plain(forward)} / ${plain(backward)}`
  }
  return plain(value)
}

function plain(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : JSON.stringify(value)
}

/** Fields for the document, from what was typed; only what differs from before. Null takes a field away. */
export function changedFields(
  collection: string,
  before: Record<string, unknown>,
  now: (name: string) => string,
): Record<string, unknown> {
  const changed: Record<string, unknown> = {}
  let moved = false
  for (const field of fieldsOf(collection)) {
    if (now(field.name) === typed(field, before).trim()) continue
    if (field.kind === 'longitude' || field.kind === 'latitude') moved = true
    else changed[field.name] = valueOf(field, now(field.name))
  }
  if (moved) {
    const [longitude, latitude] = [now('longitude'), now('latitude')]
    changed['position'] =
      longitude === '' && latitude === ''
        ? null
        : { longitude: numberOr(longitude), latitude: numberOr(latitude) }
  }
  return changed
}

function valueOf({ kind }: Field, text: string): unknown {
  if (text === '') return null
  if (kind === 'number') return numberOr(text)
  if (kind === 'flag') return text === 'true'
  if (kind === 'list') return [...new Set(text.split(/\r?\n/).map((line) => line.trim()))].filter(Boolean)
  if (kind !== 'capacity') return text
  const [forward = '', backward] = text.split('/').map((part) => part.trim())
  return backward === undefined
    ? numberOr(forward)
    : { forward: numberOr(forward), backward: numberOr(backward) }
}

/** A number, or the text as it is: the server says then what is wrong with it. */
function numberOr(text: string): number | string {
  const value = Number(text.replaceAll(',', ''))
  return text === '' || !Number.isFinite(value) ? text : value
}
