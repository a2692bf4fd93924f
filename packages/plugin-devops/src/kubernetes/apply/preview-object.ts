import { LineclearError, quoted } from '@lineclear/core/plugin';
import { dryRun } from '../changes/dry-run.ts';
import { showChange } from '../changes/show-change.ts';
import { type SeenState, stateOf } from '../changes/state-of.ts';
import type { KubernetesReader, Target } from '../client/kubernetes-reader.ts';
import { type KubernetesObject, kubernetesObject } from '../resources/kubernetes-object.ts';
import { noNamespace } from '../resources/names.ts';
import type { Digest } from '../masking/secret-digest.ts';
import { type FieldConflict, readConflicts } from './conflicts.ts';
import type { GivenObject } from './read-manifest.ts';

/** What an apply would do to one object. */
export interface ObjectPreview {
  readonly target: Target;
  readonly does: 'create' | 'change' | 'nothing';
  readonly changes: string;
  /** Null where the object is not there. */
  readonly seen: SeenState | null;
  /** Fields that others set. With force they are taken over. */
  readonly conflicts: readonly FieldConflict[];
  readonly warnings: readonly string[];
}

export const toTarget = ({ context, object }: { context: string; object: GivenObject }): Target => ({
  context,
  namespace: object.namespace,
  kind: object.kind,
  apiVersion: object.apiVersion,
  name: object.name,
  ...(object.isSecret ? { isSecret: true } : {}),
});

/** Asks the server what an apply of one object would do. `planned` are the namespaces that the same manifest makes. */
export const previewObject = async ({
  object,
  context,
  force,
  planned,
  reader,
  digest,
  signal,
}: {
  object: GivenObject;
  context: string;
  force: boolean;
  planned: readonly string[];
  reader: KubernetesReader;
  digest: Digest;
  signal: AbortSignal;
}): Promise<ObjectPreview> => {
  const target = toTarget({ context, object });
  const { kind, name } = target;
  const before = await reader.find({ ...target, signal });
  const seen = before === undefined ? null : stateOf(before);
  const show = (after: KubernetesObject) => showChange({ before, after, kind, name, digest, reader, isSecret: object.isSecret });
  const isInPlanned = before === undefined && target.namespace !== noNamespace && planned.includes(target.namespace);
  if (isInPlanned) {
    const warnings = [`${kind} ${quoted(name)} could not be checked by the server: its namespace does not exist yet.`];
    return { target, does: 'create', changes: show(kubernetesObject.parse(object.body)), seen, conflicts: [], warnings };
  }
  const asking = { reader, target, type: 'apply', body: object.body, accept: [409], signal } as const;
  const answer = await dryRun({ ...asking, force: false });
  const conflicts = answer.status === 409 ? readConflicts(answer.json(anything)) : [];
  if (answer.status === 409 && conflicts.length === 0) throw refusedByServer(target);
  // Without force there is no plan to show what for.
  if (conflicts.length > 0 && !force) return { target, does: 'change', changes: '', seen, conflicts, warnings: [] };
  const final = conflicts.length > 0 ? await dryRun({ ...asking, accept: [], force: true }) : answer;
  const changes = show(final.json(kubernetesObject));
  return {
    target,
    does: before === undefined ? 'create' : changes === '' ? 'nothing' : 'change',
    changes,
    seen,
    conflicts,
    warnings: [],
  };
};

const anything = kubernetesObject.partial();

const refusedByServer = ({ kind, name }: Target): LineclearError =>
  new LineclearError('conflict', `The cluster refuses ${kind} ${quoted(name)} as it is now.`, {
    hint: 'It may be about to be deleted: look at it with k8s_get, then preview again.',
    effect: 'none',
  });
