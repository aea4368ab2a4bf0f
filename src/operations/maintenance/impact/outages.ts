import type { PlannedWindow } from '../maintenance.ts'
import type { Outage, Surety } from './window.ts'

/**
 * Planned windows as outages. A line of which only the redundancy is reduced goes on working, and that it may fail is
 * tried anyway, so nothing is taken; one that is degraded may or may not carry what it should.
 */
export function outagesOf(windows: readonly PlannedWindow[]): Outage[] {
  return windows.flatMap(({ id, fromMs, untilMs, backup, certainty, objects }) => {
    const hit = (impact: 'OUTAGE' | 'DEGRADED'): string[] => [
      ...new Set(objects.flatMap((one) => (one.impact === impact && one.id !== null ? [one.id] : []))),
    ]
    const surety: Surety = certainty === 'certain' && backup ? 'backup' : certainty
    const taken = hit('OUTAGE')
    const degraded = hit('DEGRADED')
    return [
      ...(taken.length === 0 ? [] : [{ id, fromMs, untilMs, takes: taken, surety }]),
      ...(degraded.length === 0
        ? []
        : [
            {
              id: `${id}~degraded`,
              fromMs,
              untilMs,
              takes: degraded,
              surety: surety === 'certain' ? ('degraded' as const) : surety,
            },
          ]),
    ]
  })
}

/** The planned window that an outage came from. */
export function windowIdOf(outage: string): string {
  return outage.replace(/~degraded$/, '')
}

/** Ids as mails wrote them of which the estate knows none, in windows that take something. */
export function unknownObjects({ objects }: PlannedWindow): string[] {
  return objects
    .filter(({ id, impact }) => id === null && (impact === 'OUTAGE' || impact === 'DEGRADED'))
    .map(({ said }) => said)
}
