import { hears, type Clause } from './clauses.ts'

/** Words beside a date that is not that of the work: of a plan of before, of the mail itself, of an answer. */
export const OTHER = ['old', 'previous*', 'former*', 'original*', 'initial*', 'was', 'were', 'issued', 'issue', 'created', 'sent', 'opened', 'raised', 'reported', 'received', 'respond', 'reply', 'deadline', 'due', 'object', 'objections', 'approve', 'no later than', 'expires', 'announced', 'dated', 'published', 'invoice', 'contract'] // prettier-ignore
export const OTHER_PIECES = ['変更前', '延長前', '訂正前', '修正前', '旧', '当初', '発行', '送信', '作成日', '期限', '締切', '締め切り', 'までに', '通知日', '発信日', '受付日', '登録日', 'お知らせした', '契約', '請求'] // prettier-ignore

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const DAY_MS = 86_400_000

/** Every date of these windows that is named at all is named only where another date than that of the work stands. */
export function standsAmongOthers(startsMs: readonly number[], clauses: readonly Clause[]): boolean {
  const numbered = clauses.map((clause) => ({ clause, numbers: numbersIn(clause.text) }))
  return startsMs.some((startMs) => {
    const days = [startMs - DAY_MS, startMs, startMs + DAY_MS].map((ms) => new Date(ms))
    // The day itself first: its neighbours stand for it only where it is not named, as for a zone far away.
    for (const day of [days[1]!, days[2]!, days[0]!]) {
      const naming = numbered.filter(({ clause, numbers }) => names(day, clause, numbers))
      if (naming.length > 0)
        return naming.every(
          ({ clause, numbers }) => hears(clause, OTHER, OTHER_PIECES) && datesIn(clause, numbers) < 2,
        )
    }
    return false
  })
}

/** Whether a clause names this day of the year, whatever the order of its parts. */
export function names(day: Date, { words }: Clause, numbers: readonly number[]): boolean {
  const month = day.getUTCMonth()
  if (!numbers.includes(day.getUTCDate())) return false
  return words.some((word) => word.startsWith(MONTHS[month]!)) || numbers.includes(month + 1)
}

/** How many dates a clause may hold, told by its years and names of months. */
export function datesIn({ words }: Clause, numbers: readonly number[]): number {
  const named = words.filter((word) => MONTHS.some((month) => word.startsWith(month))).length
  return Math.max(named, numbers.filter((one) => one > 2000 && one < 2100).length)
}

export function numbersIn(text: string): number[] {
  const numbers: number[] = []
  let digits = ''
  for (const sign of `${text} `) {
    if (sign >= '0' && sign <= '9') digits += sign
    else if (digits !== '') {
      // `20270930` is a date by itself.
      if (digits.length === 8)
        numbers.push(Number(digits.slice(0, 4)), Number(digits.slice(4, 6)), Number(digits.slice(6)))
      else numbers.push(Number(digits))
      digits = ''
    }
  }
  return numbers
}
