import { serve } from '../processes/serve.ts';
import { benchCaller, composeForBench } from './composition.ts';
import { benchPlugin } from './plugin.ts';

const [tools = '1', folder = ''] = process.argv.slice(2);

// Asked again after every change, the source yields one more tool.
let extra = 0;
let changed = (): void => {};
const plugin = benchPlugin({
  tools: Number(tools),
  source: {
    load: () =>
      Array.from({ length: extra }, (_, index) => ({
        kind: 'read',
        name: `late_${index}`,
        description: 'Came later.',
        toolset: 'bench',
        inputSchema: { type: 'object' },
        run: () => ({}),
      })),
    watch: (tell) => {
      changed = tell;
      return () => {};
    },
  },
});
const composition = await composeForBench({ plugin, folder });
const caller = benchCaller('http');
const door = await composition.mcpHandler({ authenticate: () => caller });
await serve(door.listener, {
  streams: () => door.stats().streams,
  change: () => {
    extra += 1;
    changed();
  },
});
