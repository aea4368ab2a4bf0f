import { chmodSync, mkdtempSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const freeBytesMin = 2 * 1024 ** 3

/**
 * A temporary folder for tests that make databases: in memory where there is room, since a new cluster flushes a
 * thousand files, which takes seconds on a busy disk. Open to all (mode 755), so that an account can pass.
 */
export function temporaryFolder(prefix: string): string {
  const folder = mkdtempSync(join(memoryFolder() ?? tmpdir(), prefix))
  chmodSync(folder, 0o755)
  return folder
}

function memoryFolder(): string | null {
  try {
    const { bavail, bsize } = statfsSync('/dev/shm')
    return bavail * bsize >= freeBytesMin ? '/dev/shm' : null
  } catch {
    // Not on this system.
    return null
  }
}
