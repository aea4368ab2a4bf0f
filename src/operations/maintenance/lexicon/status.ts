import type { NoticeStatus } from '../notice.ts'
import { foreignStatusOfSentence, foreignStatusOfSubject, hintsAtForeignStatus } from './status-words.ts'

const WORDS: readonly (readonly [RegExp, NoticeStatus])[] = [
  [
    /\b(?:re-?schedul\w*|new date|date change|postpone\w*|deferred|delayed|moved|changed?|revis\w*|correct(?:ion|ed)|amend\w*|update[ds]?|alternate night|extended|extension|modified|modification)\b|延期|日程変更|日時変更|変更|訂正|修正|順延|再調整|リスケ/,
    'RE-SCHEDULED',
  ],
  [
    /\b(?:cancel\w*|withdrawn|withdrawal|called off|aborted|abandoned|annul\w*|abgesagt|cancelad[oa]|annullat[oa]|geannuleerd|iptal)\b|中止|取消|取り消し|取りやめ|取止め|キャンセル|見合わせ|見送(?:り|ら|る)|撤回/,
    'CANCELLED',
  ],
  [
    /\b(?:complet\w*|finished|closed|ended|concluded|successful\w*|done|resolved|restored|terminé|abgeschlossen|completad[oa]|concluíd[oa]|completat[oa]|afgerond|tamamlandı)\b|完了|終了|工事済|作業済|復旧/,
    'COMPLETED',
  ],
  [
    /\b(?:in[- ]?progress|in[- ]?process|started|begun|commenc\w*|ongoing|underway|active|starting now|start of|has started|start maintenance|begins now|work in progress)\b|実施中|作業中|工事中|開始しました|開始いたしました|作業開始|工事開始|着手|メンテナンス開始/,
    'IN-PROCESS',
  ],
  [
    /\b(?:tentative|provisional|proposed|preliminary|draft|unconfirmed|to be confirmed|tbc|pencilled|pending approval|awaiting approval)\b|仮(?:予定|日程|通知|押さえ|連絡)|暫定|検討中|調整中|未確定|予告|案$/,
    'TENTATIVE',
  ],
  [
    /\b(?:confirmed|approved|scheduled|planned|accepted|new|final|reminder|emergency|upcoming|announce\w*|initial|open|normal)\b|確定|実施予定|予定|新規|お知らせ|ご案内|再送|リマインド|事前|緊急|決定/,
    'CONFIRMED',
  ],
]

/** Reads a status word from a label's value (`Activity Status: Scheduled`, 通知区分:延期). */
export function statusOfValue(text: string): NoticeStatus | undefined {
  const lower = text.toLowerCase().slice(0, 200)
  return WORDS.find(([pattern]) => pattern.test(lower))?.[1]
}

/** In a subject only words that stand for the whole notice count; `service change maintenance` is no change of one. */
const SUBJECT: readonly (readonly [RegExp, NoticeStatus])[] = [
  [
    /\b(?:cancel(?:l?ed|lation|l?ing)?|withdrawn|called off|not (?:be )?(?:going ahead|taking place|carried out))\b|(?:中止|取消|取り?止め|取りやめ|キャンセル|見合わせ|見送(?:り|ら|る))/,
    'CANCELLED',
  ],
  [
    /\b(?:re-?schedul(?:ed?|ing)|postpone[dm]?\w*|deferred|new date|(?:date|time|schedule|window) change|changed(?= (?:notice|notification|of))|change of (?:\w+ )?(?:date|time|schedule|window))\b|延期|(?:日程|日時|時間|内容|予定)(?:の)?変更|変更(?:の)?(?:お知らせ|ご案内|ご連絡|通知|について)|訂正|順延|リスケ|【変更】|\[変更\]/,
    'RE-SCHEDULED',
  ],
  [
    /\b(?:complet(?:ed|ion|e)|finished|concluded|closed|ended|done$|end of maintenance|end maintenance|maintenance end(?:ed)?)\b|(?:完了|終了)(?!時刻|時間|予定|日|が)/,
    'COMPLETED',
  ],
  [
    /\b(?:in[- ]?progress|in[- ]?process|started|has begun|begun|commenced|commencing|start maintenance|start of (?:maintenance|works?|activity)|about to (?:begin|start)|now starting|ongoing|underway)\b|(?:(?:実施中|作業中)(?!は|に|の|も|、|で(?:は|も))|開始(?:のお知らせ|連絡|報告|通知|しました|いたしました)|着手)/,
    'IN-PROCESS',
  ],
  [
    /\b(?:tentative|provisional|proposed|preliminary|draft|unconfirmed)\b|仮(?:予定|日程|通知)|[(【[]仮[)】\]]|日程調整中|暫定|検討中|未確定/,
    'TENTATIVE',
  ],
  // Weak words last: `update: completed` is a completion.
  [
    /\b(?:correct(?:ion|ed)|revised?|revision|amended|amendment|updated?|extended|extension|moved|shifted|brought forward|supersed\w+)\b|差し?替え|前倒し|延長/,
    'RE-SCHEDULED',
  ],
]

