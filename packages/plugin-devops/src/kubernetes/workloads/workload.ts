import * as z from 'zod';
import { contextName, namespaceName, resourceName } from '../resources/names.ts';
import { rolloutKind } from '../rollouts/rollout.ts';

/** The input fields that name one of them. */
export const workloadFields = {
  context: contextName,
  namespace: namespaceName,
  kind: rolloutKind.describe('Its kind.'),
  name: resourceName(),
};

/** What those fields name, without the others of an input. */
export const toTarget = <Kind extends string>({
  context,
  namespace,
  kind,
  name,
}: {
  readonly context: string;
  readonly namespace: string;
  readonly kind: Kind;
  readonly name: string;
}) => ({ context, namespace, kind, name });

/** The input fields that name a deployment. */
export const deploymentFields = { context: contextName, namespace: namespaceName, name: resourceName() };

const quantities = z.record(z.string(), z.union([z.string(), z.number()])).nullish();

const container = z.looseObject({
  name: z.string(),
  image: z.string().nullish(),
  resources: z.looseObject({ requests: quantities, limits: quantities }).nullish(),
});
export type Container = z.output<typeof container>;

const texts = z.record(z.string(), z.string()).nullish();
export const podTemplate = z.looseObject({
  metadata: z.looseObject({ labels: texts, annotations: texts }).nullish(),
  spec: z.looseObject({ containers: z.array(container) }),
});
export type PodTemplate = z.output<typeof podTemplate>;

/** The parts of a workload that its tools work with. */
export const workload = z.looseObject({
  metadata: z.looseObject({ uid: z.string(), generation: z.int().nullish(), annotations: texts }),
  spec: z.looseObject({
    replicas: z.int().nullish(),
    paused: z.boolean().nullish(),
    selector: z.unknown(),
    strategy: z.looseObject({ type: z.string().nullish() }).nullish(),
    updateStrategy: z.looseObject({ type: z.string().nullish() }).nullish(),
    persistentVolumeClaimRetentionPolicy: z.looseObject({ whenScaled: z.string().nullish() }).nullish(),
    template: podTemplate,
  }),
});
export type Workload = z.output<typeof workload>;
