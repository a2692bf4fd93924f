import { LineclearError, quoted } from '@lineclear/core/plugin';
import { readAs } from '../changes/read-as.ts';
import { digestOf } from '../changes/state-of.ts';
import type { KubernetesReader, Target } from '../client/kubernetes-reader.ts';
import { selectorText } from '../pods/selector.ts';
import { type Revision, readRevisions } from '../rollouts/revisions.ts';
import type { RolloutKind } from '../rollouts/rollout.ts';
import { podTemplate, type PodTemplate, type Workload, workload } from './workload.ts';

/** A workload as it is, and what it was in an earlier revision. */
export interface Earlier {
  readonly current: Workload;
  readonly newest: number | null;
  readonly number: number;
  /** As the workload had it. */
  readonly template: PodTemplate;
  /** Of the object that keeps the revision. */
  readonly annotations: Readonly<Record<string, string>>;
}

/** Finds the revision of a number, or the one before the newest; `not_found` where it is not kept. */
export const findEarlier = async ({
  reader,
  target,
  number,
  signal,
}: {
  reader: KubernetesReader;
  target: Target & { readonly kind: RolloutKind };
  number: number | undefined;
  signal: AbortSignal;
}): Promise<Earlier> => {
  const { context, namespace, kind, name } = target;
  const current = readAs({ object: await reader.get({ ...target, signal }), schema: workload });
  const labels = selectorText(current.spec.selector);
  const revisions = await readRevisions({ reader, context, namespace, kind, uid: current.metadata.uid, labels, signal });
  const found = number === undefined ? revisions[1] : revisions.find(({ revision }) => revision === number);
  if (found === undefined) throw notKept({ name, number, revisions });
  return {
    current,
    newest: revisions[0]?.revision ?? null,
    number: found.revision,
    template: asItWas(readAs({ object: found.template, schema: podTemplate })),
    annotations: found.object.metadata.annotations ?? {},
  };
};

/** What a decision to go back depends on of the workload itself. */
export const presentState = ({ metadata, spec }: Workload) => ({
  uid: metadata.uid,
  template: digestOf(spec.template),
  paused: spec.paused === true,
});

/** Without what the controllers add: a label that would tie the template to the old pods, and how a patch is to be read. */
const asItWas = ({ $patch: _patch, ...template }: PodTemplate): PodTemplate => {
  const labels = template.metadata?.labels;
  if (labels?.['pod-template-hash'] === undefined) return template;
  const kept = Object.entries(labels).filter(([name]) => name !== 'pod-template-hash');
  return { ...template, metadata: { ...template.metadata, labels: Object.fromEntries(kept) } };
};

const notKept = ({
  name,
  number,
  revisions,
}: {
  name: string;
  number: number | undefined;
  revisions: readonly Revision[];
}): LineclearError =>
  new LineclearError(
    'not_found',
    `The cluster keeps ${number === undefined ? 'no revision before this one' : `no revision ${number}`} of ${quoted(name)}.`,
    {
      hint: 'k8s_rollout_history lists those that it keeps.',
      details: { reason: 'no_revision', revisions: revisions.slice(0, 20).map(({ revision }) => revision) },
      effect: 'none',
    },
  );
