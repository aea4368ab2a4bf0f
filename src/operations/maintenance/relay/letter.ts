import { saidWindow } from '../../../charter/instant.ts'
import type { Language, Text } from '../../../platform/text.ts'
import type { NoticeImpact } from '../notice.ts'
import type { Maintenance } from '../maintenance.ts'
import type { RelayDue, RelayEffect } from './relay.ts'

/** What a letter needs to know besides what is due. */
export type LetterView = {
  maintenance: Maintenance
  /** Name of whom it is for, of us, and of services, in the letter's language. */
  to: string
  from: string
  serviceName: (id: string) => string
  zone: string
  /** Something was sent to them of this maintenance before. */
  again: boolean
}

export type Letter = { subject: string; text: string }

/** The letter that is put forward for approval, in the language of whom it is for. Pure. */
export function letterOf(due: RelayDue, view: LetterView): Letter {
  const say = (text: Text): string => text[due.language]
  if (due.kind === 'notice') return noticeLetter(due, view, say)
  return providerLetter(due, view, say)
}

type Say = (text: Text) => string

function noticeLetter(due: RelayDue, view: LetterView, say: Say): Letter {
  const { maintenance, to, from } = view
  const name = maintenance.title?.[due.language] ?? maintenance.number
  const kind = due.cancelled ? CANCELLED : view.again ? CHANGED : ANNOUNCED
  const body = due.cancelled
    ? [say(NO_LONGER)]
    : [say(view.again ? CHANGED_BODY : ANNOUNCED_BODY), '', ...effectLines(due.effects, view, due.language)]
  const lines = [
    say({ ja: `${to} 御中`, en: `To ${to}` }),
    '',
    ...body,
    ...(due.late_by_provider && !due.cancelled ? ['', say(LATE)] : []),
    '',
    `${say({ ja: '管理番号', en: 'Reference' })}: ${referenceOf(due, maintenance)}`,
    '',
    say(ACKNOWLEDGE),
    '',
    from,
    '',
  ]
  return {
    subject: `${say(kind)} ${referenceOf(due, maintenance)} ${name}`.trim().slice(0, 300),
    text: lines.join('\n'),
  }
}

/** Our own number for it: a provider's number is between the provider and us. */
export function referenceOf({ id }: RelayDue, { provider, number }: Maintenance): string {
  return provider === 'own' ? number : id.toUpperCase()
}

const ANNOUNCED: Text = { ja: '【メンテナンスのご案内】', en: '[Maintenance notice]' }
const CHANGED: Text = { ja: '【メンテナンス変更のご案内】', en: '[Maintenance changed]' }
const CANCELLED: Text = { ja: '【メンテナンス中止のご案内】', en: '[Maintenance cancelled]' }
const ANNOUNCED_BODY: Text = {
  ja: 'ご提供しているサービスに影響する作業を、下記のとおりお知らせいたします。',
  en: 'We write to announce work that affects services that we provide to you.',
}
const CHANGED_BODY: Text = {
  ja: '先にお知らせした作業が変更になりました。変更後の内容は下記のとおりです。',
  en: 'Work that we announced to you earlier has changed. This is how it stands now.',
}
const NO_LONGER: Text = {
  ja: '先にお知らせした作業は、中止になったか、ご利用のサービスへの影響がなくなりました。',
  en: 'Work that we announced to you earlier has been cancelled or no longer affects your services.',
}
const LATE: Text = {
  ja: '作業元からの通知が遅れたため、契約で定めた期間より短いご案内となりました。お詫び申し上げます。',
  en: 'We were told later than our contract with you allows for, and apologise for the short notice.',
}
const ACKNOWLEDGE: Text = {
  ja: 'お手数ですが、ご確認のしるしにこのメールへご返信ください。',
  en: 'Please reply to this mail to acknowledge it.',
}

const EFFECT: Record<RelayEffect['effect'], Text> = {
  down: { ja: 'ご利用いただけません', en: 'not available' },
  'redundancy-lost': {
    ja: '予備のない状態で運用します（通信は継続）',
    en: 'running without redundancy (service continues)',
  },
  capacity: {
    ja: '障害が重なると混み合うおそれがあります',
    en: 'may be congested if another failure occurs',
  },
}

const EFFECTS_MAX = 50

