import type { Workload } from './workload.ts';

/** What may go wrong where the pods of a workload are replaced. */
export const replacingWarnings = ({ kind, spec }: { kind: string; spec: Workload['spec'] }): readonly string[] => {
  const waits = spec.updateStrategy?.type === 'OnDelete';
  return [
    ...(spec.strategy?.type === 'Recreate' ? ['Its strategy is Recreate: all pods end before the first new one begins.'] : []),
    ...(kind === 'StatefulSet' && spec.replicas === 1 ? ['It has one pod, which ends before the new one begins.'] : []),
    ...(waits ? ['Its strategy is OnDelete: pods change when somebody deletes them, not before.'] : []),
    ...(spec.replicas === 0 ? ['It has no pods now.'] : []),
  ];
};
