import type { PlatformModule } from '../platform/module.ts'
import { goOn } from './history/going-on.ts'
import { attestedClauses } from './seed.ts'

/** What the made-up operator needs while it stands: its days go on. */
export const demoModule: PlatformModule = {
  name: 'demo',
  jobs: [
    {
      name: 'the days of the made-up operator go on',
      schedule: '*/10 * * * *',
      run: async (ctx) => {
        const { looks, notices } = await goOn(ctx, attestedClauses())
        if (looks + notices > 0) ctx.log.info({ looks, notices }, 'the days of the demo operator went on')
      },
    },
  ],
}
