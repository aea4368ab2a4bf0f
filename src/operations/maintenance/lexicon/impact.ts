import type { NoticeImpact } from '../notice.ts'

/**
 * What a phrase says about service, or undefined when it says nothing. Narrow phrases stand first, so that `no
 * outage` is read before `outage`. A momentary loss (瞬断, brief interruption) is a loss: sessions and calls drop.
 */
const RULES: readonly (readonly [RegExp, NoticeImpact])[] = [
  [
    /\bno[- ](?:expected |anticipated |customer |service |planned |direct |traffic )*(?:impact|outage|downtime|interruption|disruption|effect|loss of service|service[- ]affect)/,
    'NO-IMPACT',
  ],
  [
    /\bimpact\s*[:=-]?\s*(?:none|nil|n\/a|no)\b|^(?:none|nil|no|no-impact|ni)$|\bnon[- ]?(?:service[- ])?(?:impact|affect|intrusive|disruptive)/,
    'NO-IMPACT',
  ],
  [
    /\b(?:not|n't|without|zero)\b(?: \w+){0,4} (?:impact|affect|outage|interrupt|disrupt|downtime)/,
    'NO-IMPACT',
  ],
  [
    /影響(?:は|も)?(?:一切)?(?:ござい|あり|発生し|与え|及ぼし)?ませ?ん|影響(?:は|も)?(?:なし|無し|無い|ない|無)|無影響|影響範囲外|(?:断|停止|中断)(?:は|を伴い|も)?(?:あり|ござい|発生し|伴い)?ません|(?:通信|サービス)断(?:なし|無し|無)|無瞬断|瞬断(?:なし|無し)|無停止/,
    'NO-IMPACT',
  ],
  [
    /\b(?:loss|lack|reduction|reduced|decreased|degraded|degradation|lose|without|impaired|limited|lower)\b(?: \w+){0,3} (?:redundan|resilien|protect|diversity|failover)|\b(?:redundan|resilien|protection|diversity)\w*(?: \w+){0,3} (?:loss|lost|reduced|reduction|impact|degrad|unavailable|at risk|affected)|\bat[- ]risk\b|\bunprotected\b|\bsimplex\b|\bhazard(?:ous)? condition|\bsingle[- ]threaded/,
    'REDUCED-REDUNDANCY',
  ],
  [
    /冗長(?:性|構成|度)?(?:の|が|は|を)?(?:一時的に|一時)?(?:低下|喪失|失|なし|無|解除|片系|損な|崩|不可|切)|片系(?:運用|運転|断|停止|動作|での)?|非冗長|単系|シンプレックス|プロテクション(?:喪失|なし|解除|断)/,
    'REDUCED-REDUNDANCY',
  ],
  [
    /\b(?:hard down|outages?|down ?times?|unavailab\w*|loss of (?:service|connectivity|signal|traffic)|service loss|disconnect\w*|interrupt\w*|disrupt\w*|switch(?:ing)? hits?|hits?|flap\w*|bounce|service[- ](?:affecting|impacting)|traffic affecting|total loss|link down|go down|will be down|severed|cut|intrusive|unterbrechung\w*|ausfall|coupure|interrupción|corte|interrupção|interruzione|onderbreking\w*|kesinti)\b/,
    'OUTAGE',
  ],
  [
    /通信断|サービス断|回線断|断時間|瞬断|停止|不通|中断|利用(?:不可|できな)|切断|接続断|通信不可|途絶|(?:^|[^判中切遮横診裁無])断(?:$|[^続定面念層熱])/,
    'OUTAGE',
  ],
  [
    /\bdegrad\w*|\blatency\b|\bpacket loss\b|\bslow(?:er|ness)?\b|\bjitter\b|\bpartial\b|\bperformance\b|\breduced (?:bandwidth|capacity|throughput|speed)/,
    'DEGRADED',
  ],
  [
    /遅延|品質の?(?:低下|劣化)|速度の?低下|パケットロス|輻輳|性能(?:低下|劣化)|帯域(?:低下|縮小|減少)|スループット/,
    'DEGRADED',
  ],
]

/** `text`: plain text of a cell, a value, or a sentence. */
export function impactOf(text: string): NoticeImpact | undefined {
  const lower = text.toLowerCase().replace(/\s+/g, ' ').trim()
  if (lower === '') return undefined
  return RULES.find(([pattern]) => pattern.test(lower))?.[1]
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
