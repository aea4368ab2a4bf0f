import type { NoticeStatus } from '../../notice.ts'
import { hears, type Clause } from './clauses.ts'

/** What is said of the work as a whole: it is off, elsewhere in time, over, under way, or not settled. */
export type StateVoice = Exclude<NoticeStatus, 'CONFIRMED'>

/**
 * `plain`: said so clearly that an announcement beside it is none. `faint`: enough to bear out whoever read it so. Words
 * of latin script as stems and phrases, the others as pieces of text.
 */
type Lexicon = Readonly<
  Record<StateVoice, { plain: readonly string[]; faint: readonly string[]; pieces: readonly string[] }>
>

const LEXICON: Lexicon = {
  CANCELLED: {
    plain: [ 'cancel*', 'annul*', 'stornier*', 'abgesagt', 'absage', 'entfällt', 'geannuleerd', 'vervallen', 'inställd', 'inställt', 'aflyst', 'avlyst', 'odwołan*', 'zrušen*', 'отмен*', 'void',
      'cancelled', 'canceled', 'cancelling', 'withdrawn', 'scrap*', 'abandon*', 'rescind*', 'retract*', 'revok*', 'shelved',
      'been dropped', 'is dropped', 'nullif*', 'called off', 'calling off', 'call off', 'stood down', 'stands down', 'standing down', 'not take place',
      'not taking place', 'not going ahead', 'not go ahead', 'not proceed*', 'not happen*', 'no longer happen*', 'no longer take*', 'no longer need*',
      'no longer require*', 'no longer go*', 'no longer plan*', 'not be carried', 'not be performed', 'not be needed',
      'disregard', 'ignore our', 'ignore the', 'ignore this', 'sent in error', 'sent by mistake', "won't take place", "won't happen",
      "won't go ahead", "won't proceed", 'not be doing', 'binned', 'ditched', 'axed', 'pulled the', 'off the table', 'off the calendar', 'nothing will happen',
    ],
    faint: ['cancel*', 'withdraw*', 'annul*', 'void', 'abort*', 'stornier*', 'abgesagt', 'absage', 'entfällt', 'geannuleerd', 'vervallen', 'inställ*', 'aflyst', 'avlyst', 'odwołan*', 'zrušen*', 'iptal', 'отмен*', 'peru*'],
    pieces: [
      '中止', '取消', '取り消', '取りやめ', '取り止め', '取止め', '取下げ', '取り下げ', '白紙', '撤回', '見合わせ', '見送り', '見送る', '見送ら', 'キャンセル', '誤送信', '誤報', '行いません', '実施しません', '実施いたしません', '行わないこと', '作業はなく', '工事はなく', 'なくなりました', '無くなりました', '破棄してください',
    ],
  },
  'RE-SCHEDULED': {
    plain: [ 'reschedul*', 'postpon*', 'aplaz*', 'pospuest*', 'adiad*', 'adiamento', 'reagend*', 'remarcad*', 'reprogram*', 'rinviat*', 'rinvio', 'posticip*', 'riprogram*', 'reporté*', 'reportée*', 'est reporté*', 'décalé*', 'verschob*', 'verschieb*', 'verlegt', 'terminänderung', 'uitgesteld', 'verplaatst', 'verzet', 'uppskj*', 'framflytt*', 'utsatt', 'udskudt', 'siirret*', 'przełożon*', 'přesunut*', 'ertelen*', 'перенес*',
      'rescheduled', 'postponed', 'postponing', 'deferred', 'deferring', 'slips', 'slipped', 'brought forward', 'bringing forward', 'pushed back', 'pushed out',
      'put back', 'put off', 'new date is', 'new dates are', 'new time is', 'new window is', 'moved to', 'moved from', 'has moved', 'have moved', 'been moved', 'shifted to', 'instead of', 'a week later', 'a day later', 'a day earlier',
      'one day earlier', 'one day later', 'one week later', 'one hour earlier', 'one hour later', 'earlier than announced', 'later than announced', 'rather than on', 'dates have changed', 'date has changed', 'time has changed', 'times have changed', 'window has changed',
    ],
    faint: [
      'reschedul*', 're schedul*', 'postpon*', 'defer*', 'delay*', 'mov*', 'shift*', 'extend*', 'extens*', 'prolong*', 'new date', 'new dates', 'new time', 'new times', 'new window', 'new schedule', 'new start', 'new end', 'revis*', 'amend*', 'chang*', 'updat*', 'correct*', 'supersed*',
      'advanc*', 'replac*', 'alternat*', 'backup', 'previous*', 'original*', 'old', 'was', 'former*', 'modif*', 'repeat*', 'fallback', 'retry', 'reprogram*', 'aplaz*', 'posp*', 'adiad*', 'adiam*', 'remarc*', 'reagend*', 'rinvi*', 'riprogram*', 'posticip*', 'reporté*', 'report', 'décal*', 'replanif*', 'verschob*', 'verschieb*', 'verleg*', 'terminänder*',
      'uitgesteld', 'verplaatst', 'verzet', 'herpland', 'uppskj*', 'framflytt*', 'utsatt', 'udsat', 'udskudt', 'siirret*', 'przełoż*', 'přesunut*', 'ertelen*', 'перенес*',
    ],
    pieces: [
      '延期', '順延', '前倒し', '後ろ倒し', '繰り上げ', '繰上げ', '繰り下げ', '繰下げ', '早め', '遅らせ', 'ずらし', 'ずれ込', 'スライド', 'リスケ', '振替', '日程変更', '日時変更', '時間変更', '日程を変更', '日時を変更', '時間を変更', '予定を変更', '変更後', '改めます', '改めさせ', '延長いたし', '延長し', '差し替え', '差替え',
    ],
  },
  COMPLETED: {
    plain: [ 'terminé*', 'achevé*', 'fin des travaux', 'finalizad*', 'concluíd*', 'completad*', 'terminat*', 'abgeschlossen', 'beendet', 'erledigt', 'afgerond', 'voltooid', 'slutför*', 'avslutad*', 'avsluttet', 'afsluttet', 'zakończon*', 'dokončen*', 'tamamland*', 'заверш*',
      'been completed', 'is completed', 'was completed', 'were completed', 'are completed', 'has completed', 'have completed', 'now complete', 'successfully completed', 'completed successfully', 'been finished', 'is finished', 'was finished', 'were finished', 'have finished', 'has finished', 'been concluded', 'has concluded', 'have concluded', 'back to normal', 'wrapped up', 'all clear', 'we are done', 'we are finished', 'is over', 'are over', 'been closed out', 'left the site', 'normal operation has', 'all done',
    ],
    faint: ['complet*', 'finish*', 'conclu*', 'closed', 'closure', 'ended', 'end', 'done', 'success*', 'restored', 'over', 'resolved', 'termin*', 'achev*', 'finaliz*', 'abgeschlossen', 'abschluss', 'beendet', 'erledigt', 'afgerond', 'voltooid', 'slutför*', 'avslut*', 'fullfør*', 'afslut*', 'valmis*', 'zakończ*', 'dokonč*', 'tamamland*', 'заверш*'],
    pieces: ['完了しました', '完了いたしました', '完了致しました', '完了です', '完了のご報告', '完了のお知らせ', '完了報告', '終了しました', '終了いたしました', '終了致しました', '終了のお知らせ', '終わりました', '終えました', '済みました', '復旧しました', '復旧いたしました', '無事', '通常どおりお使い', '通常通りお使い', '撤収'],
  },
  'IN-PROCESS': {
    plain: ['has started', 'have started', 'has begun', 'have begun', 'has commenced', 'have commenced', 'is underway', 'are underway', 'under way', 'now in progress', 'is in progress', 'still in progress', 'currently ongoing', 'starting now', 'we are working on it now', 'taking longer', 'overrun*', 'overran', 'put on ice', 'paused'],
    faint: ['start*', 'begin*', 'begun', 'began', 'commenc*', 'progress', 'process', 'ongoing', 'underway', 'active', 'now', 'extend*'],
    pieces: ['開始しました', '開始いたしました', '開始致しました', '開始のお知らせ', '開始連絡', '着手', '実施中です', '作業中です', '工事中です', 'ただいま', 'ただ今', '現在実施', '現在作業', '難航', '長引い', '引き続き断'],
  },
  TENTATIVE: {
    plain: [ 'preliminary', 'provisorisch*', 'vorläufig*', 'provisoire*', 'provvisori*','tentative*', 'provisional*', 'proposed', 'proposing', 'pencilled', 'penciled', 'not yet confirmed', 'not confirmed', 'to be confirmed', 'nothing is fixed', 'not yet fixed', 'not final', 'subject to approval', 'awaiting approval', 'pending approval'],
    faint: ['tentativ*', 'provision*', 'propos*', 'prelim*', 'pencil*', 'draft', 'unconfirmed', 'confirm*', 'approval', 'permit*', 'candidate*', 'may', 'option*'],
    pieces: ['仮の', '仮予定', '仮日程', '仮押さえ', '暫定', '候補日', '未確定', '調整中', '検討中', '予告', '案であ', '案です', '確定しましたら', '確定でき', '確定ではあり', '確定次第', '申請中'],
  },
} // prettier-ignore

