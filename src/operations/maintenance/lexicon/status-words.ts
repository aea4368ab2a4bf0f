import type { NoticeStatus } from '../notice.ts'

/**
 * Words of state in the languages of Europe, marks folded or not. A subject or a sentence with an auxiliary states
 * them; standing anywhere else they are a hint that a person should see.
 */
const STEMS: readonly (readonly [string, NoticeStatus])[] = [
  [
    'annul(?:é|e|ée|és|ées|ation|at[oaie]|ado|amento|lamento|erad|lert|eret)s?|annullat[oaie]|annullamento|cancelad[oa]s?|cancelaci[oó]n|cancelamento|abgesagte?[nr]?|absage|storniert|stornierung|entf[aä]llt|geannuleerd|annulering|vervallen|inst[aä]lld[ae]?|aflyst|avlyst|kansellert|peruttu|peruutettu|odwo[lł]an\\w*|zru[sš]en\\w*|iptal(?: edil\\w*)?|отмен\\p{L}*',
    'CANCELLED',
  ],
  [
    'reprogramad[oa]s?|reprogramaci[oó]n|reprogrammé\\w*|reprogrammation|replanifi[ée]\\w*|report[ée]e?s?(?= (?:au|à|a))|décalé\\w*|aplazad[oa]s?|aplazamiento|pospuest[oa]s?|adiad[oa]s?|adiamento|remarcad[oa]s?|reagendad[oa]s?|reagendamento|rinviat[oaie]|rinvio|riprogrammat[oaie]|riprogrammazione|posticipat[oaie]|verschoben|verschiebung|verlegt|termin[äa]nderung|uitgesteld|verplaatst|verzet|herpland|uppskjut\\w*|framflyttad\\w*|utsatt|udsat|udskudt|siirretty|prze[lł]o[zż]on\\w*|p[rř]esunut\\w*|ertelen\\w*|перенес\\p{L}*',
    'RE-SCHEDULED',
  ],
  [
    'terminées?|terminés?|achevées?|achevés?|finalizad[oa]s?|completad[oa]s?|conclu[ií]d[oa]s?|conclusi[oó]n|completat[oaie]|conclus[oi]|terminat[oaie]|abgeschlossen|abschluss|beendet|erledigt|afgerond|voltooid|slutf[oö]r\\w*|avslutad\\w*|avsluttet|fullf[oø]rt|afsluttet|valmistunut|zako[nń]czon\\w*|dokon[cč]en\\w*|tamamland\\w*|заверш\\p{L}*',
    'COMPLETED',
  ],
]

const AUXILIARY =
  '(?:ha sido|han sido|fue|fueron|foi|foram|a été|ont été|est|sont|è stat[oa]|sono stat[ie]|wurden?|worden|wird|werden|ist|sind|is|zijn|werd|har|blir|er|zosta[lł]\\w*|byl\\w*|had to be)'

const compiled = STEMS.map(([stems, status]) => {
  const alone = `(?<!\\p{L})(?:${stems})(?!\\p{L})`
  return {
    status,
    any: new RegExp(alone, 'iu'),
    stated: new RegExp(`(?<!\\p{L})${AUXILIARY}(?: \\p{L}+){0,4}? ${alone}|^\\W*${alone}\\W*$`, 'iu'),
  }
})

/** In a subject the word alone stands for the notice. */
export function foreignStatusOfSubject(text: string): NoticeStatus | undefined {
  return compiled.find(({ any }) => any.test(text))?.status
}

const CONDITIONAL =
  /(?<!\p{L})(?:wenn|falls|sobald|sollte\w*|nachdem|nach|si|s'il|lorsque|apr[eè]s|d[eè]s|en cas|cuando|despu[eé]s|en caso|una vez|se|quando|dopo|depois|ap[oó]s|caso|als|indien|zodra|na|om|n[aä]r|efter|etter|je[zż]eli|gdy|po|pokud)(?!\p{L})/iu

export function foreignStatusOfSentence(text: string): NoticeStatus | undefined {
  for (const { stated, status } of compiled) {
    const match = stated.exec(text)
    if (match !== null && !CONDITIONAL.test(text.slice(0, match.index))) return status
  }
  return undefined
}

/** The word stands somewhere, under no condition, but no statement was made out. */
export function hintsAtForeignStatus(text: string): boolean {
  return compiled.some(({ any }) => {
    const match = any.exec(text)
    return match !== null && !CONDITIONAL.test(text.slice(0, match.index))
  })
}
