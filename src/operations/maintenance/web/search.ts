import { read } from '../../../web/fetching.ts'
import { same } from '../../../web/message.ts'
import { paths } from '../../../web/paths.ts'
import { says, type Found, type Search } from '../../../web/search.ts'
import type { Maintenance } from '../maintenance.ts'
import { inboxQuery } from './maintenance-query.ts'
import { words } from './words.ts'

const FOUND_MAX = 8

/** Announced work by its number, who does it and what it takes; and the newest mails by subject and sender. */
export const search: Search = async (sought, { client, signal }) => {
  const [{ maintenances }, { mails }] = await Promise.all([
    read<{ maintenances: Maintenance[] }>('/api/maintenance/maintenances', signal),
    client.ensureQueryData(inboxQuery),
  ])
  const works = maintenances.filter(({ key, number, provider, title, objects }) =>
    says(sought, key, number, provider, title?.ja ?? '', title?.en ?? '', ...objects.map(({ said }) => said)),
  )
  const letters = mails.filter(({ subject, sender }) => says(sought, subject, sender))
  return [
    ...works.slice(0, FOUND_MAX).map(({ key, number, title }): Found => ({
      kind: words.title,
      title: title ?? same(number === '' ? key : number),
      more: key,
      href: paths.maintenance({ key }),
    })),
    ...letters.slice(0, FOUND_MAX).map(({ sha256, subject, sender }): Found => ({
      kind: words.mail,
      title: same(subject),
      more: sender,
      href: paths.maintenance({ mail: sha256 }),
    })),
  ]
}
