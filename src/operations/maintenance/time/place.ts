import { lookup } from '../../../platform/lookup.ts'
/** From places that a mail names to the zone of its local time. Only places with one zone; borders stay unresolved. */

const STATES: Readonly<Record<string, string>> = {
  'America/New_York': 'CT DE DC GA ME MD MA NH NJ NY NC OH PA RI SC VT VA WV ON QC',
  'America/Chicago': 'AL AR IL IA LA MN MS MO OK WI TX MB',
  'America/Denver': 'CO MT NM UT WY AB',
  'America/Los_Angeles': 'CA NV WA BC',
  'America/Phoenix': 'AZ',
  'America/Anchorage': 'AK',
  'Pacific/Honolulu': 'HI',
  'America/Halifax': 'NS NB',
  'America/Regina': 'SK',
}

/** Cities where lines end most often, and countries with one zone. */
const PLACES: Readonly<Record<string, string>> = {
  'Asia/Tokyo':
    'japan tokyo osaka nagoya fukuoka sapporo inzai otemachi dojima 日本 東京 大阪 名古屋 福岡 札幌 大手町 堂島',
  'Asia/Seoul': 'korea seoul busan',
  'Asia/Hong_Kong': 'hong_kong tseung_kwan_o',
  'Asia/Singapore': 'singapore',
  'Asia/Taipei': 'taiwan taipei',
  'Asia/Shanghai': 'china shanghai beijing shenzhen guangzhou',
  'Asia/Manila': 'philippines manila',
  'Asia/Kuala_Lumpur': 'malaysia kuala_lumpur johor cyberjaya',
  'Asia/Bangkok': 'thailand bangkok',
  'Asia/Ho_Chi_Minh': 'vietnam hanoi ho_chi_minh',
  'Asia/Kolkata': 'india mumbai chennai delhi bangalore hyderabad kolkata',
  'Asia/Dubai': 'uae dubai fujairah abu_dhabi',
  'Africa/Cairo': 'egypt cairo suez alexandria',
  'Africa/Johannesburg': 'south_africa johannesburg cape_town',
  'Africa/Lagos': 'nigeria lagos',
  'Africa/Nairobi': 'kenya nairobi mombasa',
  'Europe/Istanbul': 'turkey türkiye istanbul ankara izmir',
  'Europe/London': 'united_kingdom england london slough manchester docklands',
  'Europe/Dublin': 'ireland dublin',
  'Europe/Lisbon': 'lisbon',
  'Europe/Paris': 'france paris marseille lyon strasbourg',
  'Europe/Berlin': 'germany frankfurt berlin munich hamburg düsseldorf dusseldorf',
  'Europe/Amsterdam': 'netherlands amsterdam rotterdam',
  'Europe/Brussels': 'belgium brussels',
  'Europe/Zurich': 'switzerland zurich geneva',
  'Europe/Vienna': 'austria vienna',
  'Europe/Rome': 'italy milan rome palermo',
  'Europe/Madrid': 'madrid barcelona bilbao',
  'Europe/Stockholm': 'sweden stockholm malmö gothenburg',
  'Europe/Copenhagen': 'denmark copenhagen',
  'Europe/Oslo': 'norway oslo',
  'Europe/Helsinki': 'finland helsinki',
  'Europe/Warsaw': 'poland warsaw',
  'Europe/Prague': 'prague czechia',
  'Europe/Budapest': 'hungary budapest',
  'Europe/Bucharest': 'romania bucharest',
  'Europe/Sofia': 'bulgaria sofia',
  'Europe/Athens': 'greece athens',
  'Europe/Moscow': 'moscow',
  'Asia/Jerusalem': 'israel tel_aviv haifa',
  'Australia/Sydney': 'sydney melbourne canberra',
  'Australia/Brisbane': 'brisbane',
  'Australia/Perth': 'perth',
  'Pacific/Auckland': 'new_zealand auckland',
  'Pacific/Guam': 'guam',
  'America/New_York':
    'new_york newark secaucus ashburn reston atlanta miami boston philadelphia pittsburgh cleveland',
  'America/Chicago': 'chicago dallas houston austin minneapolis st._louis kansas_city',
  'America/Denver': 'denver salt_lake_city',
  'America/Los_Angeles':
    'los_angeles san_jose san_francisco seattle palo_alto santa_clara las_vegas san_diego',
  'America/Toronto': 'toronto montreal ottawa',
  'America/Vancouver': 'vancouver',
  'America/Sao_Paulo': 'são_paulo sao_paulo rio_de_janeiro fortaleza',
  'America/Mexico_City': 'mexico_city queretaro',
  'America/Argentina/Buenos_Aires': 'argentina buenos_aires',
  'America/Bogota': 'colombia bogota bogotá',
  'America/Lima': 'peru lima',
  'America/Santiago': 'santiago',
}