function effectLines(effects: readonly RelayEffect[], view: LetterView, language: Language): string[] {
  const shown = effects.slice(0, EFFECTS_MAX).flatMap((one) => {
    const window = saidWindow(Date.parse(one.from), Date.parse(one.until), view.zone)
    return [
      `・${view.serviceName(one.service)}`,
      `  ${language === 'ja' ? '日時' : 'When'}: ${window[language]}`,
      `  ${language === 'ja' ? '影響' : 'Effect'}: ${EFFECT[one.effect][language]}`,
    ]
  })
  const more = effects.length - EFFECTS_MAX
  if (more > 0) shown.push(language === 'ja' ? `ほか ${more} 件` : `and ${more} more`)
  return shown
}

function providerLetter(due: RelayDue, view: LetterView, say: Say): Letter {
  const { maintenance, to, from, zone } = view
  const windows = maintenance.windows.map(
    ({ fromMs, untilMs }) => saidWindow(fromMs, untilMs, zone)[due.language],
  )
  const objects = maintenance.objects.filter(({ id }) => id !== null).map(({ said }) => said)
  const services = [...new Set(due.effects.map(({ service }) => view.serviceName(service)))]
  const lines = [
    say({ ja: `${to} 御中`, en: `To ${to}` }),
    '',
    say(REQUEST[due.kind === 'notice' ? 'inquiry' : due.kind]),
    '',
    `${say({ ja: '貴社番号', en: 'Your reference' })}: ${maintenance.number}`,
    `${say({ ja: '対象', en: 'Circuits' })}: ${[...new Set(objects)].slice(0, 50).join(', ')}`,
    ...windows.map((window) => `${say({ ja: '日時', en: 'When' })}: ${window}`),
    '',
    say({
      ja: `この時間帯は、当社の ${services.length} 件のサービスに${lostIn(due.effects, 'ja')}が生じます。`,
      en: `In this time ${services.length} of our services ${lostIn(due.effects, 'en')}.`,
    }),
    '',
    from,
    '',
  ]
  const subject = `${say(SUBJECT[due.kind === 'notice' ? 'inquiry' : due.kind])} ${maintenance.number}`
  return { subject: subject.slice(0, 300), text: lines.join('\n') }
}

const SUBJECT: Record<'inquiry' | 'reschedule' | 'decline', Text> = {
  inquiry: { ja: 'メンテナンスについての照会', en: 'Question about maintenance' },
  reschedule: { ja: 'メンテナンス日程変更のお願い', en: 'Request to reschedule maintenance' },
  decline: { ja: 'メンテナンス日程の辞退', en: 'Maintenance window declined' },
}

const REQUEST: Record<'inquiry' | 'reschedule' | 'decline', Text> = {
  inquiry: {
    ja: '下記の作業について、実際の通信断の有無と時間、迂回の可否をご教示ください。',
    en: 'About the work below: please tell us whether and for how long traffic is interrupted, and whether it can be routed around.',
  },
  reschedule: {
    ja: '下記の作業は当社のサービスに大きく影響するため、日程の変更をお願いいたします。',
    en: 'The work below would affect our services badly. Please move it to another time.',
  },
  decline: {
    ja: '契約に基づき、下記の日程をお受けできないことをお知らせいたします。別の日程をご提示ください。',
    en: 'As our contract provides, we decline the window below. Please propose another.',
  },
}

/** The impact of a relayed effect, as BCOP writes it. */
export function impactOfEffect(effect: RelayEffect['effect']): NoticeImpact {
  if (effect === 'down') return 'OUTAGE'
  return effect === 'capacity' ? 'DEGRADED' : 'REDUCED-REDUNDANCY'
}

const LOST: Record<RelayEffect['effect'], Text> = {
  down: { ja: '停止', en: 'fail' },
  'redundancy-lost': { ja: '冗長性の喪失', en: 'lose their redundancy' },
  capacity: { ja: '容量の不足', en: 'fall short of capacity' },
}

/** What services lose, each loss once, the worst first. */
function lostIn(effects: readonly RelayEffect[], language: Language): string {
  const kinds = (['down', 'redundancy-lost', 'capacity'] as const).filter((kind) =>
    effects.some(({ effect }) => effect === kind),
  )
  return kinds.map((kind) => LOST[kind][language]).join(language === 'ja' ? '、' : ' or ')
}
