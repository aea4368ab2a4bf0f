/**
 * The national holidays of Japan (国民の祝日に関する法律) by rule, 1988 to 2099: fixed days, Happy Mondays, equinoxes by
 * the usual approximation, the substitute holiday after one on a Sunday, the citizens' holiday between two, and the days
 * that single years had of their own.
 */

const FIXED: readonly [day: string, name: string, from: number, until: number][] = [
  ['01-01', '元日', 0, 9999],
  ['01-15', '成人の日', 0, 2000],
  ['02-11', '建国記念の日', 0, 9999],
  ['02-23', '天皇誕生日', 2020, 9999],
  ['04-29', '天皇誕生日', 0, 1989],
  ['04-29', 'みどりの日', 1989, 2007],
  ['04-29', '昭和の日', 2007, 9999],
  ['05-03', '憲法記念日', 0, 9999],
  ['05-04', 'みどりの日', 2007, 9999],
  ['05-05', 'こどもの日', 0, 9999],
  ['07-20', '海の日', 1996, 2003],
  ['08-11', '山の日', 2016, 2020],
  ['08-11', '山の日', 2022, 9999],
  ['09-15', '敬老の日', 0, 2003],
  ['10-10', '体育の日', 0, 2000],
  ['11-03', '文化の日', 0, 9999],
  ['11-23', '勤労感謝の日', 0, 9999],
  ['12-23', '天皇誕生日', 1989, 2019],
]

const MONDAYS: readonly [month: number, which: number, name: string, from: number, until: number][] = [
  [1, 2, '成人の日', 2000, 9999],
  [7, 3, '海の日', 2003, 2020],
  [7, 3, '海の日', 2022, 9999],
  [9, 3, '敬老の日', 2003, 9999],
  [10, 2, '体育の日', 2000, 2020],
  [10, 2, 'スポーツの日', 2022, 9999],
]

const SINGLE: Readonly<Record<string, string>> = {
  '1989-02-24': '昭和天皇の大喪の礼',
  '1990-11-12': '即位礼正殿の儀',
  '1993-06-09': '皇太子徳仁親王の結婚の儀',
  '2019-05-01': '即位の日',
  '2019-10-22': '即位礼正殿の儀',
  '2020-07-23': '海の日',
  '2020-07-24': 'スポーツの日',
  '2020-08-10': '山の日',
  '2021-07-22': '海の日',
  '2021-07-23': 'スポーツの日',
  '2021-08-08': '山の日',
}

const FIRST_YEAR = 1988
const LAST_YEAR = 2099
const DAY_MS = 86_400_000
const years = new Map<number, ReadonlyMap<string, string>>()

/** The name of the holiday on a civil date `2026-05-06`; undefined on other days. RangeError outside 1988 to 2099. */
export function japaneseHoliday(date: string): string | undefined {
  const year = Number(date.slice(0, 4))
  if (!(year >= FIRST_YEAR && year <= LAST_YEAR))
    throw new RangeError(`holidays are known from ${FIRST_YEAR} to ${LAST_YEAR}, not for ${date}`)
  const known = years.get(year) ?? holidaysOf(year)
  years.set(year, known)
  return known.get(date)
}

function holidaysOf(year: number): Map<string, string> {
  const days = new Map<string, string>()
  for (const [day, name, from, until] of FIXED)
    if (year >= from && year < until) days.set(`${year}-${day}`, name)
  for (const [month, which, name, from, until] of MONDAYS)
    if (year >= from && year < until) days.set(mondayOf(year, month, which), name)
  days.set(`${year}-03-${equinoxDay(year, 20.8431)}`, '春分の日')
  days.set(`${year}-09-${equinoxDay(year, 23.2488)}`, '秋分の日')
  for (const [date, name] of Object.entries(SINGLE)) if (date.startsWith(`${year}-`)) days.set(date, name)
  const own = new Set(days.keys())
  for (const date of own) {
    // Between two holidays a day is one too; Sundays and substitutes do not make it so.
    const between = shifted(date, 1)
    if (own.has(shifted(date, 2)) && !own.has(between) && weekday(between) !== 0)
      days.set(between, '国民の休日')
  }
  for (const date of own) {
    if (weekday(date) !== 0) continue
    // Before 2007 only the Monday itself stood in.
    const standIns = year >= 2007 ? [1, 2, 3, 4] : [1]
    const free = standIns.map((later) => shifted(date, later)).find((next) => !own.has(next))
    if (free !== undefined) days.set(free, '振替休日')
  }
  return days
}

function mondayOf(year: number, month: number, which: number): string {
  const first = `${year}-${String(month).padStart(2, '0')}-01`
  return shifted(first, ((8 - weekday(first)) % 7) + 7 * (which - 1))
}

/** Good for 1980 to 2099 (formula in common use, after the Coast Guard's tables). */
function equinoxDay(year: number, base: number): string {
  const day = Math.floor(base + 0.242194 * (year - 1980) - Math.floor((year - 1980) / 4))
  return String(day).padStart(2, '0')
}

function weekday(date: string): number {
  return new Date(`${date}T00:00:00Z`).getUTCDay()
}

function shifted(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10)
}