/** What a time is called after: `Irish local time`, `hora peninsular`. No names of places elsewhere in a text. */
const DEMONYMS = lookup<string>({
  indian: 'Asia/Kolkata',
  korean: 'Asia/Seoul',
  taiwanese: 'Asia/Taipei',
  thai: 'Asia/Bangkok',
  turkish: 'Europe/Istanbul',
  irish: 'Europe/Dublin',
  british: 'Europe/London',
  uk: 'Europe/London',
  french: 'Europe/Paris',
  german: 'Europe/Berlin',
  dutch: 'Europe/Amsterdam',
  belgian: 'Europe/Brussels',
  swiss: 'Europe/Zurich',
  austrian: 'Europe/Vienna',
  italian: 'Europe/Rome',
  swedish: 'Europe/Stockholm',
  danish: 'Europe/Copenhagen',
  norwegian: 'Europe/Oslo',
  finnish: 'Europe/Helsinki',
  polish: 'Europe/Warsaw',
  czech: 'Europe/Prague',
  greek: 'Europe/Athens',
  peninsular: 'Europe/Madrid',
  lisboa: 'Europe/Lisbon',
  londres: 'Europe/London',
  londra: 'Europe/London',
  roma: 'Europe/Rome',
  parigi: 'Europe/Paris',
  parís: 'Europe/Paris',
  berlín: 'Europe/Berlin',
  wien: 'Europe/Vienna',
  zürich: 'Europe/Zurich',
  bruxelles: 'Europe/Brussels',
  warszawa: 'Europe/Warsaw',
  colombia: 'America/Bogota',
  argentina: 'America/Argentina/Buenos_Aires',
  brasília: 'America/Sao_Paulo',
  brasilia: 'America/Sao_Paulo',
  chile: 'America/Santiago',
  méxico: 'America/Mexico_City',
  perú: 'America/Lima',
})

/** The zone of the one place, or people, after which a time is called. */
export function zoneOfName(name: string): string | undefined {
  const known = DEMONYMS[name.toLowerCase()]
  if (known !== undefined) return known
  const [zone, second] = zonesOfPlaces(name)
  return second === undefined ? zone?.id : undefined
}

let index: { states: Map<string, string>; names: Map<string, string>; pattern: RegExp } | undefined

function placeIndex(): NonNullable<typeof index> {
  if (index !== undefined) return index
  const states = new Map<string, string>()
  for (const [zone, codes] of Object.entries(STATES))
    for (const code of codes.split(' ')) states.set(code, zone)
  const names = new Map<string, string>()
  for (const [zone, words] of Object.entries(PLACES)) {
    for (const word of words.split(' ')) names.set(word.replaceAll('_', ' '), zone)
  }
  const longestFirst = [...names.keys()].toSorted((a, b) => b.length - a.length)
  const alternatives = longestFirst.map((name) => name.replace('.', '\\.'))
  index = { states, names, pattern: new RegExp(`(?<!\\p{L})(?:${alternatives.join('|')})(?!\\p{L})`, 'giu') }
  return index
}

/** Zones of the places named in a text, most frequent first. `City, ST` counts, a bare two-letter word does not. */
export function zonesOfPlaces(text: string): { id: string; place: string; count: number }[] {
  const { states, names, pattern } = placeIndex()
  const zones = new Map<string, { id: string; place: string; count: number }>()
  const add = (id: string | undefined, place: string): void => {
    if (id === undefined) return
    const known = zones.get(id)
    if (known === undefined) zones.set(id, { id, place, count: 1 })
    else known.count += 1
  }
  for (const match of text.matchAll(/\p{Lu}[\p{L}. ]{1,30},\s?([A-Z]{2})(?![\p{L}\p{N}])/gu))
    add(states.get(match[1] ?? ''), match[0])
  for (const match of text.matchAll(pattern)) add(names.get(match[0].toLowerCase()), match[0])
  return [...zones.values()].toSorted((a, b) => b.count - a.count)
}
