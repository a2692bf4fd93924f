import { LineclearError } from '@lineclear/core/plugin';
import * as z from 'zod';
import type { KubernetesReader } from '../client/kubernetes-reader.ts';
import { readQuantity } from '../workloads/quantity.ts';

const amounts = z.object({ cpu: z.string().nullish(), memory: z.string().nullish() });

// https://github.com/kubernetes/metrics/blob/master/pkg/apis/metrics/v1beta1/types.go
const metrics = z.object({
  items: z.array(
    z.object({
      metadata: z.object({ name: z.string(), namespace: z.string().nullish() }),
      usage: amounts.nullish(),
      containers: z.array(z.object({ name: z.string(), usage: amounts })).nullish(),
    }),
  ),
});

/** CPU in thousandths of a core, memory in MiB. */
export interface Usage {
  readonly cpu_m: number;
  readonly memory_mib: number;
}

export interface Used extends Usage {
  readonly name: string;
  readonly namespace: string | undefined;
  readonly containers: readonly (Usage & { readonly name: string })[];
}

const root = '/apis/metrics.k8s.io/v1beta1';

/** What nodes or pods use now; `unsupported` where the cluster measures nothing. */
export const readUsage = async ({
  reader,
  context,
  path,
  labels,
  signal,
}: {
  reader: KubernetesReader;
  context: string;
  /** `/nodes`, or `/namespaces/shop/pods`. */
  path: string;
  labels: string | undefined;
  signal: AbortSignal;
}): Promise<readonly Used[]> => {
  const query = { labelSelector: labels };
  const answer = await reader.cluster(context).send({ method: 'get', path: `${root}${path}`, query, accept: [404, 503], signal });
  if (answer.status !== 200) throw noMetrics(answer.status);
  return answer.json(metrics).items.map(({ metadata: { name, namespace }, usage, containers }) => {
    const parts = (containers ?? []).map((one) => ({ name: one.name, ...toUsage(one.usage) }));
    return { name, namespace: namespace ?? undefined, ...(usage == null ? sumOf(parts) : toUsage(usage)), containers: parts };
  });
};

/** What a node can give to pods. */
export const toUsage = ({ cpu, memory }: z.output<typeof amounts>): Usage => ({
  // Rounded up as kubectl does, but not for what floating point adds.
  cpu_m: Math.ceil((readQuantity(cpu ?? '0') ?? 0) * 1_000 - 1e-6),
  memory_mib: Math.round((readQuantity(memory ?? '0') ?? 0) / 2 ** 20),
});

const sumOf = (parts: readonly Usage[]): Usage => ({
  cpu_m: parts.reduce((sum, { cpu_m: cpu }) => sum + cpu, 0),
  memory_mib: parts.reduce((sum, { memory_mib: memory }) => sum + memory, 0),
});

const noMetrics = (status: number): LineclearError =>
  new LineclearError('unsupported', 'This cluster does not say what its pods and nodes use.', {
    hint: 'Its metrics server is not installed or does not answer (metrics.k8s.io); a dashboard or k8s_describe may help.',
    details: { reason: 'no_metrics', status },
  });
