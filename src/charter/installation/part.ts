import type { Config } from '../../platform/config.ts'
import type { Text } from '../../platform/text.ts'

/** How a part of the installation stands: it works, does not, nobody can tell yet, or was never set. */
export type PartState = 'pass' | 'fail' | 'unknown' | 'na'

/** One line of the settings: what it is, how it stands, why, and the variables that set it. */
export type Part = { id: string; title: Text; state: PartState; says: Text; variables: string[] }

/** What was asked of the installation, apart from its configuration. Instants in epoch milliseconds. */
export type Asked = {
  /** PostgreSQL's version, 150018 for 15.18, and the size of the database in bytes. */
  serverVersion: number
  databaseBytes: number
  workerLives: boolean
  ledger?: { origin: string; size: number }
  deliveries: { kind: 'file' | 'webhook' | 'mail'; size?: number; atMs?: number }[]
  mailing: { sentMs?: number; failedMs?: number; failure?: string }
  version: string
}

const HOURS_MS = 3_600_000
/** Checkpoints go out every hour; one that is older than this did not. */
const DELIVERY_MS_MAX = 2 * HOURS_MS

/** All parts, in the order in which they are shown. Pure. */
export function partsOf(config: Config, asked: Asked, atMs: number): Part[] {
  return [
    address(config),
    database(config, asked),
    worker(asked),
    ledger(asked),
    copies(config, asked, atMs),
    mail(config, asked),
    notices(config),
    provider(config),
    product(asked),
  ]
}

function address({ origin, port, tls, trustedProxy }: Config): Part {
  const here = origin ?? `http://localhost:${port}`
  const isLocal = origin === undefined || /^https?:\/\/(localhost|127\.)/.test(origin)
  const isSafe = isLocal || here.startsWith('https:')
  const by =
    tls !== undefined
      ? { ja: 'TLS は kensho 自身が終端します', en: 'kensho speaks TLS itself' }
      : trustedProxy !== undefined
        ? { ja: `プロキシ ${trustedProxy} を信頼します`, en: `the proxy ${trustedProxy} is believed` }
        : { ja: 'この機械からだけ開けます', en: 'reached from this machine only' }
  return {
    id: 'address',
    title: { ja: '公開先', en: 'Address' },
    state: isSafe ? 'pass' : 'fail',
    says: isSafe
      ? { ja: `${here}。${by.ja}。`, en: `${here}; ${by.en}.` }
      : {
          ja: `${here} は暗号化されません。https の公開先にしてください。`,
          en: `${here} is not encrypted: use an address with https.`,
        },
    variables: ['KENSHO_ORIGIN', 'KENSHO_PORT', 'KENSHO_TLS_CERT', 'KENSHO_TLS_KEY', 'KENSHO_TRUSTED_PROXY'],
  }
}

function database({ databaseUrl, dataDir }: Config, { serverVersion, databaseBytes }: Asked): Part {
  const version = `PostgreSQL ${Math.floor(serverVersion / 10_000)}.${serverVersion % 10_000}`
  const size = `${(databaseBytes / 1e6).toFixed(0)} MB`
  // The processes of one start are told where the database is that `up` runs: a socket in the data folder.
  const own = databaseUrl === undefined || decodeURIComponent(databaseUrl).includes(dataDir)
  return {
    id: 'database',
    title: { ja: 'データベース', en: 'Database' },
    state: 'pass',
    says: {
      ja: `${version}、${size}。${own ? 'kensho が自分で動かしています。' : '指定されたサーバーを使っています。'}`,
      en: `${version}, ${size}; ${own ? 'run by kensho itself.' : 'on the server that was named.'}`,
    },
    variables: ['KENSHO_DATABASE_URL', 'KENSHO_DATA'],
  }
}

function worker({ workerLives }: Asked): Part {
  return {
    id: 'worker',
    title: { ja: '裏方の仕事', en: 'Background work' },
    state: workerLives ? 'pass' : 'fail',
    says: workerLives
      ? { ja: '動いています。', en: 'It is running.' }
      : {
          ja: '動いている worker がありません。知らせもメールも止まっています。',
          en: 'No worker is alive: nothing is told, mailed or followed.',
        },
    variables: [],
  }
}

function ledger({ ledger: kept }: Asked): Part {
  const title = { ja: '台帳', en: 'Ledger' }
  if (kept === undefined)
    return {
      id: 'ledger',
      title,
      state: 'unknown',
      says: { ja: 'まだ一件もありません。', en: 'It holds nothing yet.' },
      variables: [],
    }
  const { origin, size } = kept
  return {
    id: 'ledger',
    title,
    state: 'pass',
    says: {
      ja: `${origin}、${size} 件。`,
      en: `${origin}, ${size} ${size === 1 ? 'fact' : 'facts'}.`,
    },
    variables: [],
  }
}

