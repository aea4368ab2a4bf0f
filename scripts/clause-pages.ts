import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { attestedId } from '../src/charter/attestation.ts'
import { carriedClauses, CLAUSES } from '../src/charter/clauses.ts'
import type { Control } from '../src/charter/control.ts'
import { charterPolicy } from '../src/charter/policy.ts'
import { CLAUSE_MODULES, CONTROLS } from '../src/modules.ts'
import type { Language, Text } from '../src/platform/text.ts'
import { roleNames } from '../src/people/role-names.ts'

/** What stands below it is made from the code; above it, what a person wrote. */
export const MARKER = '<!-- From here on made from the code by scripts/reports.ts. -->'
export const LANGUAGES = ['ja', 'en'] as const satisfies Language[]

/** Where the page of a clause is, from the root. */
export function pageOf(language: Language, clause: string): string {
  return `docs/${language}/clauses/${clause}.md`
}

/** Every page of a clause by its path: what a person wrote, and below it what the code says. Throws where one is missing. */
export function clausePages(root: string): Record<string, string> {
  return Object.fromEntries(
    LANGUAGES.flatMap((language) =>
      carriedClauses().map((clause) => {
        const file = pageOf(language, clause)
        if (!existsSync(path.join(root, file)))
          throw new Error(`${file} is missing: every clause has a page in both languages`)
        const written = readFileSync(path.join(root, file), 'utf8').split(MARKER, 1).join('').trimEnd()
        return [file, `${written}\n\n${MARKER}\n\n${madePart(clause, language)}`]
      }),
    ),
  )
}

function madePart(clause: string, language: Language): string {
  const say = (text: Text) => text[language]
  const controls = CONTROLS.filter((control) => control.clause === clause)
  const isAttested = controls.some(({ id }) => id === attestedId(clause))
  const module = CLAUSE_MODULES.find(({ clauses }) => clauses.includes(clause))
  const documents = Object.keys(module?.documents?.collections ?? {})
  const commands = (module?.commands ?? []).map(({ name }) => `\`kensho ${name}\``)
  const jobs = (module?.jobs ?? []).map(({ name }) => name)
  const lines = [
    `## ${say(WORDS.controls)}`,
    '',
    ...(isAttested ? [say(WORDS.attested(rolesOf(language))), ''] : []),
    `| ${say(WORDS.control)} | ${say(WORDS.asks)} | ${say(WORDS.basis)} | ${say(WORDS.cadence)} |`,
    '|---|---|---|---|',
    ...controls.map((control) => rowOf(control, say)),
    '',
    ...controls.map(
      (control) =>
        `- \`${control.id}\` ${say(WORDS.reads)} ${control.facts.map((fact) => `\`${fact}\``).join(', ')}`,
    ),
    ...(documents.length === 0
      ? []
      : [`- ${say(WORDS.documents)} ${documents.map((one) => `\`${one}\``).join(', ')}`]),
    ...(commands.length === 0 ? [] : [`- ${say(WORDS.commands)} ${commands.join(', ')}`]),
    ...(jobs.length === 0 ? [] : [`- ${say(WORDS.jobs)} ${jobs.map((job) => `*${job}*`).join(', ')}`]),
    '',
  ]
  return lines.join('\n')
}

function rowOf(control: Control, say: (text: Text) => string): string {
  const basis = control.id === attestedId(control.clause) ? WORDS.byPerson : WORDS.byKensho
  const cadence = control.cadence === undefined ? WORDS.always : WORDS.every(control.cadence.days)
  return `| \`${control.id}\` | ${say(control.title)} | ${say(basis)} | ${say(cadence)} |`
}

function rolesOf(language: Language): string {
  const between = language === 'ja' ? '、' : ', '
  return charterPolicy['charter.attest'].roles
    .map((role) => roleNames[role]?.[language] ?? role)
    .join(between)
}

/** `2.1 冗長設計`: how the page of a clause is headed. */
export function headingOf(clause: string, language: Language): string {
  return `# ${clause} ${CLAUSES.find(({ id }) => id === clause)!.title[language]}`
}

const WORDS = {
  controls: { ja: '統制', en: 'Controls' },
  control: { ja: '統制', en: 'control' },
  asks: { ja: '何を問うか', en: 'asks' },
  basis: { ja: '根拠', en: 'basis' },
  cadence: { ja: '確かめ直す間隔', en: 'looked at again' },
  byPerson: { ja: '人の記録', en: 'attested by a person' },
  byKensho: { ja: '計算', en: 'computed' },
  always: { ja: '判定のたび', en: 'at every judgement' },
  every: (days: number): Text => ({ ja: `遅くとも ${days} 日`, en: `within ${days} days` }),
  reads: { ja: 'が読む事実：', en: 'reads' },
  documents: { ja: '作業場に加わる文書：', en: 'Adds to the documents of a workspace:' },
  commands: { ja: 'コマンド：', en: 'Commands:' },
  jobs: { ja: '背後の仕事：', en: 'Background jobs:' },
  attested: (roles: string): Text => ({
    ja: `この条項は計算されず、人が記録する。記録できる役割は ${roles}。記録には、見た期間、証跡のファイル、母数、いつまで有効かが要る。有効なのは本人の書いた期限まで、長くても見た期間の終わりから 366 日であり、過ぎた適合は不明になる（[憲章](../charter.md)）。将来何を計算するかは、ここでは約束しない。`,
    en: `This clause is not computed: a person attests it. The roles that may: ${roles}. An attestation names the period that was looked at, evidence files, a population, and how long it holds; it holds until then, at most 366 days after the end of that period, and a pass that is older is unknown ([the charter](../charter.md)). What will be computed one day is not promised here.`,
  }),
}
