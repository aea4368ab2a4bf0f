import type { NoticeImpact } from '../../notice.ts'
import { hears, type Clause } from './clauses.ts'

const LOSS = ['outage*', 'down', 'downtime*', 'interrupt*', 'disrupt*', 'unavailab*', 'unreach*', 'inaccessib*', 'offline', 'dark', 'disconnect*', 'flap*', 'cut', 'hit', 'hits', 'intrusive', 'loss of service', 'loss of traffic', 'loss of signal', 'loss of connectivity', 'service loss', 'total loss', 'out of service', 'off the air', 'not available', 'not be available', 'not reachable', 'service affecting', 'service impacting', 'lose', 'lost', 'loses', 'unterbrech*', 'ausfall*', 'coupure*', 'interrup*', 'corte*', 'indisponib*', 'disserviz*', 'onderbrek*', 'avbrott', 'avbrudd', 'afbryd*', 'kesinti*', 'przerw*', 'impact', 'affected', 'stop*', 'without power', 'be off', 'switched off', 'no service', 'no power'] // prettier-ignore
const SPARE = ['redundan*', 'protect*', 'unprotect*', 'resilien*', 'divers*', 'spare', 'standby', 'backup path', 'second path', 'single path', 'simplex', 'at risk', 'risk', 'hazard*', 'one side', 'failover', 'switch hit', 'switching hit', 'a feed', 'b feed', 'feed a', 'feed b', 'a side', 'b side', 'n plus'] // prettier-ignore
const SLOW = ['latenc*', 'delays', 'higher delay', 'longer delay', 'increased delay', 'longer time*', 'increased call', 'round trip', 'degrad*', 'packet loss', 'slow*', 'jitter', 'performance', 'partial*', 'reduced bandwidth', 'reduced capacity', 'reduced speed', 'rtt', 'throughput'] // prettier-ignore
const NONE = ['unaffected', 'hitless', 'transparent*', 'none', 'nil', 'no impact', 'no outage', 'no downtime', 'no interruption*', 'no effect', 'no disruption*', 'no service impact', 'no customer impact', 'no expected impact', 'no anticipated impact', 'non impacting', 'non intrusive', 'non service affecting', 'nobody will notice', 'risk only', 'no risk', 'only at risk'] // prettier-ignore
const DENIALS = ['no', 'not', 'without', 'never', 'none', 'non', 'zero', 'nor', 'neither', "n't", 'cannot', 'kein*', 'geen', 'sin', 'sem', 'senza', 'pas', 'aucun*', 'ingen', 'brak', 'nessun*', 'nenhum*', 'ningun*'] // prettier-ignore

/** Losses that are said by denying something. */
const DENIED_USE = ['not available', 'not be available', 'not reachable', 'not be reachable', 'not usable', 'not be usable', 'not pass traffic', 'cannot pass', 'cannot be used', "can't be used", 'no service', 'no power', 'without power', 'no connectivity', 'no connection', 'no light'] // prettier-ignore
const DENIED_USE_PIECES = ['いただけませ', 'いただけな', 'できませ', 'できな', '使えませ', '使えな', '利用不可', '不通', 'つながりませ', '繋がりませ'] // prettier-ignore

const LOSS_PIECES = ['断', '停止', '停電', '不通', '中断', '利用不可', '使えな', '使用でき', '利用でき', '利用いただけ', '止ま', '途絶', 'リンクダウン', '切れ'] // prettier-ignore
const SPARE_PIECES = ['冗長', '片系', '単系', '予備側', '予備系', 'a系', 'b系', '片側', 'シンプレックス', 'プロテクション', '非冗長', '0系', '1系'] // prettier-ignore
const SLOW_PIECES = ['遅延', '品質', '速度', 'パケットロス', '輻輳', '帯域', 'つながりにく', '不安定', '性能', '低下', 'スループット'] // prettier-ignore
const NONE_PIECES = ['影響なし', '影響無し', '影響はあり', '影響はござ', '影響ありま', '影響ござ', '影響は及', '影響はな', '影響は発生', 'なし', '無し', 'ございません', 'ありません', '無停止', '無瞬断', '影響:無', '継続', '変わりません'] // prettier-ignore
const DENIAL_PIECES = ['ません', 'なし', '無し', 'ない', '無停止', '無瞬断', '伴わ'] // prettier-ignore

/** One of two ways, and the other. */
const ONE_WAY = ['protection path', 'protecting path', 'protect path', 'spare path', 'spare leg', 'standby path', 'standby leg', 'backup path', 'backup link', 'second path', 'secondary path', 'second uplink', 'second leg', 'a side', 'b side', 'a feed', 'b feed', 'feed a', 'feed b', 'side a', 'side b', 'only one of', 'second supply'] // prettier-ignore
const ONE_WAY_PIECES = ['予備側', '予備系', '片系', '片側', 'a系', 'b系', '0系', '1系', '副系', '待機系', 'バックアップ側'] // prettier-ignore

/** The loss that is spoken of may be that of one of two ways. */
export function spareIsLost(clauses: readonly Clause[]): boolean {
  return clauses.some((clause) => hears(clause, ONE_WAY, ONE_WAY_PIECES))
}

/** What is said to happen to the service, in all clauses together; a denied loss is a voice for none. */
export function impactVoices(clauses: readonly Clause[]): Set<NoticeImpact> {
  const voices = new Set<NoticeImpact>()
  for (const clause of clauses) {
    const denied = hears(clause, DENIALS, DENIAL_PIECES)
    const spare = hears(clause, SPARE, SPARE_PIECES)
    const slow = hears(clause, SLOW, SLOW_PIECES)
    if (hears(clause, NONE, NONE_PIECES)) voices.add('NO-IMPACT')
    if (spare) voices.add('REDUCED-REDUNDANCY')
    if (slow) voices.add('DEGRADED')
    if (hears(clause, DENIED_USE, DENIED_USE_PIECES)) voices.add('OUTAGE')
    else if (hears(clause, LOSS, LOSS_PIECES)) voices.add(denied ? 'NO-IMPACT' : 'OUTAGE')
  }
  return voices
}
