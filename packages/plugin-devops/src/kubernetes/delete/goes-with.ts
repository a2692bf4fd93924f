import { quoted } from '@lineclear/core/plugin';
import type { KubernetesReader, Target } from '../client/kubernetes-reader.ts';
import type { KubernetesObject } from '../resources/kubernetes-object.ts';
import { noNamespace } from '../resources/names.ts';
import { dependentsOf } from './dependents.ts';
import { namespaceContents } from './namespace-contents.ts';

/** What a deletion takes along, for people and for the guard. */
export interface GoesWith {
  readonly lines: readonly string[];
  readonly warnings: readonly string[];
}

/** Looks for what goes with an object, or stays behind without it. */
export const goesWith = async ({
  reader,
  target,
  object,
  propagation,
  signal,
}: {
  reader: KubernetesReader;
  target: Target;
  object: KubernetesObject;
  propagation: string;
  signal: AbortSignal;
}): Promise<GoesWith> => {
  const { context, kind, name } = target;
  if (kind === 'Namespace') {
    const { counts, unseen } = await namespaceContents({ reader, context, namespace: name, signal });
    const lines = Object.entries(counts).map(([what, count]) => `${count} ${what}`);
    const warnings = lines.length === 0 ? [] : [`Everything in the namespace is deleted with it: ${lines.join(', ')}.`];
    return { lines, warnings: [...warnings, ...unseenWarnings(unseen)] };
  }
  if (target.namespace === noNamespace) return { lines: [], warnings: [...withoutNamespace(kind)] };
  const { found, unseen } = await dependentsOf({ reader, target, uid: object.metadata.uid ?? '', signal });
  const lines = found.map((dependent) => `${dependent.kind} ${quoted(dependent.name)}`);
  const stays = propagation === 'Orphan' && lines.length > 0;
  return {
    lines: stays ? [] : lines,
    warnings: [
      ...(stays
        ? [`${lines.length} objects that it owns stay without an owner: nothing keeps them running or removes them.`]
        : []),
      ...unseenWarnings(unseen),
    ],
  };
};

const unseenWarnings = (unseen: readonly string[]): readonly string[] =>
  unseen.length === 0 ? [] : [`What it has of these kinds could not be seen: ${unseen.join(', ')}.`];

const withoutNamespace = (kind: string): readonly string[] =>
  kind === 'CustomResourceDefinition' ? ['Every object of the kind that it defines is deleted with it, in all namespaces.'] : [];
