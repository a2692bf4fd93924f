import { path } from '@lineclear/core/plugin';
import * as z from 'zod';
import { kubernetes } from '../../connection.ts';
import { contextName, everyNamespace, namespaceOrAll, targetOf } from '../../resources/names.ts';
import { labelSelector, limitOf } from '../../resources/selectors.ts';
import { readUsage, toUsage } from '../usage.ts';

const amount = { cpu_m: z.int().describe('Thousandths of a core.'), memory_mib: z.int() };

export const k8sTop = kubernetes.read({
  name: 'k8s_top',
  toolset: 'cluster',
  description: 'Show the CPU and memory that pods or nodes use now, the most first.',
  input: z.strictObject({
    context: contextName,
    namespace: namespaceOrAll,
    kind: z.enum(['Pod', 'Node']).describe('Whose.'),
    labels: labelSelector,
    containers: z.boolean().default(false).describe('Each of them too.'),
    sort: z.enum(['cpu', 'memory']).default('cpu').describe('What comes first.'),
    limit: limitOf(50),
  }),
  output: z.object({
    items: z.array(
      z.object({
        name: z.string(),
        namespace: z.string().optional(),
        ...amount,
        cpu_percent: z.int().optional().describe('Of what the node has for pods.'),
        memory_percent: z.int().optional(),
        containers: z.array(z.object({ name: z.string(), ...amount })).optional(),
      }),
    ),
    left_out: z.int(),
  }),
  classify: ({ input: { context, namespace, kind } }) => ({ target: targetOf({ context, namespace, kind }) }),
  run: async ({ input, reader, signal }) => {
    const { context, namespace, kind, labels, sort, limit } = input;
    await reader.kind({ context, namespace, kind, apiVersion: 'v1', signal });
    const where = kind === 'Node' ? '/nodes' : namespace === everyNamespace ? '/pods' : `${path`/namespaces/${namespace}`}/pods`;
    const used = await readUsage({ reader, context, path: where, labels, signal });
    const capacity = kind === 'Node' ? await allocatable({ reader, context, signal }) : undefined;
    const by = sort === 'cpu' ? 'cpu_m' : 'memory_mib';
    const sorted = used.toSorted((one, other) => other[by] - one[by] || one.name.localeCompare(other.name));
    return {
      items: sorted.slice(0, limit).map(({ name, namespace: own, cpu_m: cpu, memory_mib: memory, containers }) => ({
        name,
        ...(own === undefined ? {} : { namespace: own }),
        cpu_m: cpu,
        memory_mib: memory,
        ...percentOf({ cpu, memory, whole: capacity?.get(name) }),
        ...(input.containers ? { containers: containers.map((one) => ({ ...one })) } : {}),
      })),
      left_out: Math.max(0, used.length - limit),
    };
  },
});

const node = z.object({
  metadata: z.object({ name: z.string() }),
  status: z.object({ allocatable: z.object({ cpu: z.string().nullish(), memory: z.string().nullish() }) }),
});

const allocatable = async ({
  reader,
  context,
  signal,
}: Pick<Parameters<typeof readUsage>[0], 'reader' | 'context' | 'signal'>) => {
  const nodes = await reader.all({ context, namespace: '-', kind: 'Node', apiVersion: 'v1', signal });
  return new Map(
    nodes
      .flatMap((one) => node.safeParse(one).data ?? [])
      .map(({ metadata, status }) => [metadata.name, toUsage(status.allocatable)]),
  );
};

const percentOf = ({ cpu, memory, whole }: { cpu: number; memory: number; whole: ReturnType<typeof toUsage> | undefined }) =>
  whole === undefined || whole.cpu_m === 0 || whole.memory_mib === 0
    ? {}
    : { cpu_percent: Math.floor((cpu / whole.cpu_m) * 100), memory_percent: Math.floor((memory / whole.memory_mib) * 100) };
