'use strict'
// The launcher, in plain old JavaScript so that any Node from 20 on can read it. It makes sure that what the lock
// file names is installed (without install scripts), then goes on with a Node that runs TypeScript directly.
const { spawn } = require('node:child_process')
const fs = require('node:fs')
const os = require('node:os')
const path = require('node:path')
const { pathToFileURL } = require('node:url')

const ROOT = path.resolve(__dirname, '..')
const NODE_MAJOR_MIN = 24
const INSTALL_MS_MAX = 15 * 60_000

/** True when every package of the lock file is installed in that version, and nothing else is. */
function installed() {
  const wanted = readJson(path.join(ROOT, 'package-lock.json'))
  if (!wanted) throw new Error('package-lock.json is missing or unreadable: clone the project again')
  const found = readJson(path.join(ROOT, 'node_modules', '.package-lock.json'))
  if (!found) return false
  for (const [key, want] of Object.entries(wanted.packages)) {
    if (key === '') continue
    const have = found.packages[key]
    // An optional package of another platform is rightly absent.
    if (!have && !want.optional) return false
    if (have && (have.version !== want.version || (want.integrity && have.integrity !== want.integrity)))
      return false
  }
  if (Object.keys(found.packages).some((key) => !wanted.packages[key])) return false
  return nodeMajor(process.version) >= NODE_MAJOR_MIN || fs.existsSync(ownNode())
}

function readJson(file) {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8'))
  } catch {
    // Missing, or half written by an install that was killed: both mean "install again".
    return undefined
  }
}

const nodeMajor = (version) => Number(/^v(\d+)/.exec(version)[1])
const ownNode = () =>
  path.join(ROOT, 'node_modules', '.bin', process.platform === 'win32' ? 'node.cmd' : 'node')

/** The start time of a process, to tell it from a later one with the same number; undefined where /proc is absent. */
function startOf(pid) {
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return fields[0] === 'Z' ? 'zombie' : fields[19]
  } catch {
    return undefined
  }
}

function alive(owner) {
  try {
    process.kill(owner.pid, 0)
  } catch (error) {
    if (error.code === 'ESRCH') return false
  }
  const start = startOf(owner.pid)
  return start === undefined ? !fs.existsSync('/proc/self/stat') : start === owner.start
}

/**
 * Runs `work` while holding the install lock. It lies outside node_modules, which the install deletes, and is made by
 * linking a finished file, so that it never exists without naming its owner.
 */
async function withInstallLock(work) {
  const lock = path.join(ROOT, '.install.lock')
  const own = `${lock}.${process.pid}`
  fs.writeFileSync(own, JSON.stringify({ pid: process.pid, start: startOf(process.pid) }))
  const until = Date.now() + INSTALL_MS_MAX
  let told = false
  try {
    for (;;) {
      try {
        fs.linkSync(own, lock)
        break
      } catch (error) {
        if (error.code !== 'EEXIST') throw error
      }
      const owner = readJson(lock)
      if (owner && !alive(owner)) {
        // Renaming lets only one of several waiters take a dead owner's lock away.
        try {
          fs.renameSync(lock, `${own}.stale`)
          fs.unlinkSync(`${own}.stale`)
        } catch (error) {
          if (error.code !== 'ENOENT') throw error
        }
        continue
      }
      if (!told) say(`another start is installing (process ${owner ? owner.pid : '?'}), waiting for it`)
      told = true
      if (Date.now() > until)
        throw new Error(`${lock} is held for too long: remove it if nothing is being installed`)
      await new Promise((resolve) => setTimeout(resolve, 200))
    }
    try {
      await work()
    } finally {
      fs.unlinkSync(lock)
    }
  } finally {
    fs.rmSync(own, { force: true })
  }
}

const say = (line) => process.stderr.write(`kensho: ${line}\n`)

