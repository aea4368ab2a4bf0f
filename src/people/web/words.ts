import type { Text } from '../../platform/text.ts'
import { number, plural } from '../../web/message.ts'
import type { SessionKind } from './people-query.ts'

/** What the people's screens say, in both languages. */
export const words = {
  news: { ja: 'お知らせ', en: 'News' },
  settings: { ja: '設定', en: 'Settings' },
  demo: { ja: 'デモ', en: 'Demo' },
  signIn: { ja: 'サインイン', en: 'Sign in' },
  signOut: { ja: 'サインアウト', en: 'Sign out' },
  byPasskey: { ja: 'パスキーでサインイン', en: 'Sign in with a passkey' },
  byProvider: (name: string): Text => ({ ja: `${name} でサインイン`, en: `Sign in with ${name}` }),
  orPassword: { ja: 'パスワードで', en: 'With a password' },
  login: { ja: 'サインイン名', en: 'Sign-in name' },
  loginHint: {
    ja: 'メールアドレスなど、空白のない 3 文字以上',
    en: 'Such as a mail address; 3 characters or more, no spaces',
  },
  password: { ja: 'パスワード', en: 'Password' },
  passwordHint: {
    ja: '12 文字以上。文字の種類は問いません。文の長さのものが覚えやすく、強くなります。',
    en: '12 characters or more, of any kind. A sentence is easy to keep and hard to guess.',
  },
  noPasskeys: {
    ja: 'このブラウザーでは、この番地でパスキーを使えません（https か localhost が要ります）。',
    en: 'This browser offers no passkeys at this address (https or localhost is needed).',
  },
  forgotten: {
    ja: '入れなくなったときは、上長か品質責任者に一回限りのリンクを作ってもらってください。メールだけで入り直すことはできません。',
    en: 'If you cannot get in, ask a superior or the quality owner for a one-time link. Mail alone lets nobody back in.',
  },
  unowned: {
    ja: 'まだ誰もこのインストールの責任者になっていません。kensho を起動した画面に出た一回限りのリンクを開いてください。再起動すると、新しいリンクが出ます。',
    en: 'Nobody owns this installation yet. Open the one-time link that was printed where kensho was started. A restart prints a new one.',
  },
  inAs: (name: Text): Text => ({
    ja: `${name.ja} さんとしてサインインしています。`,
    en: `You are signed in as ${name.en}.`,
  }),
  toBoard: { ja: '憲章を開く', en: 'Open the charter' },
  actAs: { ja: 'デモの人物として操作する', en: 'Act as a person of the demo' },
  actAsWhy: {
    ja: 'これはデモです。この機械から開いた人は、サインインせずに誰としてでも試せます。自分の組織で使うときは、kensho up --empty で始めてください。',
    en: 'This is a demo. Whoever opens it on this machine may try it as anybody, without signing in. For your own organisation begin with kensho up --empty.',
  },
  actingAs: (name: Text): Text => ({
    ja: `デモの ${name.ja} として操作しています。`,
    en: `You act as ${name.en} of the demo.`,
  }),
  asThis: { ja: 'この人になる', en: 'Be this person' },
  refused: {
    missing: {
      ja: '認証サービスはあなたを確かめましたが、ここではまだ誰にも結び付いていません。招待のリンクから入ってください。',
      en: 'The provider vouches for you, but nobody here is bound to that identity. Come in by your invitation first.',
    },
    conflict: {
      ja: 'この認証サービスの利用者は、すでに別の人に結び付いています。',
      en: 'That identity is bound to somebody else already.',
    },
    unavailable: { ja: '認証サービスから返事がありません。', en: 'The identity provider does not answer.' },
    limited: {
      ja: '失敗が続いています。少し待ってからもう一度どうぞ。',
      en: 'Too many attempts failed. Wait a little and try again.',
    },
    other: {
      ja: '認証サービスからサインインできませんでした。もう一度やり直してください。',
      en: 'Signing in by the provider did not work. Please start again.',
    },
  } as Record<string, Text> & { other: Text },

  welcomeOwner: { ja: 'このインストールの責任者になる', en: 'Become the owner of this installation' },
  welcomeOwnerWhy: {
    ja: '最初の一人として品質責任者になり、ほかの人を登録し、役割を与えます。このリンクは一度だけ使えます。',
    en: 'As its first person you become quality owner: you enter the others and give them their roles. This link holds once.',
  },
  welcomeInvited: (name: Text): Text => ({ ja: `${name.ja} さん、ようこそ`, en: `Welcome, ${name.en}` }),
  welcomeInvitedWhy: (by: Text): Text => ({
    ja: `${by.ja} さんがこのリンクを作りました。サインインの方法を一つ決めてください。リンクは一度だけ使えます。`,
    en: `${by.en} made this link for you. Set one way to sign in. The link holds once.`,
  }),
  welcomeRecovery: (name: Text): Text => ({
    ja: `${name.ja} さんのサインインを直す`,
    en: `Signing in again, ${name.en}`,
  }),
  secondFactor: {
    ja: 'あなたにはパスキーがあります。パスワードを決め直すのにも、そのパスキーの署名が要ります。',
    en: 'You have a passkey. Setting a new password asks for its signature too.',
  },
  linkGone: { ja: 'このリンクは使えません', en: 'This link does not hold' },
  linkGoneWhy: {
    ja: '期限（1 日）が過ぎたか、すでに使われたか、途中で切れています。新しいリンクを作ってもらってください。',
    en: 'It is older than a day, was used, or was cut short on its way. Ask for a new one.',
  },
  yourName: { ja: 'お名前', en: 'Your name' },
  latinName: {
    ja: 'ローマ字のお名前（任意）',
    en: 'The same in Latin letters, where it is written otherwise',
  },
  nameWhy: {
    ja: '氏名はあなた専用の鍵で封じて保管します。台帳にあるのも封じたものだけで、鍵を消せば、どこからも読めなくなります。',
    en: 'Your name is kept sealed under a key of your own, in the ledger too. Erase the key, and nobody can read it any more.',
  },
  withPasskey: { ja: 'パスキーを作って入る', en: 'Make a passkey and come in' },
  withPassword: { ja: 'パスワードを決めて入る', en: 'Set a password and come in' },
  passkeyWhy: {
    ja: 'この端末やセキュリティーキーの中の鍵です。盗み見も使い回しもできず、承認にも使えます。',
    en: 'A key inside this device or a security key. It cannot be overheard or reused, and it signs approvals.',
  },

  account: { ja: '自分のサインイン', en: 'Your sign-in' },
  ways: { ja: 'サインインの方法', en: 'Ways to sign in' },
  noWays: { ja: 'まだ何もありません。', en: 'None yet.' },
  passkeys: { ja: 'パスキー', en: 'Passkeys' },
  passkeyName: { ja: '加えるパスキーの呼び名', en: 'What to call the passkey' },
  addPasskey: { ja: 'パスキーを加える', en: 'Add a passkey' },
  added: { ja: '追加', en: 'Added' },
  used: { ja: '最後に使った', en: 'Last used' },
  never: { ja: 'まだ使っていない', en: 'not used yet' },
  remove: { ja: '外す', en: 'Remove' },
  setPassword: { ja: 'パスワードを決める', en: 'Set the password' },
  changePassword: { ja: 'パスワードを変える', en: 'Change the password' },
  passwordSince: { ja: '設定', en: 'Set' },
  othersEnd: {
    ja: '方法を変えると、ほかのサインインはすべて終わります。',
    en: 'Changing a way to sign in ends all other sessions.',
  },
  connect: (name: string): Text => ({ ja: `${name} と結び付ける`, en: `Connect with ${name}` }),
  sessions: { ja: 'いまのサインイン', en: 'Sessions' },
  thisOne: { ja: 'この画面', en: 'this one' },
  since: { ja: '開始', en: 'Since' },
  seen: { ja: '最後の操作', en: 'Last seen' },
  end: { ja: '終わらせる', en: 'End' },
  endOthers: { ja: 'ほかをすべて終わらせる', en: 'End all others' },
  ended: (count: number): Text => ({
    ja: `${number(count)} 件を終わらせました。`,
    en: `${plural(count, 'session')} ended.`,
  }),
  confirmTitle: { ja: 'もう一度、本人であることを示す', en: 'Show once more that it is you' },
  confirmPasskey: { ja: 'パスキーで示す', en: 'With the passkey' },
  confirmPassword: { ja: 'パスワードで示す', en: 'With the password' },
  kinds: {
    passkey: { ja: 'パスキー', en: 'passkey' },
    password: { ja: 'パスワード', en: 'password' },
    oidc: { ja: '認証サービス', en: 'identity provider' },
    link: { ja: '一回限りのリンク', en: 'one-time link' },
    demo: { ja: 'デモ', en: 'demo' },
  } satisfies Record<SessionKind, Text>,

  people: { ja: '人と組織', en: 'People' },
  peopleRail: { ja: '人', en: 'People' },
  peopleLead: {
    ja: '誰がいて、誰の上に誰がいるか。作った人と承認する人は、口座ではなく人として比べる。',
    en: 'Who is here, and who is above whom. Author and approver are compared as persons, never as accounts.',
  },
  peopleCount: (here: number, outside: number): Text => ({
    ja: `在籍 ${number(here)} 人、うち外部委託 ${number(outside)} 人`,
    en: `${plural(here, 'person', 'people')} here, ${number(outside)} of them outsourced`,
  }),
  more: {
    ja: 'これより多くの人がいます。ここには最初の 200 人だけを示しています。',
    en: 'There are more people; the first 200 are shown.',
  },
  outsourced: { ja: '外部委託', en: 'outsourced' },
  gone: { ja: '退職', en: 'left' },
  roles: { ja: '役割', en: 'Roles' },
  person: { ja: '人', en: 'Person' },
  role: { ja: '役割', en: 'Role' },
  object: { ja: '対象', en: 'On' },
  everything: { ja: 'すべて', en: 'everything' },
  until: { ja: '期限', en: 'Until' },
  open: { ja: '定めなし', en: 'open' },
  teams: { ja: 'チーム', en: 'Teams' },
  noTeams: { ja: 'チームはまだありません。', en: 'No teams yet.' },
  delegations: { ja: '委任', en: 'Delegations' },
  noDelegations: { ja: 'いま有効な委任はありません。', en: 'No delegation holds at present.' },
  from: { ja: '委ねた人', en: 'From' },
  to: { ja: '受けた人', en: 'To' },
  what: { ja: '内容', en: 'What' },
  tokens: { ja: 'サービストークン', en: 'Service tokens' },
  noTokens: { ja: 'いま有効なトークンはありません。', en: 'No token holds at present.' },
  label: { ja: '用途', en: 'For' },
  permissionsOf: (count: number): Text => ({
    ja: `権限 ${number(count)} 件`,
    en: plural(count, 'permission'),
  }),
  rightsHidden: {
    ja: '全員の役割・委任・トークンは、品質責任者と監査人に見えます。',
    en: "Everybody's roles, delegations and tokens are shown to the quality owner and auditors.",
  },
  invite: { ja: 'サインインのリンクを作る', en: 'Make a sign-in link' },
  inviteDone: (name: Text): Text => ({
    ja: `${name.ja} さんだけに、確かな方法で渡してください。1 日以内に一度だけ使えます。作ったことは台帳に残ります。`,
    en: `Hand it to ${name.en} alone, by a way you trust. It holds once, within a day. That you made it stands in the ledger.`,
  }),
  enter: { ja: '人を登録する', en: 'Enter a person' },
  enterDo: { ja: '登録する', en: 'Enter' },
  employee: { ja: '社員', en: 'Employee' },
  superior: { ja: '上長', en: 'Superior' },
  none: { ja: 'なし', en: 'none' },
  kind: { ja: '区分', en: 'Kind' },
  treeAlt: { ja: '組織図。表は下にあります。', en: 'Chart of superiors. The table stands below.' },
  treeUnder: (count: number): Text => ({
    ja: `上から下へ、上長から部下へ。${number(count)} 人。破線の枠は外部委託。`,
    en: `From superiors down to those below them: ${plural(count, 'person', 'people')}. A dashed frame is outsourced staff.`,
  }),
  table: { ja: '表で見る', en: 'As a table' },

  approvals: { ja: '承認待ち', en: 'Waiting for your approval' },
  approvalsLead: {
    ja: 'あなたの承認を待っているもの。署名するのは、ここに見えている内容そのもののハッシュです。',
    en: 'What waits for you. You sign the hash of exactly what you see here.',
  },
  nothingWaits: { ja: 'あなたの承認を待っているものはありません。', en: 'Nothing waits for your approval.' },
  waitingSince: { ja: '待ち始め', en: 'Waiting since' },
  inPlaceOf: { ja: '代理', en: 'In place of' },
  content: { ja: '承認する内容', en: 'What you approve' },
  contentElsewhere: {
    ja: '内容はそれぞれの画面にあります。そこで読んでから承認してください。',
    en: 'Its content stands on its own screen. Read it there before you approve.',
  },
  digest: { ja: '内容のハッシュ (SHA-256)', en: 'Hash of the content (SHA-256)' },
  approve: { ja: '承認する', en: 'Approve' },
  approving: { ja: '署名しています', en: 'Signing' },
  signs: {
    passkey: {
      ja: 'パスキーが上のハッシュに署名し、その署名が台帳に残ります。',
      en: 'Your passkey signs the hash above; the signature stays in the ledger.',
    },
    password: {
      ja: 'パスワードを確かめて承認します。署名は残りません。パスキーを加えると、署名が残ります。',
      en: 'Approved by your password, without a signature. Add a passkey, and a signature is kept.',
    },
    demo: {
      ja: 'デモの承認です。誰の署名でもなく、記録にもデモと残ります。',
      en: 'An approval of the demo: nobody’s signature, and recorded as such.',
    },
  },
  approved: { ja: '承認しました', en: 'Approved' },
  approvedWhat: (digest: string): Text => ({
    ja: `ハッシュ ${digest} の内容を承認。確かめるには verify.mjs を使う。`,
    en: `Approved: the content with hash ${digest}. verify.mjs checks it.`,
  }),
  cancelled: {
    ja: 'パスキーの操作が取り消されたか、時間切れになりました。何も送っていません。',
    en: 'The passkey was cancelled or took too long. Nothing was sent.',
  },
  failed: { ja: 'うまくいきませんでした。', en: 'That did not work.' },
} as const
