import { expect, it } from 'vitest'
import type { WallRowView } from '../wall/page.ts'
import { typedFields } from './resource-fields.ts'

const typed = (values: Record<string, string>) => (name: string) => values[name] ?? ''
const LINE = 'ifHCInOctets{instance="r1",ifName="xe-0/0/0"}'

it('makes one field of a document of the three that name a stored series', () => {
  expect(typedFields(undefined, typed({ id: 'a', stored_series: ` ${LINE} ` }))).toEqual({
    id: 'a',
    observed: { series: LINE },
  })
  const whole = { stored_series: LINE, stored_as: 'rate', stored_times: '0.000008' }
  const { observed } = typedFields(undefined, typed(whole))
  expect(observed).toEqual({ series: LINE, as: 'rate', times: 0.000008 })
})

it('keeps what was not changed, and takes the source away where its name is', () => {
  const stored = { series: LINE, as: 'rate', times: 8 } as const
  const row = { id: 'a', maximum: 5, deadlines: [], reserve: 0, buffer_days: 0, approval_days: 0, stored }
  const view = row as unknown as WallRowView
  const same = { maximum: '5', stored_series: LINE, stored_as: 'rate', stored_times: '8' }
  expect(typedFields(view, typed(same))).toEqual({})
  expect(typedFields(view, typed({ ...same, stored_as: '' }))).toEqual({
    observed: { series: LINE, times: 8 },
  })
  expect(typedFields(view, typed({ maximum: '5' }))).toEqual({ observed: null })
  // What is no number goes as it is: the reader of documents says what is wrong with it.
  expect(typedFields(view, typed({ ...same, stored_times: 'eight' }))).toEqual({
    observed: { series: LINE, as: 'rate', times: 'eight' },
  })
})
