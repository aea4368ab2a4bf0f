import { expect, it } from 'vitest'
import { ALL_MODULES } from '../modules.ts'
import { localChecker, localOperator } from './checker.ts'

it('grants what a module declares and nothing else', async () => {
  const checker = localChecker(ALL_MODULES)
  const declared = ALL_MODULES.flatMap((module) => Object.keys(module.permissions ?? {}))
  expect(declared.length).toBeGreaterThan(2)
  for (const permission of declared)
    expect(await checker({ id: 'system:people' }, permission as never), permission).toBe(true)
  for (const permission of ['estate.destroy', 'toString', '__proto__', ''])
    expect(await checker({ id: 'system:people' }, permission as never), permission).toBe(false)
})

it('takes everyone who reaches the server for the local operator, under a name that facts can carry', async () => {
  expect(
    await localOperator(new Request('http://localhost/'), { address: '127.0.0.1', proxied: false }),
  ).toEqual({ id: 'system:people' })
})
