import { useRouter } from '@tanstack/react-router'
import { NoAnswer } from './fetching.ts'
import { useSay } from './language.tsx'
import { Link } from './link.tsx'
import { paths } from './paths.ts'
import type { Text } from '../platform/text.ts'

/** What happened, why, and what to do: the whole page could not be shown. */
export function PageError({ error, reset }: { error: unknown; reset?: () => void }) {
  const say = useSay()
  const router = useRouter()
  const again = () => {
    reset?.()
    void router.invalidate()
  }
  const { happened, why, todo } = wordsFor(error)
  const nobody = error instanceof NoAnswer && error.status === 401
  return (
    <section className="plain" role="alert">
      <h1>{say(happened)}</h1>
      <p>{say(why)}</p>
      <p>{say(todo)}</p>
      {nobody ? (
        <Link className="button" href={paths.signIn()}>
          {say({ ja: 'サインインへ', en: 'To sign in' })}
        </Link>
      ) : (
        <button type="button" className="button" onClick={again}>
          {say({ ja: 'もう一度読む', en: 'Read again' })}
        </button>
      )}
    </section>
  )
}

function wordsFor(error: unknown): { happened: Text; why: Text; todo: Text } {
  if (error instanceof NoAnswer && error.status === undefined) {
    return {
      happened: { ja: 'サーバーから返事がありません', en: 'The server does not answer' },
      why: {
        ja: 'kensho が止まっているか、このブラウザーとの間の経路が切れています。',
        en: 'Kensho is stopped, or the way between it and this browser is cut.',
      },
      todo: {
        ja: 'サーバーの画面で bin/kensho up が動いていることを確かめてください。',
        en: 'See that bin/kensho up is running on the server.',
      },
    }
  }
  if (error instanceof NoAnswer && error.status === 401) {
    return {
      happened: { ja: 'サインインが必要です', en: 'Please sign in' },
      why: {
        ja: 'この画面は、誰が見ているかがわかってから表示します。',
        en: 'This screen is shown once it is known who looks at it.',
      },
      todo: {
        ja: 'サインインしたのにこの画面になるときは、期限が来たか、ほかの所から終わらせられています。',
        en: 'If you had signed in, the session has come to its end or was ended elsewhere.',
      },
    }
  }
  if (error instanceof NoAnswer) {
    return {
      happened: { ja: 'サーバーが読み出しを断りました', en: 'The server refused the reading' },
      why: {
        ja: `${error.path} への返事は ${error.status} でした。${error.said?.ja ?? ''}`,
        en: `It answered ${error.path} with ${error.status}. ${error.said?.en ?? ''}`,
      },
      todo: {
        ja: '起動の途中ならば、少し待って読み直してください。続くようならサーバーの記録を見てください。',
        en: 'If it is still starting, wait a moment and read again. If it goes on, look at the log of the server.',
      },
    }
  }
  const message = error instanceof Error ? error.message : String(error)
  return {
    happened: { ja: 'この画面を描けませんでした', en: 'This screen could not be drawn' },
    why: { ja: `kensho の側の誤りです: ${message}`, en: `The mistake is ours: ${message}` },
    todo: {
      ja: '読み直しても変わらなければ、上の一行を添えて知らせてください。',
      en: 'If reading again does not help, report it with the line above.',
    },
  }
}
