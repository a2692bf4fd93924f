import * as z from 'zod';

const texts = z.record(z.string(), z.string()).nullish();

/** What every object has; everything else of it is kept as it came. */
export const kubernetesObject = z.looseObject({
  apiVersion: z.string().nullish(),
  kind: z.string().nullish(),
  metadata: z.looseObject({
    name: z.string().nullish(),
    namespace: z.string().nullish(),
    uid: z.string().nullish(),
    resourceVersion: z.string().nullish(),
    generation: z.int().nullish(),
    creationTimestamp: z.string().nullish(),
    deletionTimestamp: z.string().nullish(),
    labels: texts,
    annotations: texts,
    ownerReferences: z
      .array(
        z.looseObject({
          apiVersion: z.string(),
          kind: z.string(),
          name: z.string(),
          uid: z.string(),
          controller: z.boolean().nullish(),
        }),
      )
      .nullish(),
  }),
});
export type KubernetesObject = z.output<typeof kubernetesObject>;

/** One page of objects. */
export const objectList = z.object({
  metadata: z
    .object({ continue: z.string().nullish(), remainingItemCount: z.int().nullish(), resourceVersion: z.string().nullish() })
    .nullish(),
  items: z.array(kubernetesObject).nullish(),
});
