import type { JsonObject, JsonValue } from '@lineclear/core/plugin';
import { isJsonObject } from '../../openapi/json.ts';
import type { KubernetesObject } from '../model/object.ts';
import type { KubernetesSandbox } from '../sandbox.ts';

export interface EndStateOptions {
  /** Annotations that are left out, because one of the two ways of writing adds them: names, or beginnings that end with `*`. */
  readonly ignoredAnnotations?: readonly string[];
  /** Whether it counts who owns which fields. */
  readonly withOwners?: boolean;
}

/**
 * Everything in a cluster but what two runs of the same steps may differ in: uids, versions, times, addresses, and the
 * parts of names that are made up. Events are left out. Equal for two sandboxes that have come to the same state.
 */
export const endState = (sandbox: KubernetesSandbox, options: EndStateOptions = {}): readonly JsonObject[] => {
  const objects = sandbox.world.all().filter(({ kind }) => kind !== 'Event');
  const names = madeUpNames(objects);
  const plain = objects.map((object) => settled(shown(object, options), names));
  return numbered(plain).toSorted((one, other) => (sortKey(one) < sortKey(other) ? -1 : 1));
};

const shown = (object: KubernetesObject, { ignoredAnnotations = [], withOwners = false }: EndStateOptions): JsonObject => {
  const { uid: _uid, resourceVersion: _version, managedFields, ownerReferences, annotations, ...metadata } = object.metadata;
  const kept = Object.entries(annotations ?? {}).filter(([name]) => !ignoredAnnotations.some((one) => isMeant(one, name)));
  return {
    ...object,
    metadata: {
      ...metadata,
      ...(kept.length > 0 && { annotations: Object.fromEntries(kept) }),
      ...(withOwners && managedFields !== undefined && { managedFields }),
      ...(ownerReferences !== undefined && {
        ownerReferences: ownerReferences.map(({ uid: _owner, ...owner }): JsonObject => owner),
      }),
    },
  };
};

const isMeant = (pattern: string, name: string): boolean =>
  pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern;

// The names of replica sets and revisions end with a hash of the template, where the moment of a restart may stand.
const madeUpNames = (objects: readonly KubernetesObject[]): ReadonlyMap<string, string> => {
  const names = new Map<string, string>();
  for (const { kind, metadata, ...content } of objects) {
    if (kind !== 'ReplicaSet' && kind !== 'ControllerRevision') continue;
    const revision = metadata.annotations?.['deployment.kubernetes.io/revision'] ?? content['revision'];
    const hash = metadata.labels?.['pod-template-hash'] ?? metadata.labels?.['controller-revision-hash'];
    if (hash !== undefined && typeof revision !== 'object') names.set(hash, `revision${revision}`);
  }
  return names;
};

const settled = (object: JsonObject, names: ReadonlyMap<string, string>): JsonObject => {
  const walk = (value: JsonValue): JsonValue => {
    if (typeof value === 'string') return settledText(value, names);
    if (Array.isArray(value)) return value.map(walk);
    if (!isJsonObject(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, walk(inner)]));
  };
  const whole = walk(object);
  return isJsonObject(whole) ? whole : object;
};

const settledText = (text: string, names: ReadonlyMap<string, string>): string => {
  let plain = text
    .replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)/g, '<time>')
    .replaceAll(/\b10\.1\.\d+\.\d+\b/g, '<address>')
    .replaceAll(/containerd:\/\/\w+/g, '<container>');
  for (const [hash, name] of names) plain = plain.replaceAll(hash, name);
  return plain;
};

// Pods of the same set differ in nothing but their names: they are numbered within what they are like.
const numbered = (objects: readonly JsonObject[]): readonly JsonObject[] => {
  const counts = new Map<string, number>();
  return objects
    .map((object) => ({ object, base: madeUpBase(object) }))
    .map(({ object, base }) => ({ object, base, like: JSON.stringify(base === undefined ? '' : renamed(object, base)) }))
    .toSorted((one, other) => (one.like < other.like ? -1 : 1))
    .map(({ object, base }) => {
      if (base === undefined) return object;
      const count = (counts.get(base) ?? 0) + 1;
      counts.set(base, count);
      return renamed(object, `${base}-${count}`);
    });
};

/** The part of a pod's name that is not made up; undefined for what has a name of its own. */
const madeUpBase = ({ kind, metadata }: JsonObject): string | undefined => {
  if (kind !== 'Pod' || !isJsonObject(metadata) || !Array.isArray(metadata['ownerReferences'])) return undefined;
  const [owner] = metadata['ownerReferences'];
  return isJsonObject(owner) && owner['kind'] !== 'StatefulSet' ? String(owner['name']) : undefined;
};

const renamed = (object: JsonObject, name: string): JsonObject => ({
  ...object,
  metadata: { ...(isJsonObject(object['metadata']) && object['metadata']), name },
});

const sortKey = ({ kind, metadata }: JsonObject): string =>
  isJsonObject(metadata) ? `${String(kind)}/${String(metadata['namespace'])}/${String(metadata['name'])}` : '';
