import type { EstateCollection } from '../estate-shape.ts'

/** Collections that tables may hold, with the fields that a column may fill. */
export const TABLE_FIELDS = {
  sites: ['id', 'name', 'kind', 'latitude', 'longitude', 'party', 'rides_on', 'valid_from', 'valid_to'],
  equipment: [
    'id',
    'name',
    'product',
    'version',
    'serial',
    'maker',
    'agent',
    'site',
    'room',
    'rack',
    'power',
    'zone',
    'latitude',
    'longitude',
    'in_network',
    'rides_on',
    'valid_from',
    'valid_to',
  ],
  circuits: [
    'id',
    'name',
    'circuit_number',
    'carrier',
    'underlying_carrier',
    'lines',
    'route',
    'rides_on',
    'valid_from',
    'valid_to',
  ],
  links: [
    'id',
    'name',
    'from',
    'to',
    'directed',
    'capacity',
    'metric',
    'length_km',
    'circuit',
    'rides_on',
    'valid_from',
    'valid_to',
  ],
  nodes: [
    'id',
    'name',
    'site',
    'product',
    'zone',
    'latitude',
    'longitude',
    'rides_on',
    'valid_from',
    'valid_to',
  ],
  customers: ['id', 'name', 'valid_from', 'valid_to'],
} as const satisfies Partial<Record<EstateCollection, readonly string[]>>

export type TableCollection = keyof typeof TABLE_FIELDS

/** Headings that mean a field, normalised; more specific ones for one collection stand under its name. */
const HEADINGS: Record<string, string> = {
  id: 'id,識別子,管理番号,管理ID,機器ID,装置ID,設備番号,資産番号,資産管理番号,リンクID,サイトID,拠点ID,拠点コード,局舎コード,ノードID,顧客ID,顧客番号,assetTag,nodeId,linkId,siteId,deviceId,code',
  name: 'name,名称,名前,機器名,機器名称,装置名,ノード名,ホスト名,hostname,device,deviceName,nodeName,拠点名,局舎名,局名,サイト名,siteName,リンク名,linkName,回線名,顧客名,会社名,customer,customerName',
  product: 'product,製品,製品名,型番,型式,機種,機種名,モデル,model,deviceType,partNumber',
  version:
    'version,バージョン,版数,ソフトウェアバージョン,ソフトウェア版数,OSバージョン,osVersion,ファームウェア,firmware,softwareVersion,release',
  serial: 'serial,シリアル,シリアル番号,シリアルNo,製造番号,serialNumber,serialNo,SN',
  maker: 'maker,メーカ,メーカー,メーカー名,製造元,製造者,ベンダ,ベンダー,vendor,manufacturer',
  agent: 'agent,代理店,販売店,販売代理店,購入先,保守会社,保守ベンダ,保守ベンダー,保守窓口,reseller,supplier',
  site: 'site,拠点,サイト,局舎,ビル,設置場所,設置拠点,設置局舎,データセンタ,データセンター,DC,location,building,siteName,拠点名,局舎名',
  room: 'room,部屋,室,機械室,サーバ室,フロア,階,floor',
  rack: 'rack,ラック,ラック番号,ラック名,架,架番号,cabinet',
  power: 'power,電源,電源系統,給電,給電系統,分電盤,powerFeed,powerFeeds,powerSource',
  zone: 'zone,ゾーン,セキュリティゾーン,区画',
  from: 'from,始点,起点,A端,A端機器,自ノード,自装置,接続元,接続元機器,対向元,機器A,装置A,ノードA,source,src,aEnd,nodeA,deviceA,localDevice,sideA',
  to: 'to,終点,Z端,B端,Z端機器,B端機器,対向ノード,対向装置,対向機器,対向,接続先,接続先機器,機器B,装置B,ノードB,ノードZ,target,destination,dst,dest,zEnd,bEnd,nodeB,nodeZ,deviceB,remoteDevice,sideB,sideZ',
  capacity: 'capacity,帯域,容量,速度,帯域幅,回線速度,契約帯域,回線帯域,bandwidth,speed,rate',
  metric: 'metric,メトリック,コスト,IGPコスト,OSPFコスト,cost,igpMetric,igpCost,ospfCost,ospfMetric',
  length_km: 'lengthKm,距離,長さ,線路長,距離km,distance,length',
  directed: 'directed,片方向,一方向,unidirectional',
  circuit: 'circuit,回線,使用回線,収容回線,回線番号,回線ID,circuitId',
  circuit_number: 'circuitNumber,回線番号,回線ID,契約番号,お客様番号,CAF番号,circuitId,cid',
  carrier: 'carrier,キャリア,キャリア名,通信事業者,回線事業者,回線提供事業者,電気通信事業者,事業者,provider',
  underlying_carrier:
    'underlyingCarrier,卸元,卸事業者,卸元事業者,実キャリア,下位キャリア,アクセス回線事業者,アクセス事業者,underlying',
  lines: 'lines,物理回線,芯線,line',
  route: 'route,経路,ルート,管路,洞道,とう道,敷設経路,duct,ducts,path',
  rides_on: 'ridesOn,依存先,収容先,収容,共有リスク,dependsOn,srlg',
  kind: 'kind,種別,種類,区分,type,category',
  party: 'party,運営会社,所有者,owner,operator',
  latitude: 'latitude,緯度,lat',
  longitude: 'longitude,経度,lon,lng,long',
  in_network: 'inNetwork,ネットワーク機器',
  valid_from:
    'validFrom,開始日,利用開始日,開通日,導入日,設置日,設置年月日,稼働開始日,契約開始日,start,startDate,installDate,installedAt',
  valid_to: 'validTo,終了日,利用終了日,解約日,撤去日,廃止日,契約終了日,end,endDate,removedAt',
}

