import type { Text } from '../../../platform/text.ts'

/** The sentences in which a reading explains itself. Each says what was seen, so that a person can decide. */

const SOURCES: Readonly<Record<string, Text>> = {
  calendar: { ja: 'カレンダー', en: 'calendar' },
  sheet: { ja: '添付の表', en: 'attached table' },
  html: { ja: 'HTML本文', en: 'HTML body' },
  text: { ja: 'テキスト本文', en: 'text body' },
  subject: { ja: '件名', en: 'subject' },
}

function named(sources: readonly string[], language: 'ja' | 'en'): string {
  return sources.map((source) => SOURCES[source]?.[language] ?? source).join(language === 'ja' ? '、' : ', ')
}

export const reason = {
  calendar: (): Text => ({
    ja: '保守通知カレンダー(BCOP)の記載によります。',
    en: 'Stated by a maintenance calendar (BCOP).',
  }),
  agreeing: (sources: readonly string[]): Text => ({
    ja: `互いに独立した記載が一致しています(${named(sources, 'ja')})。`,
    en: `Independent places of the mail agree (${named(sources, 'en')}).`,
  }),
  single: (source: string): Text => ({
    ja: `日時の記載は1か所です(${named([source], 'ja')})。`,
    en: `The window is stated in one place (${named([source], 'en')}).`,
  }),
  pair: (): Text => ({
    ja: '現地時刻と時間帯付きの時刻が対応しています。',
    en: 'Local times and times with a zone correspond.',
  }),
  orderBy: (why: Text): Text => ({
    ja: `日付の並び(日・月)は${why.ja}から決まります。`,
    en: `The order of day and month follows from ${why.en}.`,
  }),
  orderOpen: (used: string, other: string): Text => ({
    ja: `日付の並び(日・月)が決まりません。${used}と読みましたが、${other}とも読めます。`,
    en: `The order of day and month is open: read as ${used}, but ${other} is possible.`,
  }),
  zoneAssumed: (name: string): Text => ({
    ja: `時間帯の記載がないため${name}と仮定しました。`,
    en: `No time zone is written; ${name} was assumed.`,
  }),
  zoneByPlace: (name: string, place: string): Text => ({
    ja: `現地時刻は「${place}」から${name}と読みました。`,
    en: `Local time was read as ${name} from "${place}".`,
  }),
  zoneByLanguage: (): Text => ({
    ja: '日本語の通知で時間帯の記載がないため、日本時間と読みました。',
    en: 'A Japanese notice without a zone is in Japan time.',
  }),
  zoneOpen: (name: string): Text => ({
    ja: `時間帯「${name}」は複数の意味に取れます。`,
    en: `The zone "${name}" can mean more than one.`,
  }),
  zoneSeason: (name: string): Text => ({
    ja: `「${name}」は標準時ですが、その日の現地は夏時間です。`,
    en: `"${name}" is standard time, but that day the place keeps summer time.`,
  }),
  zoneGap: (): Text => ({
    ja: '夏時間の切り替わりのため、時刻が一意に決まりません。',
    en: 'Clocks change then, so the time is not unique.',
  }),
  yearInferred: (): Text => ({
    ja: '年の記載がなく、送信日から推定しました。',
    en: 'The year is not written and was inferred from the sending date.',
  }),
  weekday: (): Text => ({
    ja: '記載の曜日が日付と一致しません。',
    en: 'A written weekday does not match its date.',
  }),
  meridian: (): Text => ({
    ja: '午前・午後の別が片方の時刻にありません。',
    en: 'One of the times does not say whether it is a.m. or p.m.',
  }),
  noTime: (): Text => ({ ja: '日付だけで時刻の記載がありません。', en: 'Only dates are given, no times.' }),
  nightly: (): Text => ({
    ja: '毎夜の作業か、通しの作業かが決まりません。',
    en: 'Either one window a night or one long window; the text does not decide.',
  }),
  lastNight: (): Text => ({
    ja: '最終日の夜にも作業があるかが決まりません。',
    en: 'Whether there is work in the night of the last day is open.',
  }),
  unreadTime: (text: string): Text => ({
    ja: `日時の記載を読み取れません:「${text}」`,
    en: `A stated time could not be read: "${text}"`,
  }),
  onlyBackup: (): Text => ({
    ja: '予備日しか読み取れませんでした。',
    en: 'Only a backup window could be read.',
  }),
  mixedLetters: (): Text => ({
    ja: '日時と対象回線が、スレッドの別々のメールに書かれています。',
    en: 'Windows and circuits stand in different letters of the thread.',
  }),
  beforeChange: (): Text => ({
    ja: '変更の連絡ですが、日時は変更前のメールにしかありません。',
    en: 'The mail announces a change, but the only windows are those of the older letter below.',
  }),
  backwards: (text: string): Text => ({
    ja: `終了が開始より前です:「${text}」`,
    en: `An end lies before its start: "${text}"`,
  }),
  alternatives: (): Text => ({
    ja: '日時は候補であり、確定していません。',
    en: 'The times are candidates to choose from.',
  }),
  changeOpen: (): Text => ({
    ja: '変更の連絡ですが、変更後の日時を読み取れません。',
    en: 'The mail announces a change, but which windows hold after it is not clear.',
  }),
  objectUnclear: (text: string): Text => ({
    ja: `対象の記載がどの回線を指すか決まりません:「${text}」`,
    en: `An affected item names more than one thing: "${text}"`,
  }),
  partOnly: (): Text => ({
    ja: '複数の日程のうち一部だけの連絡かもしれません。',
    en: 'It may speak of some of the windows only.',
  }),
  noEnd: (): Text => ({ ja: '終了時刻の記載がありません。', en: 'No end time is given.' }),
  noEndDuration: (): Text => ({
    ja: '終了時刻は所要時間から計算しました。',
    en: 'The end time was computed from the duration.',
  }),
  conflict: (a: string, b: string): Text => ({
    ja: `記載が食い違います:${a} と ${b}。`,
    en: `Places of the mail contradict each other: ${a} and ${b}.`,
  }),
  noWindow: (): Text => ({ ja: '作業日時を読み取れませんでした。', en: 'No window could be read.' }),
  noId: (): Text => ({
    ja: '工事番号・管理番号を読み取れませんでした。',
    en: 'No maintenance number could be read.',
  }),
  weakId: (id: string): Text => ({
    ja: `番号「${id}」には名前が付いておらず、件名または本文から取りました。`,
    en: `The number "${id}" is not labelled; it was taken from the subject or the prose.`,
  }),
  idConflict: (ids: string): Text => ({
    ja: `番号が複数あります:${ids}。`,
    en: `More than one maintenance number: ${ids}.`,
  }),
  noObject: (): Text => ({
    ja: '対象の回線・サービスを読み取れませんでした。',
    en: 'No circuit or service could be read.',
  }),
  objectConflict: (): Text => ({
    ja: '対象の回線・サービスが記載箇所によって異なります。',
    en: 'The circuits or services differ between places of the mail.',
  }),
  missedObjects: (ids: string): Text => ({
    ja: `同じ形の番号がほかにもあります:${ids}。`,
    en: `There are more numbers of the same form: ${ids}.`,
  }),
  countDiffers: (said: number, read: number): Text => ({
    ja: `対象は${said}件とありますが、${read}件を読み取りました。`,
    en: `The mail speaks of ${said} circuits or services, but ${read} were read.`,
  }),
  nightsDiffer: (said: number, read: number): Text => ({
    ja: `日程は${said}回(日)とありますが、${read}件を読み取りました。`,
    en: `The mail speaks of ${said} nights or windows, but ${read} were read.`,
  }),
  statusConflict: (list: string): Text => ({
    ja: `状態の記載が食い違います(${list})。`,
    en: `Statements about the state contradict each other (${list}).`,
  }),
  stateAgainstTime: (status: string): Text => ({
    ja: `状態(${status})が、作業日時と送信日時に合いません。`,
    en: `The state (${status}) does not fit the window and when the mail was sent.`,
  }),
  stateUnread: (text: string): Text => ({
    ja: `変更や中止に触れているかもしれません:「${text}」`,
    en: `It may speak of a change or a cancellation: "${text}"`,
  }),
  secondState: (read: string, heard: string): Text => secondReading('状態', read, heard),
  secondImpact: (read: string, heard: string): Text => secondReading('影響', read, heard),
  secondDate: (): Text => ({
    ja: '読んだ日付は、以前の予定・送信日・回答期限などとしてしか書かれていません。',
    en: 'The date that was read stands only beside words for another one: of before, of the mail, of an answer.',
  }),
  secondTime: (): Text => ({
    ja: '別の読み方では、書かれた時刻と時間帯から、この作業時間になりません。',
    en: 'A second reading of all clock times and zones does not come to this window.',
  }),
  secondDay: (): Text => ({
    ja: '別の読み方では、この作業日を指す日付が見当たりません。',
    en: 'A second reading finds no date or word that names this day.',
  }),
  secondSpare: (): Text => ({
    ja: '本作業と読んだ日程の日付は、予備日や必要な場合の日程としてしか書かれていません。',
    en: 'The day of a window that was taken for certain is named only as a spare one.',
  }),
  secondNumber: (id: string): Text => ({
    ja: `「${id}」は、メールの中に独立した語としては見当たりません。`,
    en: `"${id}" stands nowhere in the mail as a word of its own.`,
  }),
  secondLine: (id: string): Text => ({
    ja: `「${id}」は、回線ではなく機器・書類・連絡先の番号かもしれません。`,
    en: `"${id}" may be the number of a device, a paper or a contact, and no line.`,
  }),
  secondWork: (id: string): Text => ({
    ja: `「${id}」は、工事ではなく回線の番号かもしれません。`,
    en: `"${id}" may be the number of a line, and not that of the work.`,
  }),
  secondTimeLeft: (text: string): Text => ({
    ja: `どの作業時間にも当たらない時刻があります:「${text}」`,
    en: `A clock time belongs to no window: "${text}"`,
  }),
  listMissing: (): Text => ({
    ja: '対象の一覧は添付とありますが、読める添付がありません。',
    en: 'The list of circuits is said to be attached, but no attachment was read.',
  }),
  statusDefault: (): Text => ({
    ja: '状態の記載がないため、確定(CONFIRMED)としました。',
    en: 'No state is given; CONFIRMED is assumed.',
  }),
  impactDefault: (): Text => ({
    ja: '影響の記載を読み取れないため、停止(OUTAGE)としました。',
    en: 'No impact could be read; OUTAGE is assumed.',
  }),
  impactHalf: (text: string): Text => ({
    ja: `影響なしとありますが、ほかの文もあります:「${text}」`,
    en: `It says no impact, and something else of the service besides: "${text}"`,
  }),
  impactConflict: (): Text => ({
    ja: '影響の記載が食い違うため、重い方を採りました。',
    en: 'Statements about impact differ; the worst is taken.',
  }),
  longWindow: (days: number): Text => ({
    ja: `作業時間が長すぎます(約${days}日)。`,
    en: `The window is unusually long (about ${days} days).`,
  }),
  pastWindow: (): Text => ({
    ja: '作業日時は、メールが書かれた時にはもう過ぎています。',
    en: 'The window was already over when the mail was written.',
  }),
  olderDiffers: (): Text => ({
    ja: '同じ番号の以前のメールと日時が異なりますが、変更とは書かれていません。',
    en: 'An older letter below gives other windows for the same number, but no word says that it changed.',
  }),
  farWindow: (): Text => ({
    ja: '作業日が送信日から離れすぎています。',
    en: 'The window is implausibly far from when the mail was sent.',
  }),
  changed: (): Text => ({
    ja: '変更前後の日時がどちらも書かれています。変更後を採りました。',
    en: 'Windows before and after a change are both given; the later statement is taken.',
  }),
  backupSameTime: (): Text => ({
    ja: '予備日の時刻は本作業と同じとしました。',
    en: 'The backup date was given the hours of the main window.',
  }),
  unread: (what: Text): Text => ({
    ja: `読めない部分があります:${what.ja}。`,
    en: `A part was not read: ${what.en}.`,
  }),
  doubtfulText: (): Text => ({
    ja: '文字コードを判別しきれない部分があります。',
    en: 'The character encoding of a part could not be determined.',
  }),
  notANotice: (): Text => ({
    ja: '保守通知として読み取れる内容がありません。',
    en: 'Nothing in it reads as a maintenance notice.',
  }),
  perRow: (): Text => ({
    ja: '回線ごとに日時が異なります。日時は全回線の合併です。',
    en: 'Windows differ by circuit; the list joins those of all circuits.',
  }),
} as const

/** What a second reader heard where the first has read something; nothing heard does not bear it out. */
function secondReading(of: string, read: string, heard: string): Text {
  return heard === ''
    ? {
        ja: `別の読み方では、${of}(${read})の裏付けがありません。`,
        en: `A second reading finds nothing that bears out ${read}.`,
      }
    : {
        ja: `別の読み方では、${of}は ${read} ではなく ${heard} とも取れます。`,
        en: `A second reading hears ${heard} where ${read} was read.`,
      }
}
