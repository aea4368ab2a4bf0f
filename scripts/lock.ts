export type LockEntry = {
  version?: string
  optional?: boolean
  dev?: boolean
  os?: string[]
  cpu?: string[]
  libc?: string[]
  dependencies?: Record<string, string>
  optionalDependencies?: Record<string, string>
}
export type Lock = { lockfileVersion: number; packages: Record<string, LockEntry> }

const SYSTEMS = [
  'android',
  'darwin',
  'freebsd',
  'linux',
  'netbsd',
  'openbsd',
  'openharmony',
  'sunos',
  'win32',
  'aix',
]
const PROCESSORS = [
  'arm64',
  'arm',
  'ia32',
  'loong64',
  'mips64el',
  'ppc64',
  'riscv64',
  's390x',
  'x64',
  'wasm32',
]

/** What a platform package's name says of the machine it is for; undefined when it says nothing. */
export function platformOf(name: string): Pick<LockEntry, 'os' | 'cpu' | 'libc'> | undefined {
  const words = name.split(/[/@_.-]+/)
  const os = SYSTEMS.find((system) => words.includes(system))
  const cpu = PROCESSORS.find((processor) => words.includes(processor))
  if (os === undefined || cpu === undefined) return undefined
  const libc = words.some((word) => word.startsWith('musl'))
    ? 'musl'
    : words.some((word) => word.startsWith('gnu'))
      ? 'glibc'
      : undefined
  return { os: [os], cpu: [cpu], ...(libc === undefined || os !== 'linux' ? {} : { libc: [libc] }) }
}

/** The lock with an entry for every optional dependency of every package, and the names that it lacked. Pure. */
export function completed(lock: Lock): { lock: Lock; added: string[] } {
  const packages: Record<string, LockEntry> = { ...lock.packages }
  const added: string[] = []
  for (const [key, entry] of Object.entries(lock.packages)) {
    for (const [name, range] of Object.entries(entry.optionalDependencies ?? {})) {
      if (resolvable(packages, key, name)) continue
      const platform = platformOf(name)
      const version = /^[=v]?(\d+\.\d+\.\d+\S*)$/.exec(range)?.[1]
      // Without an exact version or a platform in the name there is nothing to lock: better told than invented.
      if (platform === undefined || version === undefined) {
        throw new Error(
          `package-lock.json: ${name}@${range}, optional for ${key || 'the project'}: neither installed nor of a known platform`,
        )
      }
      packages[`node_modules/${name}`] = {
        version,
        ...(entry.dev ? { dev: true } : {}),
        optional: true,
        ...platform,
      }
      added.push(name)
    }
  }
  const sorted = Object.fromEntries(Object.entries(packages).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
  return { lock: { ...lock, packages: sorted }, added }
}

/** Node's resolution inside the lock: the package's own node_modules, then each one above, at last the project's. */
function resolvable(packages: Record<string, LockEntry>, from: string, name: string): boolean {
  for (
    let folder = from;
    folder !== '';
    folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))
  ) {
    if (packages[`${folder}/node_modules/${name}`] !== undefined) return true
  }
  return packages[`node_modules/${name}`] !== undefined
}