export function statusOfSubject(text: string): NoticeStatus | undefined {
  const lower = text.toLowerCase().replace(OF_EQUIPMENT, ' ')
  const found = SUBJECT.find(([pattern]) => pattern.test(lower))?.[1]
  return found === undefined || found === 'RE-SCHEDULED' ? (foreignStatusOfSubject(lower) ?? found) : found
}

/** Words by which a mail may call a move of the window itself; an `update` may be of anything. */
export function saysMoved(text: string): boolean {
  return /re-?schedul|postpon|deferr|new (?:\w+ )?(?:date|time|window|schedule)|(?:date|time|schedule|window)s? (?:\w+ ){0,3}chang|chang\w* (?:of|in|to) (?:\w+ ){0,2}(?:date|time|schedule|window)|mov(?:ed|ing)|shift|delay|exten[ds]|brought forward|pushed|alternate|supersed|changed|correct|amend|revis|modif|延期|日程|日時|時間|順延|前倒|延長|繰り?[上下]げ|リスケ|変更|訂正|修正/i.test(
    text,
  )
}

/** What is updated, extended or moved is a thing and not the notice: `firmware update`, `update of the switch`. */
const OF_EQUIPMENT = new RegExp(
  `\\b(?:(?:soft|firm|hard)ware|security|system|os|ios|xr|junos|eos|bios|config(?:uration)?|router|switch|network|node|equipment|database|kernel|driver|patch|version|license|certificate|platform|infrastructure|cable|fib(?:re|er)|line|card|controller|server|cluster|application|service|core|edge) (?:updates?|updating|extensions?|revision|moved?)\\b|\\bupdat(?:e|ing) (?:of|to|for|on) (?:the |our |your |all )?(?:\\w+ )?(?:(?:soft|firm|hard)ware|os|routers?|switch(?:es)?|network|nodes?|systems?|equipment|cards?|servers?|platform|infrastructure|database)\\b|(?:soft|firm)ware ?-?updates?|アップデート`,
  'g',
)

