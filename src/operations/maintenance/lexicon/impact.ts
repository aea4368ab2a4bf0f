import type { NoticeImpact } from '../notice.ts'

/**
 * Phrases that deny a loss. They are taken out first, so that `no outage, loss of redundancy` says the latter and
 * `protected traffic is not affected, unprotected will be down` says an outage.
 */
const DENIALS: readonly RegExp[] = [
  // Nothing but a risk: no effect is planned.
  /\b(?:at[- ])?risk only\b|\bonly at[- ]risk\b/g,
  /\bno[- ](?:expected |anticipated |customer |service |planned |direct |traffic |further )*(?:impacts?|outages?|downtimes?|hard[- ]downs?|interruptions?|disruptions?|effects?|loss of (?:service|traffic|connectivity)|service[- ]affect\w*|hits?)\b/g,
  /\bimpact\s*[:=-]?\s*(?:none|nil|n\/a|no)\b|^(?:none|nil|no|no-impact|ni|n\/a)(?: (?:expected|anticipated|planned|foreseen|at all))?\.?$|^(?:none|nil)(?: (?:expected|anticipated|planned|foreseen|at all))?(?=[.,;:] | [-–—(])|\bnon[- ]?(?:service[- ])?(?:impact|affect|intrusive|disruptive)\w*/g,
  /(?:\b(?:not|without|zero|nor)\b|n't\b)(?: \w+){0,4} (?:impact|affect|outage|interrupt|disrupt|downtime)\w*/g,
  /\b(?:geen|keine?|pas d[e'’]|aucune?|sin|ning[uú]n|sem|nenhuma?|senza|nessuna?|ingen|ei|brak)\s?(?:service-?)?(?:\p{L}+ ){0,1}(?:onderbreking\w*|unterbrechung\w*|ausfall\w*|auswirkung\w*|beeintr\p{L}*|coupure|interruption|impact\w*|corte|interrupci[oó]n|interrup[cç][aã]o|afectaci[oó]n|impacto|indisponibilidade|interruzion[ei]|disservizi\w*|avbrott|avbrudd|afbrydelse\w*|katkos\w*|przerwy?)/gu,
  /^(?:なし|無し|無|ありません|ございません|該当なし)(?=$|[\s(。、,・])|影響(?:は|も)?(?:一切)?(?:ござい|あり|発生し|与え|及ぼし)?ませ?ん|影響(?:は|も)?(?:なし|無し|無い|ない|無)|無影響|影響範囲外/g,
  /(?:通信断|サービス断|瞬断|断|停止|中断)(?:は|を伴い|も)?(?:(?:あり|ござい|発生し|伴い)ません|なし|無し|は?ない)|無瞬断|無停止/g,
]

/**
 * What is lost, the worst first. A momentary loss (瞬断, brief interruption, switch hit) is a loss: sessions and calls
 * drop, and BCOP asks to take the unclear case as an outage.
 */
const LOSSES: readonly (readonly [RegExp, NoticeImpact])[] = [
  // One hit is the switch to the protecting path, on which the service goes on unprotected; hits are interruptions.
  [
    /^(?:(?!outage|down|interrupt|hits).)*\bswitch(?:ing)? hit\b(?:(?!outage|down|interrupt|hits).)*$/,
    'REDUCED-REDUNDANCY',
  ],
  // One side stops and the other goes on.
  [
    /[A-Z0-9]系[^。]{0,12}(?:停電|停止|断)[^]{0,20}[A-Z0-9]系[^。]{0,16}(?:継続|通常|影響(?:は)?(?:なし|あり|ござい)|給電|通電|稼働|維持)|\b([ab])[- ](?:feed|side|supply)\b[^.]{0,30}\b(?:off|without power|down|out|interrupted)\b[^]{0,12}\b(?!\1)[ab][- ](?:feed|side|supply)\b[^.]{0,30}\b(?:not affected|unaffected|remains?|available|stays?|continues?)|\b(?:feed|side|supply) ([ab])\b[^.]{0,30}\b(?:off|without power|down|out)\b[^]{0,30}\b(?:feed|side|supply) (?!\2)[ab]\b[^.]{0,30}\b(?:not affected|unaffected|remains?|available|stays?)/i,
    'REDUCED-REDUNDANCY',
  ],
  // One of two feeds is off: what is fed by both goes on without its spare.
  [
    /[A-Z0-9]系(?:統)?(?:の?電源|側|給電)?(?:のみ|だけ)[^。]{0,8}(?:停電|停止|断)|\b(?:feed|side|supply) [ab] only\b|\b[ab][- ](?:feed|side|supply)s? only\b/i,
    'REDUCED-REDUNDANCY',
  ],
  [
    /\b(?:hard down|outages?|down ?times?|unavailab\w*|loss of (?:service|connectivity|signal|traffic)|service loss|disconnect\w*|interrupt\w*|disrupt\w*|switch(?:ing)? hits?|hits?|flap\w*|bounce|service[- ](?:affecting|impacting)|traffic affecting|total loss|(?:traffic|services?|connectivity|connections?|signal|links?|circuits?) (?:\w+ ){0,3}lost|lose (?:\w+ ){0,2}(?:service|connectivity|connection|traffic)|not (?:be )?(?:available|reachable|accessible|usable|pass traffic)|inaccessib\w*|unreachab\w*|out of service|link down|(?:go|goes|going|be|is|are) down|down|severed|cut|intrusive|unterbrechung\w*|unterbruch\w*|ausfall|coupure|interrupci[oó]n|corte|interrup[cç][aã]o|indisponibilidade|indisponibilit[eéàa]\w*|interruzione|disservizio|onderbreking\w*|kesinti)\b/,
    'OUTAGE',
  ],
  [
    /通信断|停電|リンクダウン|サービス断|回線断|断時間|瞬断|停止|不通|中断|利用(?:不可|できな|いただけ)|切断|接続断|通信不可|途絶|(?:^|[^判中切遮横診裁無])断(?:$|[^続定面念層熱])/,
    'OUTAGE',
  ],
  [
    /\bdegrad\w* (?!redundan|resilien|protect)|\bdegraded$|\blatency\b|\bpacket loss\b|\bslow(?:er|ness)?\b|\b(?:increased|longer|higher|elevated) (?:\w+ ){0,3}(?:times?|delays?|rtt|round[- ]trip)|\bjitter\b|\bpartial\b|\bperformance\b|\breduced (?:bandwidth|capacity|throughput|speed)/,
    'DEGRADED',
  ],
  [
    /遅延|品質の?(?:低下|劣化)|速度の?低下|パケットロス|輻輳|性能(?:の|が)?(?:低下|劣化)|帯域(?:の|が)?(?:低下|縮小|減少)|(?:つながり|繋がり)にく|不安定|スループット/,
    'DEGRADED',
  ],
  [
    /\b(?:loss|lack|reduction|reduced|decreased|degraded|degradation|lose|without|impaired|limited|lower)\b(?: \w+){0,3} (?:redundan|resilien|protect|diversity|failover)|\b(?:redundan|resilien|protection|diversity)\w*(?: \w+){0,3} (?:loss|lost|reduced|reduction|impact|degrad|unavailable|at risk|affected)|\bat[- ]risk\b|\bunprotected\b|\bsimplex\b|\bhazard(?:ous)? condition|\bsingle[- ]threaded/,
    'REDUCED-REDUNDANCY',
  ],
  [
    /冗長(?:性|構成|度)?(?:の|が|は|を)?(?:一時的に|一時)?(?:低下|喪失|失|なし|無|解除|片系|損な|崩|不可|切)|片系(?:運用|運転|断|停止|動作|での)?|非冗長|単系|シンプレックス|プロテクション(?:喪失|なし|解除|断)/,
    'REDUCED-REDUNDANCY',
  ],
]

/** A risk named beside its consequence is no statement of the consequence. */
const RISK_OF =
  /\b(?:risk|chance|possibility) of (?:an? )?(?:\w+ )?(?:outage|interruption|disruption|downtime)s?\b/g

/** `N+1 redundancy will not be available`: what is not available is the spare. */
const SPARE_GONE =
  /\b(?:protection|protecting|back-?up|standby|secondary|redundant) (?:path|route|leg|link|line|circuit|fib(?:re|er)|side)s?(?: of [^.;]{0,30}?)? (?:will|is|are|may)(?: be)? (?:down|unavailable|not (?:be )?available|out of service|interrupted|off)\b|\b(?:redundan|resilien|protect|diversity|failover|back-?up)\w*(?: path| power)?(?: (?:will|is|are|may|be)){0,2} (?:not (?:be )?available|unavailable|out of service|lost)\b/g

/** Reads a cell, a value or a sentence of plain text; undefined when it says nothing about service. */
export function impactOf(text: string): NoticeImpact | undefined {
  // `None (the monitoring stops for a moment)`: what is denied at once is only explained in brackets.
  const denial =
    /^(?:なし|無し|ありません|ございません|none|nil|no impact)\s?[(（][^()（）]*[)）][.。]?$/i.test(
      text.trim(),
    )
  if (denial) return 'NO-IMPACT'
  let lower = text.toLowerCase().replace(/\s+/g, ' ').trim()
  if (lower === '') return undefined
  let denied = false
  for (const pattern of DENIALS) {
    const rest = lower.replace(pattern, ' ')
    denied ||= rest !== lower
    lower = rest
  }
  lower = lower.replace(RISK_OF, 'at risk').replace(SPARE_GONE, 'loss of redundancy')
  for (const [pattern, impact] of LOSSES) if (pattern.test(lower)) return impact
  return denied ? 'NO-IMPACT' : undefined
}

const ORDER: readonly NoticeImpact[] = ['NO-IMPACT', 'REDUCED-REDUNDANCY', 'DEGRADED', 'OUTAGE']

export function worseImpact(a: NoticeImpact, b: NoticeImpact): NoticeImpact {
  return ORDER.indexOf(a) >= ORDER.indexOf(b) ? a : b
}

/** A BCOP token; anything else is an outage, as the standard says. */
export function bcopImpact(token: string): NoticeImpact {
  const upper = token.trim().toUpperCase().replace(/[\s_]/g, '-')
  return ORDER.find((one) => one === upper) ?? 'OUTAGE'
}
