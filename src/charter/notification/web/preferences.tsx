import { useQuery, useQueryClient } from '@tanstack/react-query'
import './notification.css'
import { Problem, useDoing } from '../../../people/web/form.tsx'
import { announce } from '../../../web/announce.tsx'
import { send } from '../../../web/fetching.ts'
import { useSay } from '../../../web/language.tsx'
import { Unread } from '../../../web/unread.tsx'
import { KINDS } from '../news.ts'
import { MAIL_TIMES, type Preference } from '../preference.ts'
import { preferenceQuery } from './notification-query.ts'
import { KIND_WORDS, TIME_WORDS, words } from './words.ts'

/** Which news also comes by mail, when, and in which language; each choice is kept at once. */
export function MailPreferences() {
  const say = useSay()
  const client = useQueryClient()
  const query = useQuery(preferenceQuery)
  const { busy, error, run } = useDoing()
  if (query.data === undefined) return <Unread query={query} />
  const { reachable, language, mail } = query.data
  const keep = (next: Preference) =>
    void run(async () => {
      await send('/api/notifications/preference', next, 'PUT')
      await client.invalidateQueries({ queryKey: preferenceQuery.queryKey })
      announce(say(words.saved))
    })
  const spoken = language === undefined ? {} : { language }
  return (
    <div className="mail-preferences">
      {reachable !== 'yes' && <p className="soft">{say(words.reach[reachable])}</p>}
      {KINDS.map((kind) => (
        <label key={kind}>
          <span>{say(KIND_WORDS[kind])}</span>
          <select
            value={mail[kind]}
            disabled={busy}
            onChange={({ target }) =>
              keep({
                ...spoken,
                mail: { ...mail, [kind]: MAIL_TIMES.find((time) => time === target.value) ?? mail[kind] },
              })
            }
          >
            {MAIL_TIMES.map((time) => (
              <option key={time} value={time}>
                {say(TIME_WORDS[time])}
              </option>
            ))}
          </select>
        </label>
      ))}
      <label>
        <span>{say(words.mailLanguage)}</span>
        <select
          value={language ?? ''}
          disabled={busy}
          onChange={({ target: { value } }) =>
            keep({ mail, ...((value === 'ja' || value === 'en') && { language: value }) })
          }
        >
          <option value="">{say(words.bothLanguages)}</option>
          <option value="ja">日本語</option>
          <option value="en">English</option>
        </select>
      </label>
      <Problem error={error} />
    </div>
  )
}
