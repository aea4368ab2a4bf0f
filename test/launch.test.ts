import { execFile, execFileSync } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

const ROOT = path.resolve(import.meta.dirname, '..')
const NPM = path.join(
  (process.env['PATH'] ?? '').split(':').find((folder) => existsSync(path.join(folder, 'npm')))!,
  'npm',
)

let folder: string

/** A checkout in small: the real launcher, one dependency from a tarball, and a real npm that counts its runs. */
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'kensho-launch-'))
  cpSync(path.join(ROOT, 'bin'), path.join(folder, 'bin'), { recursive: true })
  mkdirSync(path.join(folder, 'dependency'))
  writeFileSync(
    path.join(folder, 'dependency/package.json'),
    JSON.stringify({ name: 'dependency', version: '1.0.0', main: 'index.js' }),
  )
  writeFileSync(path.join(folder, 'dependency/index.js'), 'module.exports = "hello"')
  execFileSync(NPM, ['pack', '--silent', './dependency'], { cwd: folder })
  writeFileSync(
    path.join(folder, 'package.json'),
    JSON.stringify({
      name: 'small',
      version: '1.0.0',
      type: 'module',
      dependencies: { dependency: 'file:dependency-1.0.0.tgz' },
    }),
  )
  execFileSync(NPM, ['install', '--package-lock-only', '--silent', '--offline'], { cwd: folder })
  writeFileSync(
    path.join(folder, 'hello.ts'),
    "import said from 'dependency'\nconsole.log(said as string, ...process.argv.slice(2))\n",
  )
  mkdirSync(path.join(folder, 'path'))
  writeFileSync(
    path.join(folder, 'path/npm'),
    `#!/bin/sh\necho run >> ${folder}/npm-runs\nexec ${NPM} "$@" --offline\n`,
  )
  chmodSync(path.join(folder, 'path/npm'), 0o755)
})

afterEach(() => rmSync(folder, { recursive: true, force: true }))

function launch(...args: string[]): Promise<{ status: number; stdout: string; stderr: string }> {
  const { npm_execpath: _, ...env } = process.env
  const options = { cwd: tmpdir(), env: { ...env, PATH: `${folder}/path:${process.env['PATH']}` } }
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [path.join(folder, 'bin/launch.cjs'), 'hello.ts', ...args],
      options,
      (error, stdout, stderr) => resolve({ status: error === null ? 0 : Number(error.code), stdout, stderr }),
    )
  })
}

const npmRuns = () =>
  existsSync(`${folder}/npm-runs`) ? readFileSync(`${folder}/npm-runs`, 'utf8').trim().split('\n').length : 0

describe('the launcher', () => {
  it('installs once, shows that it does, and runs the file with its arguments', async () => {
    const first = await launch('a', 'b c')
    expect(first.stderr).toContain('installing about 1 packages')
    expect(first).toMatchObject({ status: 0, stdout: 'hello a b c\n' })
    const second = await launch()
    expect(second).toMatchObject({ status: 0, stdout: 'hello\n', stderr: '' })
    expect(npmRuns()).toBe(1)
    expect(readdirSync(folder).filter((name) => name.startsWith('.install.lock'))).toEqual([])
  })

  it('lets three starts at the same moment share one install', async () => {
    const all = await Promise.all([launch('1'), launch('2'), launch('3')])
    expect(all.map(({ stdout }) => stdout)).toEqual(['hello 1\n', 'hello 2\n', 'hello 3\n'])
    expect(npmRuns()).toBe(1)
  })

  it('installs again when the lock file differs from what is installed, or the install was cut short', async () => {
    await launch()
    writeFileSync(path.join(folder, 'node_modules/.package-lock.json'), '{"packages":{"node_mod')
    await launch()
    expect(npmRuns()).toBe(2)
    const lockFile = path.join(folder, 'node_modules/.package-lock.json')
    writeFileSync(lockFile, readFileSync(lockFile, 'utf8').replaceAll('"1.0.0"', '"0.9.0"'))
    expect((await launch()).stdout).toBe('hello\n')
    expect(npmRuns()).toBe(3)
  })

  it('takes over the lock of an install whose process is gone', async () => {
    writeFileSync(path.join(folder, '.install.lock'), JSON.stringify({ pid: 2 ** 22 + 1, start: '1' }))
    expect((await launch()).stdout).toBe('hello\n')
  })

  it('says what npm said when the install fails, and ends with 70', async () => {
    const lockFile = path.join(folder, 'package-lock.json')
    writeFileSync(
      lockFile,
      readFileSync(lockFile, 'utf8').replace(/sha512-[^"]+/, `sha512-${'A'.repeat(86)}==`),
    )
    const { status, stdout, stderr } = await launch()
    expect({ status, stdout }).toEqual({ status: 70, stdout: '' })
    expect(stderr).toContain('npm ci failed')
  })
})
