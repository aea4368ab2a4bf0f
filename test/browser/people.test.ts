import { spawnSync } from 'node:child_process'
import { createPublicKey, hash, verify } from 'node:crypto'
import path from 'node:path'
import type { Browser, BrowserContext, CDPSession, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startKensho, type Running } from '../story/running.ts'
import { audit, chromiumPath, goTo, launchChromium, openAs, type Opened, type Reader } from './chromium.ts'

const executable = chromiumPath()
const JAPANESE: Reader = { language: 'ja', theme: 'light', width: 1440 }
const ENGLISH: Reader = { language: 'en', theme: 'dark', width: 390 }
const PASSWORD = 'a lamp over the harbour at night'

type Assertion = {
  credential_id: string
  public_key_spki: string
  authenticator_data: string
  client_data_json: string
  signature: string
}
type Fact = { type: string; by: string; body: Record<string, unknown> }

describe.skipIf(executable === undefined)(
  'people at the browser (skipped where there is no Chromium)',
  () => {
    let browser: Browser
    let kensho: Running
    let owner: Opened
    let ownersKey: CDPSession
    beforeAll(async () => {
      ;[kensho, browser] = await Promise.all([
        startKensho({ seed: 'empty', claim: false }),
        launchChromium(executable ?? ''),
      ])
    })
    afterAll(async () => {
      await browser?.close()
      await kensho?.stop()
    })

    it('before anybody owns it, every screen leads to sign-in, which says where the link is', async () => {
      const { page, context } = await openAs(browser, JAPANESE, kensho.url, '.plain')
      expect(await page.locator('h1').innerText()).toBe('サインインが必要です')
      await page.locator('.plain a.button').click()
      await page.waitForSelector('.people')
      expect(await page.locator('.people').innerText()).toContain(
        'まだ誰もこのインストールの責任者になっていません',
      )
      await goTo(page, `${kensho.url}/welcome#${'x'.repeat(43)}`, '.people')
      expect(await page.locator('h1').innerText()).toBe('このリンクは使えません')
      await context.close()
    })

    it('the first owner comes by the link with a passkey, made by keyboard alone; the link holds once', async () => {
      owner = await openAs(browser, JAPANESE, 'about:blank', 'body')
      ownersKey = await authenticator(owner.context, owner.page)
      await goTo(owner.page, kensho.link ?? '', '.people-form')
      expect(new URL(owner.page.url()).hash).toBe('')
      expect((await audit(owner.page)).findings).toEqual([])
      await owner.page.getByLabel('お名前', { exact: true }).focus()
      await owner.page.keyboard.type('山田 太郎')
      await owner.page.keyboard.press('Tab')
      await owner.page.keyboard.type('Taro Yamada')
      await owner.page.keyboard.press('Enter')
      await owner.page.waitForSelector('.charter')
      expect(await owner.page.locator('.rail .who').innerText()).toMatch(/山\s*山田/)
      const { credentials } = await ownersKey.send('WebAuthn.getCredentials', {
        authenticatorId: await idOf(ownersKey),
      })
      expect(credentials).toMatchObject([{ isResidentCredential: true, rpId: 'localhost' }])

      const other = await openAs(browser, ENGLISH, kensho.link ?? '', '.people')
      expect(await other.page.locator('h1').innerText()).toBe('This link does not hold')
      await other.context.close()
    })

    it('signs out and comes in again by the passkey, without a name being typed', async () => {
      await goTo(owner.page, `${kensho.url}/me`, '.people-lines')
      await owner.page.getByRole('button', { name: 'サインアウト' }).click()
      await owner.page.getByRole('button', { name: 'パスキーでサインイン' }).click()
      await owner.page.waitForSelector('.charter')
      await goTo(owner.page, `${kensho.url}/me`, '.people-lines')
      expect(await owner.page.locator('.people-section').last().innerText()).toMatch(
        /パスキー[\s\S]*この画面/,
      )
      expect((await audit(owner.page)).findings).toEqual([])
      const cookies = await owner.context.cookies()
      expect(cookies).toMatchObject([{ name: 'kensho-local', httpOnly: true, sameSite: 'Strict' }])
      expect(await owner.page.evaluate(() => document.cookie)).toBe('')
    })

    it('enters an engineer with a superior, who is drawn below, and hands over a link; that one comes by password', async () => {
      const { page } = owner
      await goTo(page, `${kensho.url}/people`, '.chart')
      const entering = await opened(page, '人を登録する')
      await entering.getByLabel('お名前', { exact: true }).fill('森 大輝')
      await entering.getByLabel('区分').selectOption('outsourced')
      await entering.getByLabel('上長').selectOption({ label: '山田 太郎' })
      await entering.getByRole('button', { name: '登録する', exact: true }).click()
      await page.waitForSelector('.chart ul ul .outsourced')
      expect(await page.locator('.chart ul ul').innerText()).toContain('森 大輝')
      expect((await audit(page)).findings).toEqual([])
      const inviting = await opened(page, 'サインインのリンクを作る')
      await inviting.getByLabel('人', { exact: true }).selectOption({ label: '森 大輝' })
      await inviting.getByRole('button', { name: 'サインインのリンクを作る' }).click()
      const link = await page.locator('.shell-line code').innerText()
      const giving = await opened(page, '役割を与える')
      await giving.getByLabel('人', { exact: true }).selectOption({ label: '森 大輝' })
      await giving.getByLabel('役割', { exact: true }).selectOption('engineer')
      await giving.getByRole('button', { name: '与える', exact: true }).click()
      await expect.poll(() => page.locator('.table').first().innerText()).toContain('森 大輝')
      expect((await audit(page)).findings).toEqual([])

      const engineer = await openAs(browser, ENGLISH, link, '.people-form')
      expect((await audit(engineer.page)).findings).toEqual([])
      await engineer.page.getByRole('radio', { name: /^Password/ }).check()
      await engineer.page.getByLabel('Sign-in name').fill('mori')
      await engineer.page.getByLabel('Password', { exact: true }).fill('short')
      await engineer.page.getByRole('button', { name: 'Set a password' }).click()
      await expect.poll(() => engineer.page.locator('.form-problem').innerText()).toContain('at least 12')
      await engineer.page.getByLabel('Password', { exact: true }).fill(PASSWORD)
      await engineer.page.getByRole('button', { name: 'Set a password' }).click()
      await engineer.page.waitForSelector('.charter')
      const asked = await call<{ id: string }>(engineer.page, 'POST', '/api/charter/waivers', {
        clause: '4.4',
        objects: ['disk-1'],
        reason: 'The shredder comes on Monday.',
        until: new Date(Date.now() + 3_600_000).toISOString(),
      })
      expect(asked.id).toMatch(/./)
      await engineer.context.close()
    })

    it('approves what waits by a signature over its digest, which stays in the ledger and verifies without us', async () => {
      const { page } = owner
      await goTo(page, `${kensho.url}/approvals`, '.approval')
      const digest = await page.locator('.approval-digest code').innerText()
      await expect
        .poll(() => page.locator('.approval').innerText())
        .toContain('The shredder comes on Monday.')
      expect((await audit(page)).findings).toEqual([])
      await ownersKey.send('WebAuthn.setUserVerified', {
        authenticatorId: await idOf(ownersKey),
        isUserVerified: false,
      })
      await page.getByRole('button', { name: '承認する' }).click()
      await expect.poll(() => page.locator('.form-problem').innerText()).not.toBe('')
      expect(await page.locator('.seal').count()).toBe(0)
      await ownersKey.send('WebAuthn.setUserVerified', {
        authenticatorId: await idOf(ownersKey),
        isUserVerified: true,
      })
      await page.getByRole('button', { name: '承認する' }).click()
      await page.waitForSelector('.seal')
      expect(await page.locator('.seal').getAttribute('aria-label')).toContain(digest)

      const facts = await factsOf(page)
      const granted = facts.find(({ type }) => type === 'charter.waiver.granted')
      const approval = granted?.body['approval'] as { digest: string; method: string; assertion: Assertion }
      expect(approval).toMatchObject({ digest, method: 'passkey' })
      const added = facts.find(({ type, by }) => type === 'people.passkey.added' && by === granted?.by)
      expect(added?.body).toEqual({
        credential_id: approval.assertion.credential_id,
        public_key_spki: approval.assertion.public_key_spki,
      })
      expect(signs(approval.assertion, digest)).toBe(true)
      expect(
        signs(
          approval.assertion,
          digest.replace(/^./, (first) => (first === '0' ? '1' : '0')),
        ),
      ).toBe(false)
      const file = path.join(kensho.data, 'ledger.export')
      expect(run('src/cli.ts', 'ledger', 'export', '--data', kensho.data, '--out', file).status).toBe(0)
      const verified = run('verify.mjs', file, '--json')
      expect(JSON.parse(verified.stdout)).toMatchObject({ ok: true, signedApprovals: 1 })
      expect(owner.complaints.filter((line) => !line.includes('403'))).toEqual([])
    })

    it('makes a token that commands use, ends it, and lets somebody leave, whose rights end with it', async () => {
      const { page } = owner
      await goTo(page, `${kensho.url}/me`, '#own-tokens-title')
      await page.getByText('トークンを作る').first().click()
      await page.getByRole('button', { name: 'トークンを作る' }).click()
      const line = await page.locator('.shell-line code').innerText()
      const token = line.replace('export KENSHO_TOKEN=', '')
      const verdicts = () =>
        runAs({ KENSHO_TOKEN: token }, 'src/cli.ts', 'verdicts', '--server', kensho.url, '--json')
      expect(JSON.parse(verdicts().stdout).clauses.length).toBeGreaterThan(30)
      await page.getByRole('button', { name: '終わらせる: kensho apply' }).click()
      await expect
        .poll(() => page.locator('[aria-labelledby="own-tokens-title"]').innerText())
        .toContain('いま有効なトークンはありません')
      const refused = verdicts()
      expect([refused.status, refused.stderr]).toEqual([64, expect.stringContaining('KENSHO_TOKEN')])

      await goTo(page, `${kensho.url}/people`, '.chart')
      const leaving = await opened(page, '退職を登録する')
      await leaving.getByLabel('人', { exact: true }).selectOption({ label: '森 大輝' })
      await leaving.getByRole('checkbox').check()
      await leaving.getByRole('button', { name: '退職を登録する' }).click()
      await expect.poll(() => page.locator('.table').first().innerText()).not.toContain('森 大輝')
      const erasing = await opened(page, '退職した人の氏名を消す')
      const gone = erasing.getByLabel('人', { exact: true }).locator('option', { hasText: '森 大輝' })
      const id = (await gone.getAttribute('value')) ?? ''
      await erasing.getByLabel('人', { exact: true }).selectOption(id)
      await erasing.getByLabel('その人の ID をもう一度').fill('somebody-else')
      await erasing.getByRole('button', { name: '元に戻せないことを承知して消す' }).click()
      await expect.poll(() => erasing.locator('.form-problem').innerText()).not.toBe('')
      await erasing.getByLabel('その人の ID をもう一度').fill(id)
      await erasing.getByRole('button', { name: '元に戻せないことを承知して消す' }).click()
      await expect.poll(() => erasing.innerText()).toContain('消せる人はいません')
      expect((await audit(page)).findings).toEqual([])
    })
  },
)

