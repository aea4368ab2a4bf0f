import { expect, it } from 'vitest'
import { paths } from './paths.ts'

it('shows every address of the product, so that a changed one is seen in review', () => {
  expect({
    board: paths.board(),
    clause: paths.clause('3.2.3.1'),
    clausePage: paths.clausePage('3.2.3.1'),
    clauseThen: paths.clausePage('2.1', { day: '2026-08-01', form: '' }),
    rules: paths.rules({ clause: '4.1', state: 'waiting', find: '変更 & 手順', from: '50' }),
    rule: paths.rule('change-approval'),
    waivers: paths.waivers(),
    waiver: paths.waiver('東京/1'),
    redundancy: paths.redundancy(),
    redundancyFailing: paths.redundancy({
      fail: '東京 受電盤/B & co',
      view: 'layers',
      table: 'links',
      find: '',
    }),
    ledger: paths.ledger({ clause: '4.1', object: '東京 受電盤/B & co', before: '120', by: '' }),
    ledgerFact: paths.ledger({ fact: '17' }),
    people: paths.people(),
    approvals: paths.approvals(),
    me: paths.me(),
    signIn: paths.signIn(),
    signInRefused: paths.signIn({ refused: 'missing' }),
    welcome: paths.welcome(),
  }).toMatchInlineSnapshot(`
    {
      "approvals": "/approvals",
      "board": "/",
      "clause": "/#3.2.3.1",
      "clausePage": "/clause/3.2.3.1",
      "clauseThen": "/clause/2.1?day=2026-08-01",
      "ledger": "/ledger?clause=4.1&object=%E6%9D%B1%E4%BA%AC+%E5%8F%97%E9%9B%BB%E7%9B%A4%2FB+%26+co&before=120",
      "ledgerFact": "/ledger?fact=17",
      "me": "/me",
      "people": "/people",
      "redundancy": "/redundancy",
      "redundancyFailing": "/redundancy?fail=%E6%9D%B1%E4%BA%AC+%E5%8F%97%E9%9B%BB%E7%9B%A4%2FB+%26+co&view=layers&table=links",
      "rule": "/rules/change-approval",
      "rules": "/rules?clause=4.1&state=waiting&find=%E5%A4%89%E6%9B%B4+%26+%E6%89%8B%E9%A0%86&from=50",
      "signIn": "/sign-in",
      "signInRefused": "/sign-in?refused=missing",
      "waiver": "/waivers/%E6%9D%B1%E4%BA%AC%2F1",
      "waivers": "/waivers",
      "welcome": "/welcome",
    }
  `)
  expect(Object.keys(paths)).toEqual([
    'board',
    'clause',
    'clausePage',
    'rules',
    'rule',
    'waivers',
    'waiver',
    'redundancy',
    'ledger',
    'people',
    'approvals',
    'me',
    'signIn',
    'welcome',
  ])
})