async function install() {
  if (installed()) return
  await withInstallLock(async () => {
    if (installed()) return
    const { packages } = readJson(path.join(ROOT, 'package-lock.json'))
    const total = Object.keys(packages).filter((key) => key !== '' && !packages[key].optional).length
    say(`installing about ${total} packages (once, without install scripts) …`)
    const started = Date.now()
    const progress = setInterval(() => {
      say(`  ${Math.round((Date.now() - started) / 1000)} s, ${countPackages()} of about ${total} packages`)
    }, 5000)
    try {
      await runNpmCi()
    } finally {
      clearInterval(progress)
    }
    if (!installed()) {
      throw new Error(
        `npm ci finished, but what is installed does not match package-lock.json${
          fs.existsSync(ownNode())
            ? ''
            : ` and there is no Node ${NODE_MAJOR_MIN} for ${process.platform}-${process.arch}: install Node ${NODE_MAJOR_MIN} or newer`
        }`,
      )
    }
    say(`installed in ${Math.round((Date.now() - started) / 1000)} s`)
  })
}

function countPackages() {
  const folder = path.join(ROOT, 'node_modules')
  let count = 0
  for (const name of fs.existsSync(folder) ? fs.readdirSync(folder) : []) {
    if (name.startsWith('.')) continue
    count += name.startsWith('@') ? fs.readdirSync(path.join(folder, name)).length : 1
  }
  return count
}

function runNpmCi() {
  const npm =
    process.env.npm_execpath && process.env.npm_execpath.endsWith('npm-cli.js')
      ? process.env.npm_execpath
      : undefined
  const args = [
    'ci',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--include=dev',
    '--include=optional',
    '--loglevel=error',
  ]
  // npm run by `npm start` hands its own settings down by environment; a nested npm must not take them for flags.
  const env = Object.fromEntries(
    Object.entries(process.env).filter(
      ([key]) =>
        !/^npm_(config_|package_|lifecycle)/i.test(key) ||
        /registry|cache|proxy|cafile|userconfig/i.test(key),
    ),
  )
  const child = npm
    ? spawn(process.execPath, [npm, ...args], { cwd: ROOT, env, stdio: ['ignore', 'ignore', 'pipe'] })
    : spawn('npm', args, {
        cwd: ROOT,
        env,
        stdio: ['ignore', 'ignore', 'pipe'],
        shell: process.platform === 'win32',
      })
  let complaint = ''
  child.stderr.on('data', (chunk) => {
    complaint = (complaint + chunk).slice(-4000)
  })
  return new Promise((resolve, reject) => {
    child.on('error', (error) =>
      reject(new Error(`npm could not be started (${error.message}): install npm 10 or newer`)),
    )
    child.on('close', (code) => (code === 0 ? resolve() : reject(new Error(`npm ci failed:\n${complaint}`))))
  })
}

/** Where V8's compile cache goes: beside the packages when that is writable, so that users do not share one in /tmp. */
function compileCacheFolder() {
  const folder = path.join(ROOT, 'node_modules', '.cache', 'compile')
  try {
    fs.mkdirSync(folder, { recursive: true })
    fs.accessSync(folder, fs.constants.W_OK)
    return folder
  } catch {
    // A checkout that belongs to somebody else: their cache is not ours to write.
    return path.join(os.tmpdir(), `kensho-compile-${os.userInfo().uid}`)
  }
}

/** Installs what is missing, then runs a TypeScript file of the project with the arguments given. */
async function launch(script, args) {
  await install()
  const file = path.join(ROOT, script)
  if (nodeMajor(process.version) >= NODE_MAJOR_MIN) {
    process.argv = [process.execPath, file, ...args]
    require('node:module').enableCompileCache(compileCacheFolder())
    // For server and worker, which start as processes of their own.
    process.env.NODE_COMPILE_CACHE ??= compileCacheFolder()
    await import(pathToFileURL(file).href)
    return
  }
  const child = spawn(ownNode(), [file, ...args], {
    stdio: 'inherit',
    env: {
      ...process.env,
      NODE_COMPILE_CACHE: compileCacheFolder(),
      PATH: `${path.dirname(ownNode())}${path.delimiter}${process.env.PATH}`,
    },
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'])
    process.on(signal, () => child.kill(signal))
  child.on('error', (error) => fail(error))
  child.on('exit', (code, signal) => {
    if (signal) process.kill(process.pid, signal === 'SIGKILL' ? signal : 'SIGTERM')
    process.exitCode = code ?? 70
  })
}

function fail(error) {
  say(error.message)
  process.exitCode = 70
}

module.exports = { launch, fail }

if (require.main === module) {
  const [script, ...args] = process.argv.slice(2)
  launch(script, args).catch(fail)
}