/** A form of the page of people that is folded up, unfolded. */
async function opened(page: Page, summary: string): Promise<Locator> {
  const folded = page.locator('details.people-section').filter({
    has: page.locator('summary', { hasText: new RegExp(`^${summary}$`) }),
  })
  await folded.locator('summary').click()
  return folded
}

/** An authenticator inside the browser, with a finger that is always on it. */
async function authenticator(context: BrowserContext, page: Page): Promise<CDPSession> {
  const session = await context.newCDPSession(page)
  await session.send('WebAuthn.enable')
  const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
  ids.set(session, authenticatorId)
  return session
}

const ids = new WeakMap<CDPSession, string>()

async function idOf(session: CDPSession): Promise<string> {
  const id = ids.get(session)
  if (id === undefined) throw new Error('no authenticator was made in this session')
  return Promise.resolve(id)
}

function run(...words: string[]) {
  return runAs({}, ...words)
}

function runAs(env: Record<string, string>, ...words: string[]) {
  return spawnSync(process.execPath, words, {
    env: { ...process.env, ...env },
    cwd: path.resolve(import.meta.dirname, '../..'),
    encoding: 'utf8',
  })
}

/** As the page itself would: same origin, same cookie. */
async function call<Answer>(page: Page, method: string, path: string, body?: unknown): Promise<Answer> {
  const answer = await page.evaluate(
    async (sent) => {
      const response = await fetch(sent.path, {
        method: sent.method,
        headers: { 'content-type': 'application/json' },
        ...(sent.body !== undefined && { body: JSON.stringify(sent.body) }),
      })
      return { status: response.status, text: await response.text() }
    },
    { method, path, body },
  )
  if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`)
  return JSON.parse(answer.text) as Answer
}

async function factsOf(page: Page): Promise<Fact[]> {
  const { facts } = await call<{ facts: { index: number }[] }>(page, 'GET', '/api/ledger/facts?limit=50')
  return Promise.all(
    facts.map(async ({ index }) => {
      const { leaf } = await call<{ leaf: string }>(page, 'GET', `/api/ledger/facts/${index}`)
      return (JSON.parse(leaf) as { fact: Fact }).fact
    }),
  )
}

/** WebAuthn by hand: the browser's words name the challenge, the key signs what the authenticator and they say. */
function signs(assertion: Assertion, digest: string): boolean {
  const bytes = (text: string) => Buffer.from(text, 'base64url')
  const client = bytes(assertion.client_data_json)
  const { challenge, type } = JSON.parse(client.toString('utf8')) as { challenge: string; type: string }
  if (type !== 'webauthn.get' || challenge !== Buffer.from(digest, 'hex').toString('base64url')) return false
  const signed = Buffer.concat([bytes(assertion.authenticator_data), hash('sha256', client, 'buffer')])
  const key = createPublicKey({ key: bytes(assertion.public_key_spki), format: 'der', type: 'spki' })
  return verify(
    key.asymmetricKeyType === 'ed25519' ? null : 'sha256',
    signed,
    key,
    bytes(assertion.signature),
  )
}
