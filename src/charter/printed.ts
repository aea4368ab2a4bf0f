import type { Language, Text } from '../platform/text.ts'
import { saidAt } from './instant.ts'
import type { ClauseVerdict, Conformance, ControlVerdict, Verdict } from './verdict.ts'

const WORD: Record<Verdict, Text> = {
  pass: { ja: '適合', en: 'holds' },
  fail: { ja: '不適合', en: 'fails' },
  unknown: { ja: '不明', en: 'unknown' },
  'not-applicable': { ja: '対象外', en: 'not applicable' },
}

/** Marks that tell the states apart without colour, as the board draws them. */
const MARK: Record<Verdict, string> = { pass: '●', fail: '▲', unknown: '◌', 'not-applicable': '―' }

const REASONS_MAX = 20

/** The conformance as lines for a terminal, in the charter's order, in one language. */
export function printed(conformance: Conformance, language: Language): string[] {
  const lines = [`${conformance.charter}  ${conformance.at}`, '']
  for (const clause of conformance.clauses) {
    const indent = '  '.repeat(clause.id.split('.').length - 1)
    lines.push(
      `${indent}${markOf(clause)} ${clause.id} ${clause.title[language]}  ${stateOf(clause, conformance.zone ?? 'UTC')[language]}`,
    )
    for (const control of clause.controls)
      lines.push(...reasons(control, language).map((line) => `${indent}    ${line}`))
  }
  return [...lines, '', summary(conformance, language)]
}

const WAIVED: Text = { ja: '免除', en: 'waived' }
const WAIVED_MARK = '△'

function markOf({ verdict, waived }: ClauseVerdict): string {
  return waived ? WAIVED_MARK : MARK[verdict]
}

/** A failure that is waived still fails; what is out of date says so beside its verdict. */
function stateOf({ verdict, freshness, waived, waivers, waived_until }: ClauseVerdict, zone: string): Text {
  const word = WORD[verdict]
  const stale =
    freshness === 'stale' ? { ja: '（証跡は期限切れ）', en: ' (evidence out of date)' } : { ja: '', en: '' }
  if (!waived || waived_until === undefined) return { ja: word.ja + stale.ja, en: word.en + stale.en }
  const names = (waivers ?? []).join(', ')
  const end = saidAt(Date.parse(waived_until), zone)
  return {
    ja: `${word.ja}（免除 ${names}、${end.ja} まで）${stale.ja}`,
    en: `${word.en} (waived by ${names} until ${end.en})${stale.en}`,
  }
}

/** How many clauses stand how; waived ones are counted apart, never among those that hold. */
function summary({ clauses }: Conformance, language: Language): string {
  const count = (verdict: Verdict) =>
    clauses.filter((clause) => clause.verdict === verdict && !clause.waived).length
  const waived = clauses.filter((clause) => clause.waived).length
  const counts = (['pass', 'fail', 'unknown', 'not-applicable'] as const).map(
    (verdict) => `${MARK[verdict]} ${count(verdict)} ${WORD[verdict][language]}`,
  )
  if (waived > 0) counts.push(`${WAIVED_MARK} ${waived} ${WAIVED[language]}`)
  return counts.join('   ')
}

function reasons(control: ControlVerdict, language: Language): string[] {
  const lines = control.because.slice(0, REASONS_MAX).map((reason) => reason.text[language])
  const more = control.because.length - lines.length
  if (more > 0) lines.push(language === 'ja' ? `ほか ${more} 件` : `and ${more} more`)
  const population = control.population.map(
    ({ noun, judged, total }) => `${noun[language]} ${judged} / ${total}`,
  )
  return [...lines, population.join(language === 'ja' ? '、' : ', ')].filter((line) => line !== '')
}

/** Japanese when the environment or `--lang` asks for it, English otherwise. */
export function languageOf(option: unknown, env: Readonly<Record<string, string | undefined>>): Language {
  const asked =
    typeof option === 'string' ? option : (env['LC_ALL'] ?? env['LC_MESSAGES'] ?? env['LANG'] ?? '')
  return asked.startsWith('ja') ? 'ja' : 'en'
}
