import type { Language, Text } from '../platform/text.ts'
import type { Conformance, ControlVerdict, Verdict } from './verdict.ts'

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
      `${indent}${MARK[clause.verdict]} ${clause.id} ${clause.title[language]}  ${WORD[clause.verdict][language]}`,
    )
    for (const control of clause.controls)
      lines.push(...reasons(control, language).map((line) => `${indent}    ${line}`))
  }
  const count = (verdict: Verdict) =>
    conformance.clauses.filter((clause) => clause.verdict === verdict).length
  const summary = (['pass', 'fail', 'unknown', 'not-applicable'] as const).map(
    (verdict) => `${MARK[verdict]} ${count(verdict)} ${WORD[verdict][language]}`,
  )
  return [...lines, '', summary.join('   ')]
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
