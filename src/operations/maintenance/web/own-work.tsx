import { Area, Choice, Input, linesOf, Sheet, type Values } from '../../../charter/web/fields.tsx'
import { useRecorded } from '../../../charter/web/sending.ts'
import { useMay } from '../../../charter/web/standing.ts'
import type { Text } from '../../../platform/text.ts'
import { clockTime } from '../../../web/civil.ts'
import { send } from '../../../web/fetching.ts'
import { useSay } from '../../../web/language.tsx'
import { Link, useGo } from '../../../web/link.tsx'
import { paths } from '../../../web/paths.ts'
import type { Maintenance } from '../maintenance.ts'
import { civilDay, instantAt } from './days.ts'
import { letterWords as words } from './letter-words.ts'
import { registerWords } from './register-words.ts'
import { words as common } from './words.ts'

const STATUSES = ['CONFIRMED', 'TENTATIVE', 'IN-PROCESS', 'RE-SCHEDULED', 'CANCELLED', 'COMPLETED'] as const
const IMPACTS = ['OUTAGE', 'DEGRADED', 'REDUCED-REDUNDANCY', 'NO-IMPACT'] as const
const CLOCK = '([01]?[0-9]|2[0-3]):[0-5][0-9]'
const WINDOWS_MAX = 2
const DAY_MS = 86_400_000

/** Where our own work is announced, or changed; disabled with its reason for who may not. */
export function OwnWork({ zone, at, open, work }: OwnWorkProps) {
  const say = useSay()
  const may = useMay()('maintenance.decide')
  const key = work?.key
  const word = work === undefined ? words.plan : words.changePlan
  if (open && may.may) return <OwnWorkForm zone={zone} at={at} work={work} />
  return (
    <p className="register-verbs unprinted">
      {may.may ? (
        <Link className="button" keepScroll href={paths.maintenance({ ...(key && { key }), form: 'own' })}>
          {say(word)}
        </Link>
      ) : (
        <button type="button" className="button" disabled>
          {say(word)}
        </button>
      )}
      {may.why !== undefined && <span className="why-not">{say(may.why)}</span>}
    </p>
  )
}

type OwnWorkProps = { zone: string; at: string; open: boolean; work?: Maintenance | undefined }

function OwnWorkForm({ zone, at, work }: Omit<OwnWorkProps, 'open'>) {
  const go = useGo()
  const recorded = useRecorded()
  const close = () => go(paths.maintenance(work === undefined ? {} : { key: work.key }), { replace: true })
  const announce = async (values: Values): Promise<Text | undefined> => {
    const windows = Array.from({ length: WINDOWS_MAX }, (_, place) => windowOf(values, place, zone)).filter(
      (one) => one !== undefined,
    )
    if (windows.some(({ start, end }) => end <= start)) return registerWords.endsFirst
    const impact = values('impact')
    await send('/api/maintenance/own', {
      id: work?.number ?? values('id'),
      title: { ja: values('title_ja'), en: values('title_en') },
      status: values('status'),
      windows,
      objects: linesOf(values('objects')).map((id) => ({ id, said: id, impact })),
    })
    close()
    recorded(words.announced)
    return undefined
  }
  const inAWeek = civilDay(Date.parse(at) + 7 * DAY_MS, zone)
  return (
    <Sheet
      title={work === undefined ? words.plan : words.changePlan}
      lead={words.planLead}
      send={words.announce}
      onSend={announce}
      onCancel={close}
    >
      {work === undefined && (
        <Input label={words.workId} name="id" pattern="[A-Za-z0-9][A-Za-z0-9_.\-]{0,99}" initial="" />
      )}
      <Input label={words.titleJa} name="title_ja" initial={work?.title?.ja ?? ''} />
      <Input label={words.titleEn} name="title_en" initial={work?.title?.en ?? ''} />
      <Choice
        label={registerWords.status}
        name="status"
        options={STATUSES.map((value) => ({ value, word: common.statuses[value] }))}
        initial={work?.status ?? 'CONFIRMED'}
      />
      <Choice
        label={registerWords.impact}
        name="impact"
        options={IMPACTS.map((value) => ({ value, word: common.impacts[value] }))}
        initial={work?.objects[0]?.impact ?? 'OUTAGE'}
      />
      <Area
        label={words.objects}
        hint={words.oneALine}
        name="objects"
        rows={2}
        mono
        initial={(work?.objects ?? []).flatMap(({ id }) => id ?? []).join('\n')}
      />
      {Array.from({ length: WINDOWS_MAX }, (_, place) => (
        <WindowFields key={place} place={place} zone={zone} day={inAWeek} known={work?.windows[place]} />
      ))}
    </Sheet>
  )
}

type Known = { fromMs: number; untilMs: number; backup: boolean }

function WindowFields({
  place,
  zone,
  day,
  known,
}: {
  place: number
  zone: string
  day: string
  known?: Known | undefined
}) {
  const required = place === 0
  const time = (ms: number | undefined): string =>
    ms === undefined ? '' : clockTime(new Date(ms).toISOString(), zone)
  const date = (ms: number | undefined): string =>
    ms === undefined ? (required ? day : '') : civilDay(ms, zone)
  return (
    <>
      {(['from', 'until'] as const).map((end) => {
        const ms = end === 'from' ? known?.fromMs : known?.untilMs
        const name = `${end}_${place}`
        return (
          <div key={end} className="moment">
            <Input
              label={registerWords[end]}
              name={name}
              type="date"
              required={required}
              initial={date(ms)}
            />
            <Input
              label={registerWords.time}
              name={`${name}_time`}
              pattern={CLOCK}
              required={required}
              initial={time(ms)}
            />
          </div>
        )
      })}
      <Choice
        label={words.windowKind}
        name={`kind_${place}`}
        options={[
          { value: 'planned', word: words.planned },
          { value: 'backup', word: words.backup },
        ]}
        initial={(known?.backup ?? place > 0) ? 'backup' : 'planned'}
      />
    </>
  )
}

/** A window as it was typed; undefined where its day or time was left empty. */
function windowOf(values: Values, place: number, zone: string) {
  const typed = (['from', 'until'] as const).map(
    (end) => [values(`${end}_${place}`), values(`${end}_${place}_time`)] as const,
  )
  if (typed.some(([day, time]) => day === '' || time === '')) return undefined
  const [start = '', end = ''] = typed.map(([day, time]) => instantAt(day, time, zone))
  return { start, end, backup: values(`kind_${place}`) === 'backup' }
}