function copies({ checkpoints }: Config, { deliveries, ledger: kept }: Asked, atMs: number): Part {
  const part = {
    id: 'copies',
    title: { ja: '検印の外部保管', en: 'Checkpoints kept elsewhere' },
    variables: ['KENSHO_CHECKPOINT_FILE', 'KENSHO_CHECKPOINT_WEBHOOK', 'KENSHO_CHECKPOINT_MAIL'],
  }
  if (Object.values(checkpoints).every((to) => to === undefined))
    return {
      ...part,
      state: 'na',
      says: {
        ja: '設定されていません。台帳が巻き戻されても、この機械の外からは分かりません。',
        en: 'Not set: if the ledger were set back, nobody outside this machine could tell.',
      },
    }
  const late = deliveries.filter(
    ({ size, atMs: sentMs }) =>
      size === undefined || (size < (kept?.size ?? 0) && atMs - (sentMs ?? 0) > DELIVERY_MS_MAX),
  )
  const names = (late.length > 0 ? late : deliveries).map(({ kind }) => kind).join(', ')
  return late.length > 0
    ? {
        ...part,
        state: late.some(({ size }) => size !== undefined) ? 'fail' : 'unknown',
        says: { ja: `新しい検印が届いていません：${names}`, en: `No recent checkpoint arrived at: ${names}` },
      }
    : { ...part, state: 'pass', says: { ja: `届いています：${names}`, en: `Arrived at: ${names}` } }
}

function mail({ mail: server }: Config, { mailing }: Asked): Part {
  const part = {
    id: 'mail',
    title: { ja: 'メールの送信', en: 'Mail going out' },
    variables: ['KENSHO_SMTP_URL', 'KENSHO_MAIL_FROM'],
  }
  if (server === undefined)
    return {
      ...part,
      state: 'na',
      says: {
        ja: '設定されていません。知らせは画面だけに出ます。',
        en: 'Not set: news shows on the screen only.',
      },
    }
  if (mailing.failure !== undefined)
    return { ...part, state: 'fail', says: { ja: mailing.failure, en: mailing.failure } }
  return mailing.sentMs === undefined
    ? {
        ...part,
        state: 'unknown',
        says: {
          ja: 'まだ一通も送っていません。試しに送ってみてください。',
          en: 'No news was mailed yet: send a trial mail.',
        },
      }
    : {
        ...part,
        state: 'pass',
        says: { ja: '最後の一通は受け取られました。', en: 'The last mail was taken.' },
      }
}

function notices({ notices: { smtp, address: to, imap } }: Config): Part {
  const ways = [
    ...(smtp === undefined ? [] : [`SMTP ${smtp.host}:${smtp.port}（${to ?? ''}）`]),
    ...(imap === undefined ? [] : [`IMAP ${new URL(imap).host}`]),
  ]
  return {
    id: 'notices',
    title: { ja: '事業者の通知の受け口', en: 'Where carriers’ notices come in' },
    // Whether mail really comes in is judged by clause 5.1, not here.
    state: ways.length === 0 ? 'na' : 'pass',
    says:
      ways.length === 0
        ? {
            ja: '設定されていません。通知は画面から入れます。',
            en: 'Not set: notices are uploaded by hand.',
          }
        : { ja: ways.join('、'), en: ways.join(', ').replaceAll(/（(.*?)）/g, ' ($1)') },
    variables: ['KENSHO_NOTICES_SMTP', 'KENSHO_NOTICES_ADDRESS', 'KENSHO_NOTICES_IMAP'],
  }
}

function provider({ provider: named }: Config): Part {
  return {
    id: 'provider',
    title: { ja: 'OpenID によるサインイン', en: 'Signing in by OpenID' },
    state: named === undefined ? 'na' : 'pass',
    says:
      named === undefined
        ? {
            ja: '設定されていません。パスキーかパスワードを使います。',
            en: 'Not set: passkeys or passwords are used.',
          }
        : { ja: `${named.name}（${named.issuer}）`, en: `${named.name} (${named.issuer})` },
    variables: ['KENSHO_OIDC_ISSUER', 'KENSHO_OIDC_CLIENT', 'KENSHO_OIDC_SECRET', 'KENSHO_OIDC_NAME'],
  }
}

function product({ version }: Asked): Part {
  return {
    id: 'product',
    title: { ja: '版', en: 'Version' },
    state: 'pass',
    says: { ja: `kensho ${version}`, en: `kensho ${version}` },
    variables: [],
  }
}
