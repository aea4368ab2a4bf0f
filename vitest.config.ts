import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'src/**/*.test.tsx', 'test/**/*.test.ts'],
    globalSetup: ['test/one-server.ts'],
    setupFiles: ['test/seed.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // A page on a busy machine may take its time to show what is waited for; a second, the default, is no bound of ours.
    expect: { poll: { timeout: 30_000 } },
    // A run that finds no test is a broken run, never a green one.
    passWithNoTests: false,
  },
})
