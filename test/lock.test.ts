import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { completed, platformOf, type Lock } from '../scripts/lock.ts'

const ROOT = path.resolve(import.meta.dirname, '..')
const lock = JSON.parse(readFileSync(path.join(ROOT, 'package-lock.json'), 'utf8')) as Lock
const manifest = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as Record<
  string,
  Record<string, string>
>

describe('the lock', () => {
  it('names every optional package of every platform, so that npm ci accepts it anywhere', () => {
    expect(completed(lock).added).toEqual([])
    const optional = Object.values(lock.packages).filter((entry) => entry.optional)
    expect(optional.length).toBeGreaterThan(100)
  })

  it('names what is missing, with version and platform', () => {
    const { ['node_modules/@oxlint/binding-linux-x64-musl']: gone, ...packages } = lock.packages
    expect(gone).toBeDefined()
    const { added, lock: mended } = completed({ ...lock, packages })
    expect(added).toEqual(['@oxlint/binding-linux-x64-musl'])
    expect(mended.packages['node_modules/@oxlint/binding-linux-x64-musl']).toMatchObject({
      optional: true,
      os: ['linux'],
      cpu: ['x64'],
      libc: ['musl'],
    })
  })

  it('refuses to invent a version or a platform', () => {
    const packages = { 'node_modules/a': { version: '1.0.0', optionalDependencies: { 'a-extra': '^1.0.0' } } }
    expect(() => completed({ lockfileVersion: 3, packages })).toThrow('a-extra@^1.0.0')
  })

  it.each([
    ['@oxfmt/binding-linux-arm-gnueabihf', { os: ['linux'], cpu: ['arm'], libc: ['glibc'] }],
    ['@oxlint-tsgolint/win32-x64', { os: ['win32'], cpu: ['x64'] }],
    ['@oxc-parser/binding-android-arm-eabi', { os: ['android'], cpu: ['arm'] }],
    ['fsevents', undefined],
  ])('reads the platform of %s', (name, platform) => expect(platformOf(name)).toEqual(platform))

  it('pins every direct dependency exactly', () => {
    const ranges = ['dependencies', 'devDependencies', 'optionalDependencies'].flatMap((kind) =>
      Object.entries(manifest[kind] ?? {}),
    )
    expect(ranges.length).toBeGreaterThan(40)
    expect(ranges.filter(([, range]) => !/^\d+\.\d+\.\d+/.test(range))).toEqual([])
  })
})
