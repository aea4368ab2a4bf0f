import type { Context } from '../../platform/context.ts'
import { Refusal } from '../../platform/refusal.ts'
import { composed } from '../composition.ts'
import type { Control } from '../control.ts'
import { integratedEntries } from '../known-log.ts'
import type { Engagement, Population } from './engagement.ts'
import { periodOf, populationOf, type Item } from './population.ts'

/** A control's population computed anew from the ledger, and whether it still is what the opening recorded. */
export type Drawn = Population & { list: Item[]; reproduced: boolean }

export async function populationNow(ctx: Context, engagement: Engagement, control: string): Promise<Drawn> {
  const recorded = recordedPopulation(engagement, control)
  const drawn = populationOf(controlOf(control), await integratedEntries(ctx.db), periodOf(engagement))
  return { ...drawn, reproduced: drawn.sha256 === recorded.sha256 && drawn.kind === recorded.kind }
}

export function recordedPopulation({ populations }: Engagement, control: string): Population {
  const population = populations.find((one) => one.control === control)
  if (population === undefined) throw new Refusal('missing', OUTSIDE)
  return population
}

/** Throws a Refusal for a control that this version does not have any more: its population cannot be computed again. */
function controlOf(id: string): Control {
  const control = composed().controls.find((one) => one.id === id)
  if (control === undefined) throw new Refusal('conflict', GONE)
  return control
}

const OUTSIDE = {
  ja: 'この統制は監査の範囲にありません。',
  en: 'This control lies outside the scope of the engagement.',
}
const GONE = {
  ja: 'この統制はいまの版にないため、母集団を計算し直せません。',
  en: 'This version has no such control, so that its population cannot be computed again.',
}
