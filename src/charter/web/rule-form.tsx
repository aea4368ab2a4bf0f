import { dayAfter } from '../../web/civil-day.ts'
import { useQuery } from '@tanstack/react-query'
import { meQuery } from '../../people/web/people-query.ts'
import { send } from '../../web/fetching.ts'
import { useSpoken } from '../../web/language.tsx'
import { useGo } from '../../web/link.tsx'
import { paths } from '../../web/paths.ts'
import { beginOfDay, endOfDay } from './civil-input.ts'
import { rulesOfQuery } from './clause-query.ts'
import { words } from './clause-words.ts'
import { Area, Input, Sheet, type Values } from './fields.tsx'
import { PersonChoice } from './person-choice.tsx'
import { Trouble } from './section-parts.tsx'
import { useRecorded } from './sending.ts'
import { useDays } from './standing.ts'

const REVIEW_DAYS = 365

/** A new version of a rule, kept as a draft; the page of the rule then puts it forward. */
export function RuleForm({ clause, close }: { clause: string; close: () => void }) {
  const { language } = useSpoken()
  const { zone, today } = useDays()
  const go = useGo()
  const recorded = useRecorded()
  const { data: me } = useQuery(meQuery)
  const query = useQuery(rulesOfQuery(clause, undefined))
  const rules = (query.data?.items ?? []).filter((rule) => rule.clause === clause)
  const last = rules.at(-1)
  const write = async (values: Values) => {
    const [id, version] = [values('id'), values('version')]
    await send(`/api/charter/rules/${encodeURIComponent(id)}/versions/${encodeURIComponent(version)}`, {
      clause,
      title: { [language]: values('title') },
      owner: values('owner'),
      effective_from: beginOfDay(values('from'), zone),
      review_by: endOfDay(values('review'), zone),
      text: values('text'),
    })
    recorded(words.drafted)
    go(paths.rule(id))
    return undefined
  }
  // What is filled in depends on the versions that there are.
  if (query.data === undefined) return <Trouble query={query} />
  return (
    <Sheet title={words.writeRule} send={words.keepDraft} onSend={write} onCancel={close}>
      <Input
        label={words.ruleId}
        hint={words.ruleIdHint}
        name="id"
        pattern="[A-Za-z0-9][A-Za-z0-9._\-]{0,99}"
        initial={last?.id ?? `rule-${clause.replaceAll('.', '-')}`}
      />
      <Input
        label={words.ruleVersion}
        name="version"
        pattern="[A-Za-z0-9][A-Za-z0-9._\-]{0,99}"
        initial={String(rules.filter(({ id }) => id === last?.id).length + 1)}
      />
      <Input label={words.ruleTitle} name="title" initial={last?.title[language] ?? ''} wide />
      <PersonChoice label={words.owner} name="owner" initial={last?.owner ?? me?.person?.id ?? ''} />
      <Input label={words.fromDay} name="from" type="date" initial={dayAfter(today, 1)} />
      <Input
        label={words.reviewBy}
        name="review"
        type="date"
        initial={dayAfter(today, REVIEW_DAYS)}
        min={today}
      />
      <Area label={words.ruleText} name="text" rows={14} mono />
    </Sheet>
  )
}
