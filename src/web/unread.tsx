import { PageError } from './page-error.tsx'
import { QuietWait } from './quiet-wait.tsx'

type Asked = { isError: boolean; error: unknown; refetch: () => Promise<unknown> }

/** What stands where nothing was read yet: why it did not come, with another try, or a quiet wait. */
export function Unread({ query }: { query: Asked }) {
  return query.isError ? <PageError error={query.error} reset={() => void query.refetch()} /> : <QuietWait />
}
