import { createHash } from 'node:crypto';
import type { Clock } from '@lineclear/core/plugin';
import type { KubernetesObject } from '../model/object.ts';
import { listAt, objectAt, textAt } from '../model/object.ts';
import type { ResourceKind } from '../model/kinds.ts';
import { builtInKinds, customKind } from '../model/kinds.ts';

/** One step of the history that watches replay. */
export interface Change {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly version: number;
  readonly kind: ResourceKind;
  readonly object: KubernetesObject;
  readonly previous: KubernetesObject | undefined;
}

/** Where an object lies. */
export interface Place {
  readonly kind: ResourceKind;
  readonly namespace: string | undefined;
  readonly name: string;
}

interface Held {
  readonly kind: ResourceKind;
  readonly objects: Map<string, KubernetesObject>;
  /** All of them by namespace and name, once somebody has asked. */
  sorted: readonly KubernetesObject[] | undefined;
}

/** Every object of the cluster and the order in which they changed. What it hands out is frozen. */
export class Store {
  readonly clock: Clock;
  /** By kind, then by namespace and name. */
  readonly #objects = new Map<string, Held>();
  readonly #listeners = new Set<(change: Change) => void>();
  #changes: Change[] = [];
  #version = 1000;
  #compactedTo = 0;
  #made = 0;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  /** The version of the newest change. */
  get version(): number {
    return this.#version;
  }

  /** Now, as objects carry it: whole seconds. */
  now(): string {
    return `${new Date(this.clock.now()).toISOString().slice(0, 19)}Z`;
  }

  /** A new uid; the same ones in the same order for every store. */
  uid(): string {
    this.#made += 1;
    const hex = createHash('sha256').update(`uid ${this.#made}`).digest('hex');
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
  }

  /** Every kind: those that are always there, and those that definitions in the cluster add. */
  kinds(): readonly ResourceKind[] {
    return [...builtInKinds, ...this.#customKinds()];
  }

  /** The kind of that name; the group may be left out where one kind only has the name. */
  kind(name: string, group?: string): ResourceKind {
    const found = this.kinds().find((kind) => kind.kind === name && (group === undefined || kind.group === group));
    if (found === undefined) throw new Error(`The cluster has no kind ${name}.`);
    return found;
  }

  get({ kind, namespace, name }: Place): KubernetesObject | undefined {
    return this.#objects.get(keyOf(kind))?.objects.get(`${namespace ?? ''}/${name}`);
  }

  /** All objects of a kind, in all namespaces unless one is named, sorted by namespace and name. */
  list(kind: ResourceKind, namespace?: string): KubernetesObject[] {
    const held = this.#objects.get(keyOf(kind));
    if (held === undefined) return [];
    // Controllers list again and again what has not changed.
    held.sorted ??= [...held.objects].toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([, object]) => object);
    return held.sorted.filter(({ metadata }) => namespace === undefined || metadata.namespace === namespace);
  }

  /** Every object there is, with its kind. */
  all(): { kind: ResourceKind; object: KubernetesObject }[] {
    return [...this.#objects.values()].flatMap(({ kind, objects }) => [...objects.values()].map((object) => ({ kind, object })));
  }

  /** Keeps an object under a new version, and yields it as it is kept; what is inside the given one is frozen by then. */
  put(kind: ResourceKind, object: KubernetesObject): KubernetesObject {
    const held = this.#objects.get(keyOf(kind)) ?? { kind, objects: new Map<string, KubernetesObject>(), sorted: undefined };
    this.#objects.set(keyOf(kind), held);
    const place = `${(kind.namespaced ? object.metadata.namespace : undefined) ?? ''}/${object.metadata.name}`;
    const previous = held.objects.get(place);
    const kept = { ...object, metadata: { ...object.metadata, resourceVersion: this.#nextVersion() } };
    held.objects.set(place, frozen(kept));
    held.sorted = undefined;
    this.#tell({ type: previous === undefined ? 'ADDED' : 'MODIFIED', kind, object: kept, previous });
    return kept;
  }

  /** Takes an object away, and yields it as it was last. */
  remove(place: Place): KubernetesObject | undefined {
    const held = this.#objects.get(keyOf(place.kind));
    const previous = this.get(place);
    if (held === undefined || previous === undefined) return undefined;
    held.objects.delete(`${place.namespace ?? ''}/${place.name}`);
    held.sorted = undefined;
    const object = { ...previous, metadata: { ...previous.metadata, resourceVersion: this.#nextVersion() } };
    this.#tell({ type: 'DELETED', kind: place.kind, object, previous });
    return object;
  }

  /** What changed after a version; undefined where the history does not reach back so far. */
  changesAfter(version: number): readonly Change[] | undefined {
    return version < this.#compactedTo ? undefined : this.#changes.filter((change) => change.version > version);
  }

  /** Forgets the history, as a real server does after some minutes. */
  compact(): void {
    this.#version += 1;
    this.#compactedTo = this.#version;
    this.#changes = [];
  }

  /** Tells every further change; returns how to stop. */
  onChange(listener: (change: Change) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #nextVersion(): string {
    this.#version += 1;
    return String(this.#version);
  }

  #tell(change: Omit<Change, 'version'>): void {
    const told = { ...change, version: this.#version };
    this.#changes.push(told);
    for (const listener of this.#listeners) listener(told);
  }

  #customKinds(): readonly ResourceKind[] {
    return [...(this.#objects.get(definitionsKey)?.objects.values() ?? [])].flatMap(({ spec = null }) => {
      const names = objectAt(spec, 'names');
      return listAt(spec, 'versions')
        .filter((version) => version['served'] === true)
        .map((version) =>
          customKind({
            group: textAt(spec, 'group'),
            version: textAt(version, 'name'),
            names: {
              kind: textAt(names, 'kind'),
              plural: textAt(names, 'plural'),
              shortNames: Array.isArray(names['shortNames']) ? names['shortNames'].map(String) : [],
            },
            scope: textAt(spec, 'scope'),
            subresources: objectAt(version, 'subresources'),
          }),
        );
    });
  }
}

/** Where an object of a kind lies. */
export const placeOf = (kind: ResourceKind, { metadata }: KubernetesObject): Place => ({
  kind,
  namespace: kind.namespaced ? metadata.namespace : undefined,
  name: metadata.name,
});

const keyOf = ({ group, kind }: ResourceKind): string => `${group}/${kind}`;

const definitionsKey = 'apiextensions.k8s.io/CustomResourceDefinition';

const frozen = <Value>(value: Value): Value => {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) Object.values(Object.freeze(value)).forEach(frozen);
  return value;
};
