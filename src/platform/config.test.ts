import { isAbsolute } from 'node:path'
import { describe, expect, it } from 'vitest'
import { configToEnv, readConfig } from './config.ts'
import { InputError } from './failure.ts'

const all = {
  KENSHO_DATABASE_URL: 'postgres:///kensho?host=/run/pg',
  KENSHO_DATA: '/var/lib/kensho',
  KENSHO_PORT: '8443',
  KENSHO_ORIGIN: 'https://kensho.example',
  KENSHO_TLS_CERT: '/etc/kensho/cert.pem',
  KENSHO_TLS_KEY: '/etc/kensho/key.pem',
  KENSHO_TRUSTED_PROXY: '127.0.0.1',
  KENSHO_OIDC_ISSUER: 'https://id.example',
  KENSHO_OIDC_CLIENT: 'kensho',
  KENSHO_OIDC_SECRET: 'secret',
  KENSHO_OIDC_NAME: 'Example ID',
  KENSHO_LOG: 'debug',
  KENSHO_OUTBOUND_ALLOW: '10.0.0.0/8, netbox.example:8443',
  KENSHO_CHECKPOINT_FILE: '/mnt/elsewhere/checkpoint',
  KENSHO_CHECKPOINT_WEBHOOK: 'https://auditor.example/checkpoints',
  KENSHO_CHECKPOINT_MAIL: 'auditor@example.jp',
  KENSHO_SMTP_URL: 'smtps://user:secret@mail.example:465',
  KENSHO_MAIL_FROM: 'kensho@example.jp',
  KENSHO_NOTICES_SMTP: '[::1]:2525',
  KENSHO_NOTICES_ADDRESS: 'notices@example.jp',
  KENSHO_NOTICES_IMAP: 'imaps://user:secret@mail.example/INBOX',
  KENSHO_DNS: '192.0.2.53, [2001:db8::53]:5353',
  KENSHO_MONITORING_SERIES: '1000',
  KENSHO_MONITORING_VALUE_DAYS: '13',
  KENSHO_MONITORING_HOUR_DAYS: '400',
}

describe('configuration', () => {
  it('has defaults for everything, with the data folder in the checkout', () => {
    const config = readConfig({})
    expect(config).toEqual({
      dataDir: config.dataDir,
      port: 7350,
      logLevel: 'info',
      checkpoints: {},
      notices: {},
      monitoring: { seriesMax: 20_000, valueDays: 3, hourDays: 800 },
      dns: [],
      outboundAllow: [],
    })
    expect(isAbsolute(config.dataDir)).toBe(true)
    expect(config.dataDir.endsWith('/.kensho')).toBe(true)
    expect(readConfig({ KENSHO_PORT: ' ', KENSHO_DATABASE_URL: '' })).toEqual(config)
  })

  it('reads every variable, and gives them all back for child processes', () => {
    const config = readConfig(all)
    expect(config).toMatchObject({
      databaseUrl: all.KENSHO_DATABASE_URL,
      dataDir: '/var/lib/kensho',
      port: 8443,
      origin: 'https://kensho.example',
      tls: { certFile: '/etc/kensho/cert.pem', keyFile: '/etc/kensho/key.pem' },
      trustedProxy: '127.0.0.1',
      provider: { issuer: 'https://id.example', client: 'kensho', secret: 'secret', name: 'Example ID' },
      logLevel: 'debug',
      notices: { smtp: { host: '[::1]', port: 2525 }, address: 'notices@example.jp' },
      dns: ['192.0.2.53', '[2001:db8::53]:5353'],
      monitoring: { seriesMax: 1_000, valueDays: 13, hourDays: 400 },
    })
    expect(config.outboundAllow.map((destination) => destination.to)).toEqual([
      { network: '10.0.0.0', prefix: 8, family: 4 },
      { host: 'netbox.example' },
    ])
    expect(Object.keys(configToEnv(config)).sort()).toEqual(Object.keys(all).sort())
    expect(readConfig(configToEnv(config))).toEqual(config)
    expect(readConfig(configToEnv(readConfig({})))).toEqual(readConfig({}))
  })

  it('lets the command line win where it says something', () => {
    expect(readConfig(all, { port: 0, dataDir: '/tmp/x' })).toMatchObject({ port: 0, dataDir: '/tmp/x' })
    expect(readConfig(all, { port: undefined })).toMatchObject({ port: 8443 })
  })

  const bad: [name: string, value: string][] = [
    ['KENSHO_DATABASE_URL', 'mysql://x'],
    ['KENSHO_PORT', '65536'],
    ['KENSHO_PORT', '-1'],
    ['KENSHO_PORT', '80a'],
    ['KENSHO_ORIGIN', 'kensho.example'],
    ['KENSHO_ORIGIN', 'https://kensho.example/app'],
    ['KENSHO_ORIGIN', 'ftp://kensho.example'],
    ['KENSHO_TLS_CERT', '/cert.pem'],
    ['KENSHO_TLS_KEY', '/key.pem'],
    ['KENSHO_TRUSTED_PROXY', 'proxy.example'],
    ['KENSHO_TRUSTED_PROXY', '127.0.0.1'],
    ['KENSHO_LOG', 'loud'],
    ['KENSHO_NOTICES_SMTP', 'mail.example'],
    ['KENSHO_NOTICES_SMTP', '127.0.0.1:70000'],
    ['KENSHO_NOTICES_ADDRESS', 'notices'],
    ['KENSHO_NOTICES_IMAP', 'https://mail.example'],
    ['KENSHO_DNS', 'dns.example'],
    ['KENSHO_MONITORING_SERIES', '0'],
    ['KENSHO_MONITORING_VALUE_DAYS', '14'],
    ['KENSHO_MONITORING_HOUR_DAYS', 'all'],
    ['KENSHO_CHECKPOINT_WEBHOOK', 'ftp://x'],
    ['KENSHO_CHECKPOINT_MAIL', 'nobody'],
    ['KENSHO_CHECKPOINT_MAIL', 'a@example.jp'],
    ['KENSHO_SMTP_URL', 'http://mail'],
    ['KENSHO_SMTP_URL', 'smtp://mail'],
    ['KENSHO_MAIL_FROM', 'a@example.jp'],
    ['KENSHO_OUTBOUND_ALLOW', '10.0.0.0/40'],
  ]
  it.each(bad)('refuses %s=%s and names a variable', (name, value) => {
    const error = (() => {
      try {
        return readConfig({ [name]: value })
      } catch (thrown) {
        return thrown
      }
    })()
    expect(error).toBeInstanceOf(InputError)
    expect((error as InputError).message).toMatch(/^environment: KENSHO_[A-Z_]+: /)
  })

  it('never repeats a database URL, which may hold a password', () => {
    expect(() => readConfig({ KENSHO_DATABASE_URL: 'mysql://user:hunter2@x' })).not.toThrow(/hunter2/)
    expect(() => readConfig({ KENSHO_DATABASE_URL: 'mysql://user:hunter2@x' })).toThrow('postgresql://')
  })
})
