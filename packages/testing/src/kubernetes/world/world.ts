import type { JsonObject } from '@lineclear/core/plugin';
import type { KubernetesObject } from '../model/object.ts';
import { isKubernetesObject } from '../model/object.ts';
import { createObject, updateObject } from '../api/persist.ts';
import type { ContainerPlace, ImageBehavior, Listener, LogLine, Runtime, Usage } from './runtime.ts';
import type { Store } from './store.ts';
import { placeOf } from './store.ts';

/** The cluster as tests see and change it, without the wire. */
export interface KubernetesWorld {
  /** The object as it is now; undefined where there is none. */
  get(kind: string, name: string, namespace?: string): KubernetesObject | undefined;
  /** All objects of a kind, in all namespaces unless one is named. */
  list(kind: string, namespace?: string): readonly KubernetesObject[];
  /** Every object of every kind. */
  all(): readonly KubernetesObject[];
  /** Creates or replaces an object, as `kubectl replace --force` would without the deletion, and lets the cluster settle. */
  put(manifest: JsonObject): KubernetesObject;
  /** Takes an object away at once, and lets the cluster settle. */
  remove(kind: string, name: string, namespace?: string): void;
  /** Adds lines to what a container wrote, now unless a line carries its time. */
  log(place: ContainerPlace, lines: readonly (string | LogLine)[]): void;
  /** Makes all pods with these labels listen on a port, with the server on a loopback port behind it. */
  listen(listener: Listener): void;
  /** Sets what a container uses; `10m` and `64Mi` until then. */
  use(place: ContainerPlace, usage: Usage): void;
  /** Says how containers with an image behave from now on; undefined for well. The cluster settles. */
  behave(image: string, behavior: ImageBehavior | undefined): void;
  /** Adds a program that `exec` may start in every container. */
  install(name: string, path: string): void;
  /** Lets the controllers run until nothing changes any more: after the clock was moved, for example. */
  settle(): void;
}

export const createWorld = ({
  store,
  runtime,
  settle,
}: {
  store: Store;
  runtime: Runtime;
  settle: () => void;
}): KubernetesWorld => {
  const placed = (kind: string, name: string, namespace?: string) => ({ kind: store.kind(kind), namespace, name });
  return {
    get: (kind, name, namespace) => structuredClone(store.get(placed(kind, name, namespace))),
    list: (kind, namespace) => structuredClone(store.list(store.kind(kind), namespace)),
    all: () => structuredClone(store.all().map(({ object }) => object)),
    put: (manifest) => {
      if (!isKubernetesObject(manifest)) throw new Error('The manifest has no apiVersion, kind or name.');
      const kind = store.kind(manifest.kind);
      const before = store.get(placeOf(kind, manifest));
      const options = { store, manager: 'sandbox', dryRun: false };
      const kept =
        before === undefined ? createObject(kind, manifest, options) : updateObject(kind, { before, given: manifest }, options);
      settle();
      return structuredClone(store.get(placeOf(kind, kept)) ?? kept);
    },
    remove: (kind, name, namespace) => {
      store.remove(placed(kind, name, namespace));
      settle();
    },
    log: (place, lines) => runtime.write(place, lines),
    listen: (listener) => runtime.listeners.push(listener),
    use: (place, usage) => runtime.use(place, usage),
    behave: (image, behavior) => {
      if (behavior === undefined) runtime.images.delete(image);
      else runtime.images.set(image, behavior);
      settle();
    },
    install: (name, path) => runtime.programs.set(name, path),
    settle,
  };
};