/** A short line that says nothing but the state of the notice: `UPDATED NOTICE`, `Maintenance: completed`. */
export function statusOfHeading(text: string): NoticeStatus | undefined {
  const status = statusOfSubject(text)
  if (status === undefined || CONDITIONAL.test(withoutMay(text.toLowerCase()))) return undefined
  if (status !== 'RE-SCHEDULED') return status
  const rest = text
    .toLowerCase()
    .replace(/[\w./#-]*\d[\w./#-]*/g, ' ')
    .match(/\p{Script=Latin}{2,}/gu)
  return (rest ?? []).every((word) => NOTICE_WORD.test(word)) ? status : undefined
}

const NOTICE_WORD =
  /^(?:re-?)?(?:schedul\w*|updat\w*|revis\w*|correct\w*|amend\w*|exten\w*|mov\w*|shift\w*|postpon\w*|defer\w*|chang\w*|supersed\w*|brought|forward|new|date|dates|time|times|window|the|of|to|for|an?|this|is|and|on|has|been|was|your|our|no|nr|id|ref|reference|planned|scheduled|maintenance|works?|activity|event|outage|notice|notification|advisory|announcement|information|ticket|case|request|project|network|service|emergency|urgent|important|attention|please|note|version)$/

const NOUN =
  '(?:maintenance|maintenances|works?|activity|activities|event|window|notification|notice|change|operation|it|this|which|project|outage|upgrade|migration|task|start|end|ticket|announcement|request|intervention|services? below)'
const PROSE: readonly (readonly [RegExp, NoticeStatus])[] = [
  [
    new RegExp(
      `\\b${NOUN}\\b[^.;]{0,60}?\\b(?:has|have|had|was|were|is|are|being)\\b(?: \\w+){0,3} (?:re-?scheduled|postponed|deferred|moved|delayed|changed|revised|amended|extended|shifted|pushed (?:back|out)|brought forward)\\b`,
    ),
    'RE-SCHEDULED',
  ],
  [
    /\b(?:has|have) (?:\w+ )?(?:re-?scheduled|postponed|changed|revised|updated|amended)\b|\b(?:has|have|had to) (?:\w+ )?(?:moved?|shift(?:ed)?|delay(?:ed)?|push(?:ed)?|br(?:ing|ought)|postpone|re-?schedule|change) (?:the |this |our |your |these )?(?:\w+ )?(?:works?|maintenance|window|activity|event|date|times?|start|it\b)|^\W*(?:re-?schedule|postponement|correction)\b[^.]{0,30}(?:notif|notice)|\bnote (?:the )?(?:revised|new|changed|updated) (?:\w+ )?(?:date|time|window|schedule)|\bwill be performed during the (?:alternate|backup)|\bnew (?:date|schedule|window)s? (?:is|are|has been)\b/,
    'RE-SCHEDULED',
  ],
  [
    new RegExp(
      `\\b${NOUN}\\b[^.;]{0,80}?\\b(?:has|have|had|was|were|is|are|being|now)\\b(?: \\w+){0,3} (?:cancell?ed|called off|withdrawn|aborted|abandoned)\\b`,
    ),
    'CANCELLED',
  ],
  [
    /\b(?:has|have) (?:\w+ )?cancell?ed\b|\bcancell?ation of (?:the |this |our )?(?:\w+ )?(?:maintenance|work|activity|notification|event)|^\W*cancell?ed\W*$|\b(?:will (?:not|no longer)|won't|is not|isn't|are not) (?:now )?(?:be )?(?:going ahead|going to take place|taking place|take place|proceed|go ahead|performed|perform|carried out|done|required|needed)|\bno longer (?:required|needed|planned|going ahead)|\bstands? (?:as )?cancell?ed/,
    'CANCELLED',
  ],
  [
    new RegExp(
      `\\b${NOUN}\\b[^.;]{0,60}?\\b(?:has|have|had|was|were|is|are)\\b(?: \\w+){0,3} (?:completed|complete|concluded|finished|ended|closed|done)\\b`,
    ),
    'COMPLETED',
  ],
  [
    /\b(?:maintenance|work|activity|works)\b[^.;]{0,30}\b(?:is|are) (?:now )?over\b|\bcompleted successfully\b|\bsuccessfully completed\b|\b(?:has|have) (?:now |successfully )?(?:completed|finished|concluded)\b|^\W*complet(?:ed|ion)\W*(?:this notice|notification|$)/,
    'COMPLETED',
  ],
  [
    new RegExp(
      `\\b${NOUN}\\b[^.;]{0,60}?\\b(?:has|have|is|are|will be)\\b(?: \\w+){0,3} (?:begun|started|commenced|commencing (?:now|momentarily|shortly)|starting (?:now|momentarily|shortly)|about to (?:begin|start|commence)|under ?way|in progress|ongoing)\\b`,
    ),
    'IN-PROCESS',
  ],
  [
    /(?:工事|作業|メンテナンス|保守|日程|日時|予定|実施|下記|本件)[^。]{0,30}(?:延期|変更|順延|前倒し)(?:し|いたし|致し|となり|になり|させて|の(?:お知らせ|ご案内|ご連絡))/,
    'RE-SCHEDULED',
  ],
  [
    /(?:工事|作業|メンテナンス|保守|実施|下記|本件|予定)[^。]{0,30}(?:中止|取消|取り?止め|取りやめ|キャンセル|見合わせ|見送(?:り|ら|る))(?:し|と|い|致|に|させて|る|の(?:お知らせ|ご案内|ご連絡))/,
    'CANCELLED',
  ],
  [
    /(?:工事|作業|メンテナンス|保守|下記|本件)[^。]{0,30}(?:完了|終了)(?:(?:し|いたし|致し)(?:ました(?!ら|際|場合|後)|ており)|の(?:お知らせ|ご連絡|ご報告))/,
    'COMPLETED',
  ],
  [
    /(?:工事|作業|メンテナンス|保守|下記|本件)[^。]{0,30}(?:開始(?:し|いたし|致し)(?:ました(?!ら|際|場合|後)|ます(?=。)(?<!予定))|(?:実施|作業)中(?:です|でござい|となって))/,
    'IN-PROCESS',
  ],
  [/(?:現在|ただ今|ただいま)[^。]{0,12}(?:実施|作業)中/, 'IN-PROCESS'],
  [
    /\b(?:tentative(?:ly)?|provisional(?:ly)?)\b[^.]{0,40}\b(?:scheduled|planned|date|window)|\b(?:this is an?|the following is an?) (?:preliminary|provisional|tentative|advance) (?:notice|notification|announcement|schedule|date)|\b(?:dates?|times?|windows?|schedules?)\b[^.]{0,20}\b(?:is|are) (?:not (?:yet )?(?:confirmed|final|fixed)|still (?:tentative|provisional|open|subject to))|仮の?(?:日程|予定)|日程は(?:未定|調整中)|候補日|ご都合を|確定では(?:なく|ありませ|ござい|ない)|未確定で/,
    'TENTATIVE',
  ],
]

/** What may or will be, or was asked: no statement about now. */
const CONDITIONAL =
  /\b(?:if|should|in (?:the )?(?:case|event)|unless|may|might|could|can|would|until|once|when|whenever|after|subject to|reserve|possible|possibly|please (?:contact|advise|let)|how to|not under|upon|until such time|prior to)\b|場合|可能性|こと(?:が|も)(?:ござい|あり)|次第|あり得|おそれ|恐れ|かもしれ|際(?:は|に|には)|後(?:に|は|、)|まで(?:に|は)|ご(?:連絡|相談|依頼)(?:くだ|願)/

/** That the plan stays as it is, whatever else of the notice was corrected. */
export function keepsWindows(text: string): boolean {
  return /\b(?:dates?|times?|windows?|schedules?)\b[^.;]{0,30}\b(?:not (?:been )?changed?|unchanged|not affected|(?:remains?|stays?) (?:the same|unchanged|as (?:planned|announced|before|they)))|\bno changes? (?:to|in|of) (?:the )?(?:dates?|times?|windows?|schedules?)|(?:日程|日時|時間)[^。]{0,12}(?:変更(?:は)?(?:ありません|ございません|なし|無し)|変わりません)/i.test(
    text,
  )
}

/** The month is no condition. */
function withoutMay(text: string): string {
  return text.replace(/\d(?:st|nd|rd|th)? (?:of )?may\b|\bmay,? \d/g, ' ')
}

/** The statement of a sentence about the maintenance as a whole; conditions and promises are no statement. */
export function statusOfSentence(sentence: string): NoticeStatus | undefined {
  const lower = sentence.toLowerCase().replace(/\s+/g, ' ')
  for (const [pattern, status] of PROSE) {
    const match = pattern.exec(lower)
    if (match === null) continue
    // Only what stands before or inside the statement can put it under a condition.
    const said = lower.slice(Math.max(0, match.index - 120), match.index + match[0].length)
    if (CONDITIONAL.test(withoutMay(said))) continue
    return status
  }
  return foreignStatusOfSentence(lower)
}

const HINT =
  /\b(?:is|are|was|were|been|be|had to be|have to|has to) (?:\w+ )?(?:delayed|moved|shifted|extended|changed|revised|amended|swapped|put off)\b|\b(?:cancel(?:l?ed|l?ing|l?ation)|postpon\w+|re-?schedul(?:ed|ing)|withdrawn|aborted|called off|on hold|suspended|deferred|brought forward|pushed (?:back|out)|new (?:dates?|times?|windows?) (?:is|are|will)|no longer (?:\w+ )?(?:take|taking|planned|required|needed|go))\b|中止|延期|取り?消|取り?止め|取りやめ|見合わせ|見送(?:り|ら|る)|キャンセル|日程変更|日時変更/
const NO_HINT =
  /\b(?:not|never|nor|no) (?:\w+ ){0,3}(?:cancel|postpon|re-?schedul)|\bcancell?ation (?:policy|fee|period|terms)|中止(?:は|・|や|または)|延期(?:は|・|や|または)/

/** The sentence speaks of a change or a cancellation as of a fact, in whatever words. */
export function hintsAtChange(sentence: string): boolean {
  const lower = sentence.toLowerCase()
  if (NO_HINT.test(lower) || CONDITIONAL.test(withoutMay(lower))) return false
  return HINT.test(lower) || hintsAtForeignStatus(lower)
}

/** The plan is called one that may not stand, and no state was made of it. */
export function hintsAtTentative(sentence: string): boolean {
  return MAY_NOT_STAND.test(sentence)
}

const MAY_NOT_STAND =
  /\b(?:to be confirmed|tbc|not (?:yet )?(?:confirmed|final|approved)|proposed?|provisional\w*|tentative\w*|preliminary|pending (?:\w+ )?approval|subject to (?:\w+ )?(?:approval|confirmation|permits?)|will be confirmed|confirmation (?:will )?follows?|pencil\w*)\b|案(?:であり|です|となり)|(?:確定|決定)(?:次第|しましたら|した(?:ら|場合)|後)(?!.{0,12}(?:延期|中止))|予告|仮(?:の|で)?(?:日程|予定|押さえ)/i

const BCOP: Readonly<Record<string, NoticeStatus>> = {
  TENTATIVE: 'TENTATIVE',
  CONFIRMED: 'CONFIRMED',
  CANCELLED: 'CANCELLED',
  CANCELED: 'CANCELLED',
  'IN-PROCESS': 'IN-PROCESS',
  'IN-PROGRESS': 'IN-PROCESS',
  COMPLETED: 'COMPLETED',
  'RE-SCHEDULED': 'RE-SCHEDULED',
  RESCHEDULED: 'RE-SCHEDULED',
}

/** A BCOP or iCalendar STATUS token; undefined for any other word. */
export function bcopStatus(token: string): NoticeStatus | undefined {
  return BCOP[token.trim().toUpperCase().replace(/[\s_]/g, '-')]
}
