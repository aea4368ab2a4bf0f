import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { InputError } from '../failure.ts'
import type { Account } from './account.ts'

/** A program, its arguments and the user as whom to spawn it. */
export type Spawnable = { file: string; args: string[]; uid?: number; gid?: number }

/**
 * How PostgreSQL's programs reach binaries and data. `direct`: by their real paths. `namespace`: we are root, and the
 * account cannot pass through a folder above them (mode 700), so they run in a private mount namespace in which the
 * folders are bound to paths that it can pass; nothing outside sees these mounts, and they end with the processes.
 */
export type Reach =
  | { kind: 'direct'; account: Account | null; binFolder: string }
  | {
      kind: 'namespace'
      account: Account
      binFolder: string
      boundBinaries: string | null
      runFolder: string
    }

/** Programs of PostgreSQL see nothing of our environment: PGDATA and its like would change what they do. */
export const cleanEnvironment = {
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  LC_ALL: 'C',
  TZ: 'UTC',
}

// The mounts come as pairs before `--`; exec keeps the pid, so our child is PostgreSQL itself.
const mountScript = 'set -e; while [ "$1" != -- ]; do mount --bind "$1" "$2"; shift 2; done; shift; exec "$@"'

/** The path under which PostgreSQL itself sees the cluster folder. */
export function clusterInside(reach: Reach, clusterFolder: string): string {
  return reach.kind === 'direct' ? clusterFolder : join(reach.runFolder, 'cluster')
}

/** The program with its arguments as a command that runs as the account and sees the cluster folder. */
export function spawnable(
  reach: Reach,
  clusterFolder: string,
  program: 'postgres' | 'initdb',
  args: string[],
): Spawnable {
  const { account } = reach
  if (reach.kind === 'direct') {
    const identity = account ? { uid: account.uid, gid: account.gid } : {}
    return { file: join(reach.binFolder, program), args, ...identity }
  }
  const folder = reach.boundBinaries === null ? reach.binFolder : join(reach.runFolder, 'binaries', 'bin')
  return inNamespace(reach, clusterFolder, [join(folder, program), ...args])
}

function inNamespace(
  reach: Reach & { kind: 'namespace' },
  clusterFolder: string,
  command: string[],
): Spawnable {
  const mounts = [clusterFolder, join(reach.runFolder, 'cluster')]
  if (reach.boundBinaries !== null) mounts.push(reach.boundBinaries, join(reach.runFolder, 'binaries'))
  const { uid, gid } = reach.account
  const become = [
    'setpriv',
    '--reuid',
    String(uid),
    '--regid',
    String(gid),
    '--clear-groups',
    '--no-new-privs',
  ]
  return {
    file: 'unshare',
    args: [
      '--mount',
      '--propagation',
      'private',
      'sh',
      '-c',
      mountScript,
      'sh',
      ...mounts,
      '--',
      ...become,
      ...command,
    ],
  }
}

/**
 * Finds how the account reaches binaries and home by trying it, not by reading modes (access lists exist). Throws
 * InputError naming the closed folder where neither the direct way nor a namespace works.
 */
export function findReach(
  account: Account | null,
  binFolder: string,
  home: string,
  makeRunFolder: () => string,
): Reach {
  if (!account) return { kind: 'direct', account, binFolder }
  const postgres = join(binFolder, 'postgres')
  const reachesHome = succeeds(asAccount(account, ['sh', '-c', 'cd "$1"', 'sh', home]))
  const reachesBinaries = succeeds(asAccount(account, [postgres, '--version']))
  if (reachesHome && reachesBinaries) return { kind: 'direct', account, binFolder }
  const runFolder = makeRunFolder()
  for (const name of ['cluster', 'binaries']) {
    mkdirSync(join(runFolder, name), { recursive: true })
    chmodSync(join(runFolder, name), 0o711)
  }
  const boundBinaries = reachesBinaries ? null : dirname(binFolder)
  const reach: Reach = { kind: 'namespace', account, binFolder, boundBinaries, runFolder }
  const tried = run(spawnable(reach, home, 'postgres', ['--version']))
  if (tried.status === 0) return reach
  const closed = closedFolder(reachesHome ? postgres : home, account) ?? (reachesHome ? binFolder : home)
  throw new InputError(
    closed,
    {},
    `a folder that the user ${account.name} can pass (chmod o+x): PostgreSQL refuses to run as root and runs as ` +
      `${account.name}, and a private mount is not possible here (${tried.because}). Else choose another --data ` +
      `folder, start as an ordinary user, or name a server in KENSHO_DATABASE_URL`,
  )
}

/** The first folder from the root down that this account cannot pass by its mode, or null. */
export function closedFolder(path: string, account: Account): string | null {
  const folders: string[] = []
  for (let folder = path; ; folder = dirname(folder)) {
    folders.unshift(folder)
    if (folder === dirname(folder)) break
  }
  for (const folder of folders) {
    const found = statSync(folder, { throwIfNoEntry: false })
    if (!found?.isDirectory()) continue
    const shift = found.uid === account.uid ? 6 : found.gid === account.gid ? 3 : 0
    if (((found.mode >> shift) & 1) === 0) return folder
  }
  return null
}

function asAccount(account: Account, [file = '', ...args]: string[]): Spawnable {
  return { file, args, uid: account.uid, gid: account.gid }
}

function succeeds(command: Spawnable): boolean {
  return run(command).status === 0
}

function run({ file, args, uid, gid }: Spawnable): { status: number | null; because: string } {
  const identity = uid === undefined ? {} : { uid, gid }
  const options = { ...identity, cwd: '/', env: cleanEnvironment, encoding: 'utf8' as const, timeout: 10_000 }
  const done = spawnSync(file, args, options)
  const because = done.error?.message ?? done.stderr.trim().split('\n').at(-1) ?? ''
  return { status: done.error ? null : done.status, because }
}
