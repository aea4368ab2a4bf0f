/**
 * `npm test`: everything that gates a landing, one step after another, closing with one line of counts.
 * Installs what it needs where it may (root on Debian), and says by name and number what it had to skip and why.
 * A step that fails does not hide the later ones.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

const ROOT = path.resolve(import.meta.dirname, '..')
const BIN = path.join(ROOT, 'node_modules', '.bin')
const env = { ...process.env, PATH: `${BIN}${path.delimiter}${process.env['PATH']}`, FORCE_COLOR: '0' }

type Counts = { passed: number; failed: number; skipped: number }
const total: Counts = { passed: 0, failed: 0, skipped: 0 }
const notes: string[] = []

function run(program: string, args: string[], quiet = true): boolean {
  const result = spawnSync(program, args, {
    cwd: ROOT,
    env,
    encoding: 'utf8',
    stdio: quiet ? 'pipe' : 'inherit',
    maxBuffer: 64e6,
  })
  const ok = result.status === 0
  if (!ok && quiet)
    process.stdout.write(`${result.stdout ?? ''}${result.stderr ?? ''}${result.error?.message ?? ''}\n`)
  return ok
}

function step(name: string, program: string, args: string[]): void {
  const startedMs = Date.now()
  const ok = run(program === 'node' ? process.execPath : path.join(BIN, program), args)
  total[ok ? 'passed' : 'failed'] += 1
  console.log(`${ok ? 'ok  ' : 'FAIL'} ${name} (${((Date.now() - startedMs) / 1000).toFixed(1)} s)`)
}

/** Debian packages that tests want; without root, or on another system, the tests that need them skip and say so. */
function provide(program: string, packages: string[]): void {
  if (existsSync(program)) return
  const debian = existsSync('/usr/bin/apt-get') && process.getuid?.() === 0
  if (!debian) {
    notes.push(
      `${program} is missing and cannot be installed here (needs root on Debian): tests that need it are skipped`,
    )
    return
  }
  console.log(`installing ${packages.join(', ')} …`)
  const quietly = { ...env, DEBIAN_FRONTEND: 'noninteractive' }
  spawnSync('apt-get', ['update', '-qq'], { env: quietly, stdio: 'ignore' })
  const result = spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], {
    env: quietly,
    encoding: 'utf8',
  })
  if (result.status !== 0)
    notes.push(`apt-get could not install ${packages.join(', ')}: ${result.stderr.trim().split('\n').at(-1)}`)
}

type VitestReport = {
  numPassedTests: number
  numFailedTests: number
  numFailedTestSuites: number
  numPendingTests: number
  numTodoTests: number
  testResults: {
    name: string
    status: string
    message: string
    assertionResults: { status: string; fullName: string }[]
  }[]
}

function vitest(): void {
  const folder = mkdtempSync(path.join(tmpdir(), 'kensho-test-'))
  const file = path.join(folder, 'report.json')
  try {
    const args = [
      'run',
      '--reporter=dot',
      '--reporter=json',
      `--outputFile.json=${file}`,
      ...process.argv.slice(2),
    ]
    const ok = run(path.join(BIN, 'vitest'), args, false)
    const report = JSON.parse(readFileSync(file, 'utf8')) as VitestReport
    const skipped = report.testResults.flatMap((suite) =>
      suite.assertionResults.filter(({ status }) => status === 'skipped' || status === 'pending'),
    )
    // A file that could not even be loaded holds no failed test, and is a failure all the same.
    const broken = report.testResults.filter(
      (suite) =>
        suite.status === 'failed' && suite.assertionResults.every(({ status }) => status !== 'failed'),
    )
    total.passed += report.numPassedTests
    total.failed += report.numFailedTests + broken.length
    total.skipped += skipped.length
    if (!ok && report.numFailedTests + broken.length === 0) total.failed += 1
    for (const { fullName } of skipped) notes.push(`skipped: ${fullName}`)
    for (const suite of broken) console.log(`FAIL ${path.relative(ROOT, suite.name)}: ${suite.message}`)
    if (report.numPassedTests === 0) {
      total.failed += 1
      console.log('FAIL no test passed: a run that checked nothing is not green')
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

provide('/usr/bin/chromium', ['chromium', 'fonts-noto-cjk'])
provide('/usr/bin/prometheus', ['prometheus'])
step('types', 'tsc', ['-p', '.'])
step('lint', 'oxlint', [
  '--type-aware',
  '--deny-warnings',
  'src',
  'test',
  'bench',
  'scripts',
  'architecture.ts',
])
step('format', 'oxfmt', ['--check', 'src', 'test', 'bench', 'scripts', 'architecture.ts'])
step('dead code', 'knip', ['--no-progress'])
step('browser build', 'node', ['scripts/build-web.ts'])
vitest()

for (const note of notes) console.log(note)
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`)
process.exitCode = total.failed === 0 ? 0 : 1
