import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import {
  type KubernetesSandbox,
  kubernetesFaults,
  startKubernetesSandbox,
} from '../../../packages/testing/src/kubernetes/index.ts';
import { inTurns } from '../measure/in-turns.ts';
import { ratio, summary } from '../measure/statistics.ts';
import { startProcess } from '../processes/start-process.ts';
import { temporaryFolder } from '../processes/temporary-folder.ts';
import type { Scenario } from '../scenario.ts';

const Logs = z.object({ ms: z.number(), characters: z.number() });

const podCount = 50;
const answerMs = 30;
const usualLines = 100;
const mostLines = 2_000;

/** Reading the logs of many pods of a cluster. */
export const clusterLogs: Scenario = {
  name: 'k8s-logs',
  title: 'The logs of 50 pods',
  method: `k8s_logs on the simulated cluster, which takes ${answerMs} ms for each log: the last ${usualLines} lines of each of ${podCount} pods of a deployment in one call, and in a call for each pod, in turns. Then ${mostLines} lines of each, about 12 MB: what of it is answered, and what the process needs for it.`,
  run: async ({ rounds }) => {
    await using stack = new AsyncDisposableStack();
    const sandbox = await startKubernetesSandbox();
    stack.defer(() => sandbox.close());
    const pods = startPods(sandbox);
    sandbox.fail(kubernetesFaults.slow(answerMs), { path: '/api/v1/namespaces/shop/pods/:pod/log' });
    const state = stack.use(await temporaryFolder());
    const kubeconfig = join(state.path, 'kubeconfig');
    await writeFile(kubeconfig, sandbox.kubeconfig({ context: 'bench' }));
    const ours = stack.use(await startProcess({ script: 'k8s-logs.ts', args: [state.path, kubeconfig, JSON.stringify(pods)] }));

    const subjects = { together: 'together', one_by_one: 'one_by_one' } as const;
    const measure = async (command: string): Promise<number> =>
      (await ours.ask({ command, argument: usualLines, schema: Logs })).ms;
    await measure('together');
    const samplesOf = await inTurns({ subjects, rounds, measure });
    const before = await ours.ask({ command: 'memory', schema: z.number() });
    const large = await ours.ask({ command: 'together', argument: mostLines, schema: Logs });
    const after = await ours.ask({ command: 'memory', schema: z.number() });
    return [
      {
        what: 'a call for each pod ÷ one call',
        ...ratio({ of: samplesOf('one_by_one'), to: samplesOf('together') }),
        unit: '×',
        budget: { atLeast: 4 },
      },
      { what: 'one call', ...summary(samplesOf('together')), unit: 'ms' },
      { what: 'a call for each pod', ...summary(samplesOf('one_by_one')), unit: 'ms' },
      { what: 'one call that reads 12 MB', value: large.ms, unit: 'ms' },
      { what: 'what it answers', value: large.characters / 1e6, unit: 'MB', budget: { atMost: 0.1 } },
      { what: 'what the process needs more for it, at most', value: after - before, unit: 'MB', budget: { atMost: 100 } },
    ];
  },
};

/** A deployment whose pods have written more than anybody asks for; yields their names. */
const startPods = ({ world }: KubernetesSandbox): readonly string[] => {
  const labels = { app: 'web' };
  const template = { metadata: { labels }, spec: { containers: [{ name: 'app', image: 'shop/web:1' }] } };
  world.put({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } });
  world.put({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', namespace: 'shop' },
    spec: { replicas: podCount, selector: { matchLabels: labels }, template },
  });
  const names = world.list('Pod', 'shop').map(({ metadata }) => metadata.name);
  const startedMs = Date.parse('2026-01-31T08:00:00Z');
  for (const pod of names) {
    const lines = Array.from({ length: mostLines }, (_, index) => ({
      timeMs: startedMs + index * 100,
      text: `level=info request=${index} path=/cart/items status=200 duration=12ms pod=${pod}`,
    }));
    world.log({ namespace: 'shop', pod, container: 'app' }, lines);
  }
  return names;
};
