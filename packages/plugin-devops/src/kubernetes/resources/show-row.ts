import { ageOf } from '../text/age.ts';
import type { KubernetesObject } from './kubernetes-object.ts';
import { clusterRows, otherRow } from './rows/cluster-rows.ts';
import type { Cells, RowOf } from './rows/row.ts';
import { workloadRows } from './rows/workload-rows.ts';

const rows: ReadonlyMap<string, RowOf> = new Map(Object.entries({ ...workloadRows, ...clusterRows }));

/** One object in a list: its name, what matters of its kind, and its age. No value of a Secret is among it. */
export const showRow = ({
  object,
  kind,
  isSecretKind,
  nowMs,
}: {
  object: KubernetesObject;
  kind: string;
  isSecretKind: boolean;
  nowMs: number;
}) => {
  const { name, namespace, creationTimestamp, deletionTimestamp } = object.metadata;
  const cells: Cells = isSecretKind ? {} : (rows.get(kind) ?? otherRow)(object);
  return {
    name: name ?? '',
    ...(namespace == null ? {} : { namespace }),
    ...Object.fromEntries(Object.entries(cells).filter(([, value]) => value !== undefined && value !== null)),
    ...(deletionTimestamp == null ? {} : { deleting: true }),
    ...withAge(ageOf({ time: creationTimestamp, nowMs })),
  };
};

const withAge = (age: string | undefined) => (age === undefined ? {} : { age });