/** Words under which nothing is stated: what may, will or once did happen, or is a rule. */
const UNLESS = ['if', 'should', 'unless', 'may', 'might', 'could', 'can', 'would', 'once', 'until', 'till', 'when', 'whenever', 'after', 'upon', 'before', 'will be', 'to be', 'expected to', 'in case', 'in the event', 'in the case', 'reserve', 'policy', 'fee', 'fees', 'wish', 'request', 'requested', 'requests', 'ask', 'want', 'wenn', 'falls', 'sobald', 'si', 'cuando', 'quando', 'se', 'lorsque', 'als', 'indien'] // prettier-ignore
const UNLESS_PIECES = ['場合', '時は', '時には', '可能性', 'ことがあ', 'ことがござ', 'こともあ', '次第', 'おそれ', '恐れ', 'かもしれ', '際は', '際に', 'または', 'もしくは', '予定です', '後に', '後は', 'まで', 'ください', '下さい'] // prettier-ignore
const DENIED = ['not been', 'not be', 'has not', 'have not', 'is not', 'are not', 'was not', 'never', "hasn't", "isn't", 'unchanged', 'no change', 'no changes'] // prettier-ignore

/** The voices that are plain in these clauses. */
export function plainVoices(clauses: readonly Clause[]): Set<StateVoice> {
  const voices = new Set<StateVoice>()
  for (const clause of clauses) {
    if (hears(clause, UNLESS, UNLESS_PIECES)) continue
    const denied = hears(clause, DENIED)
    for (const [voice, { plain, pieces }] of Object.entries(LEXICON) as [StateVoice, Lexicon[StateVoice]][]) {
      if (denied && voice !== 'CANCELLED') continue
      if (hears(clause, plain, pieces)) voices.add(voice)
    }
  }
  return voices
}

