import * as z from 'zod';
import kubernetes from '../../../packages/plugin-devops/src/kubernetes/index.ts';
import { answerCommands } from '../processes/commands.ts';
import { benchCaller, composeForBench } from './composition.ts';

const [folder = '', kubeconfig = '', listed = ''] = process.argv.slice(2);
const pods = z.array(z.string()).parse(JSON.parse(listed));
const composition = await composeForBench({
  plugin: kubernetes,
  folder,
  connections: { kubernetes: { kubeconfig, contexts: ['bench'] } },
});
const caller = benchCaller('embedded');
const { signal } = new AbortController();
const Read = z.object({ containers: z.int(), lines: z.int(), failed: z.array(z.unknown()).max(0) });

const read = async (args: object): Promise<{ containers: number; characters: number }> => {
  const asked = { context: 'bench', namespace: 'shop', ...args };
  const answer = await composition.call({ tool: 'k8s_logs', args: asked, caller, asking: { mode: 'none' }, signal });
  if (answer.kind !== 'value') throw new Error(`not answered: ${JSON.stringify(answer)}`);
  return { containers: Read.parse(answer.value).containers, characters: answer.text.length };
};

answerCommands({
  /** The logs of all pods of the workload in one call. */
  together: async (tail) => {
    const started = performance.now();
    const { containers, characters } = await read({ kind: 'Deployment', name: 'web', tail });
    if (containers !== pods.length) throw new Error(`${containers} containers of ${pods.length}`);
    return { ms: performance.now() - started, characters };
  },
  /** The same logs, one call for each pod. */
  one_by_one: async (tail) => {
    const started = performance.now();
    for (const name of pods) await read({ name, tail });
    return { ms: performance.now() - started, characters: 0 };
  },
  /** The most memory that the process has had, in megabytes. */
  memory: () => process.resourceUsage().maxRSS / 1_024,
});