const MEANINGS = new Map<string, string[]>()
for (const [field, headings] of Object.entries(HEADINGS))
  for (const heading of headings.split(',')) {
    const key = normalised(heading)
    MEANINGS.set(key, [...(MEANINGS.get(key) ?? []), field])
  }

/** A heading without what varies from tool to tool: width, case, spaces, marks, units in brackets. */
function normalised(heading: string): string {
  return heading
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[(（[【].*?[)）\]】]/g, '')
    .replaceAll(/[\s_\-.:/・#*※]/g, '')
}

/** Fields that a heading may mean, the likeliest first. */
function meaningsOf(heading: string): readonly string[] {
  return MEANINGS.get(normalised(heading)) ?? []
}

/** What a row of headings means, when taken as the headings of a collection: heading → field. */
export function columnsFor(collection: TableCollection, headings: readonly string[]): Record<string, string> {
  const fields: readonly string[] = TABLE_FIELDS[collection]
  const taken = new Set<string>()
  const columns: Record<string, string> = {}
  for (const heading of headings) {
    if (heading === '' || Object.hasOwn(columns, heading)) continue
    const field = meaningsOf(heading).find((meaning) => fields.includes(meaning) && !taken.has(meaning))
    if (field === undefined) continue
    taken.add(field)
    columns[heading] = field
  }
  return columns
}

/** Which collection a row of headings belongs to, by the fields that only it has; undefined when nothing fits. */
export function collectionOf(headings: readonly string[]): TableCollection | undefined {
  const fieldsOf = (collection: TableCollection): Set<string> =>
    new Set(Object.values(columnsFor(collection, headings)))
  const links = fieldsOf('links')
  if (links.has('from') && links.has('to')) return 'links'
  const circuits = fieldsOf('circuits')
  if (
    circuits.has('carrier') &&
    (circuits.has('circuit_number') || circuits.has('id') || circuits.has('name'))
  )
    return 'circuits'
  const equipment = fieldsOf('equipment')
  const isNamed = equipment.has('id') || equipment.has('name')
  if (
    isNamed &&
    ['product', 'version', 'serial', 'maker', 'rack', 'power', 'room'].some((field) => equipment.has(field))
  )
    return 'equipment'
  if (headings.some((heading) => /顧客|customer/i.test(heading))) return 'customers'
  if (
    isNamed &&
    headings.some((heading) => /拠点|局舎|サイト|^site/i.test(heading)) &&
    !equipment.has('site')
  )
    return 'sites'
  if (isNamed && equipment.has('site')) return 'equipment'
  return isNamed && headings.length > 0 ? 'nodes' : undefined
}