/** Whether anything at all in these clauses could have been said of a state. */
export function bearsOut(status: StateVoice, clauses: readonly Clause[]): boolean {
  const { plain, faint, pieces } = LEXICON[status]
  return clauses.some(
    (clause) =>
      hears(clause, plain, pieces) ||
      hears(clause, [], FAINT_PIECES[status]) ||
      // What was changed must be a time, and not a device or a text.
      (hears(clause, faint) && (status !== 'RE-SCHEDULED' || hears(clause, OF_TIME))),
  )
}

const OF_TIME = ['date*', 'time*', 'window*', 'schedul*', 'night*', 'day', 'days', 'hour*', 'week*', 'start*', 'begin*', 'end', 'finish*', 'from', 'utc', 'gmt', 'slot*', 'jan*', 'feb*', 'mar*', 'apr*', 'may', 'jun*', 'jul*', 'aug*', 'sep*', 'oct*', 'nov*', 'dec*', 'fecha*', 'data*', 'termin*', 'datum', 'new', 'maintenance', 'work*', 'notice*', 'notification*'] // prettier-ignore

const FAINT_PIECES: Readonly<Record<StateVoice, readonly string[]>> = {
  CANCELLED: [],
  'RE-SCHEDULED': ['変更', '訂正', '修正', '延長', '改め', '旧', '当初', '新'],
  COMPLETED: ['完了', '終了', '復旧', '済'],
  'IN-PROCESS': ['開始', '中', '延長'],
  TENTATIVE: ['仮', '案', '候補', '予告', '確定', '許可'],
}
