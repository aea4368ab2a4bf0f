import { workspaceCollections } from '../../charter/composition.ts'
import { instantOption } from '../../charter/instant-option.ts'
import { languageOf } from '../../charter/printed.ts'
import { givenTarget, networkOf } from '../../estate/workspace.ts'
import { civilAt } from '../../platform/civil-time.ts'
import type { Command, CommandIo, CommandOptions } from '../../platform/command.ts'
import { EXIT, InputError, type ExitStatus } from '../../platform/failure.ts'
import type { Language } from '../../platform/text.ts'
import { NOBODY } from './approvers.ts'
import { declaredOrders, refusedText } from './declared-orders.ts'
import { CERTAINTY, type Exhaustion } from './exhaust/exhaustion.ts'
import { exhaustionsOf, needsSurvival } from './exhaust/loads.ts'
import { survive } from './survive.ts'
import { ZONE, zoneOf } from './survive-command.ts'

/** `kensho capacity exhaust <file|folder>`: when each resource runs out and by when to order, offline. */
export const exhaustCommand: Command = {
  name: 'capacity exhaust',
  args: '<target>',
  describe: 'tell when each resource runs out, at rest and under the worst failure, and by when to order',
  options: [
    { flags: '--json', describe: 'the whole answer as JSON' },
    { flags: '--at <instant>', describe: 'judge as at this instant (ISO 8601 with offset); default: now' },
    {
      flags: '--zone <zone>',
      describe: `the operator’s IANA time zone; default: the workspace’s, or ${ZONE}`,
    },
    {
      flags: '--quantile <share>',
      describe: 'how certain it must be that the day is not earlier',
      default: String(CERTAINTY),
    },
    { flags: '--lang <language>', describe: 'ja or en; by the environment otherwise' },
  ],
  run,
}

async function run(
  io: CommandIo,
  args: (string | string[] | undefined)[],
  options: CommandOptions,
): Promise<ExitStatus> {
  const { file, workspace } = await givenTarget('capacity exhaust', io, args, workspaceCollections())
  const atMs = instantOption('--at', options['at']) ?? io.clock.now()
  const zone = zoneOf(options['zone']) ?? workspace.operator?.zone ?? ZONE
  const network = networkOf(workspace, atMs)
  if (network.resources.length === 0)
    throw new InputError(file, { path: 'resources' }, 'expected at least one resource, found none')
  const when = { zone, today: civilAt(atMs, zone).date }
  const declared = network.resources.map((one) => declaredOrders(one, NOBODY, when))
  const counting = network.resources.map((one, at) => ({ ...one, orders: declared[at]!.counted }))
  const survival = needsSurvival(network) ? await survive(network) : undefined
  const looking = { ...when, quantile: quantileOf(options['quantile']) }
  const standing = { ...network, resources: counting }
  const found = exhaustionsOf(standing, workspace.histories ?? {}, survival, looking)
  const resources = found.map((one, at) => ({
    ...one,
    because: [...one.because, ...declared[at]!.refused.map((order) => refusedText(order))],
  }))
  const head = { at: new Date(atMs).toISOString(), zone, quantile: looking.quantile }
  if (options['json'] === true) io.out(JSON.stringify({ ...head, resources }))
  else for (const one of resources) io.out(printed(one, languageOf(options['lang'], io.env)))
  return statusOf(resources)
}

function quantileOf(given: unknown): number {
  const share = typeof given === 'string' && given.trim() !== '' ? Number(given) : CERTAINTY
  if (share >= 0.5 && share <= 0.999) return share
  throw new InputError('--quantile', {}, `expected a share from 0.5 to 0.999, found ${String(given)}`)
}

/** Late or used up: 1. What cannot be forecast, or has no lead time to count with: 2. */
function statusOf(resources: readonly Exhaustion[]): ExitStatus {
  if (resources.some(({ late }) => late === true)) return EXIT.violation
  return resources.some((one) => one.cannot_forecast !== undefined || one.late === undefined)
    ? EXIT.unknown
    : EXIT.done
}

function printed(one: Exhaustion, language: Language): string {
  const ja = language === 'ja'
  if (one.cannot_forecast) return `? ${one.id}: ${one.cannot_forecast[language]}`
  const { date, median, lower, upper } = one.exhausts
  if (date === null)
    return ja ? `・${one.id}: 5年以内に尽きません。` : `· ${one.id}: does not run out within 5 years.`
  const failure = one.under_failure?.date === date ? one.under_failure.failure : undefined
  const never = ja ? 'なし' : 'never'
  const span = `${lower ?? never}–${upper ?? never}`
  const order = one.order_by ?? (ja ? '不明' : 'unknown')
  const mark = one.late === true ? '!' : '·'
  return ja
    ? `${mark} ${one.id}: ${date} に尽きます（中央値 ${median ?? never}、95% 区間 ${span}${failure ? `、${failure} の故障時` : ''}）。発注期限 ${order}。`
    : `${mark} ${one.id}: runs out on ${date} (even chance ${median ?? never}, 95% within ${span}${failure ? `, while ${failure} has failed` : ''}). Order by ${order}.`
}
