import { queryOptions } from '@tanstack/react-query'
import { read } from '../../../web/fetching.ts'
import type { MaintenanceImpact } from '../impact/routes.ts'
import type { InboxReading } from '../inbox.ts'
import type { Maintenance } from '../maintenance.ts'
import type { ShownMail } from '../mail/shown.ts'

const EVERY_MS = 10_000

/** What came in, as the list shows it. */
export type MailSummary = {
  sha256: string
  received_at: string
  channel: 'smtp' | 'imap' | 'upload' | 'api'
  size_bytes: number
  sender: string
  subject: string
  read: boolean
  waits_for?: 'password'
  failure?: string
  readings: InboxReading[]
}

export type MailWhole = MailSummary & { shown: ShownMail }

export type Story = { maintenance: Maintenance; mails: MailSummary[] }

/** What all that is announced does, read again every ten seconds while it is looked at. */
export const impactQuery = queryOptions({
  queryKey: ['maintenance', 'impact'],
  queryFn: ({ signal }) => read<MaintenanceImpact>('/api/maintenance/impact', signal),
  refetchInterval: EVERY_MS,
})

export const inboxQuery = queryOptions({
  queryKey: ['maintenance', 'mails'],
  queryFn: ({ signal }) => read<{ mails: MailSummary[]; more: boolean }>('/api/maintenance/mails', signal),
  refetchInterval: EVERY_MS,
})

export function mailQuery(sha256: string) {
  return queryOptions({
    queryKey: ['maintenance', 'mail', sha256],
    queryFn: ({ signal }) => read<MailWhole>(`/api/maintenance/mails/${encodeURIComponent(sha256)}`, signal),
    refetchInterval: EVERY_MS,
  })
}

export function storyQuery(key: string) {
  const query = new URLSearchParams({ key })
  return queryOptions({
    queryKey: ['maintenance', 'story', key],
    queryFn: ({ signal }) => read<Story>(`/api/maintenance/maintenance?${query.toString()}`, signal),
    refetchInterval: EVERY_MS,
  })
}
