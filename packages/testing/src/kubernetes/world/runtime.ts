import type { Store } from './store.ts';

/** One line that a container has written. */
export interface LogLine {
  readonly timeMs: number;
  readonly text: string;
}

/** Which container of which pod. */
export interface ContainerPlace {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
  /** The run before the last restart. */
  readonly previous?: boolean;
}

/** Something that listens in every pod with these labels; `to` is the loopback port behind it. */
export interface Listener {
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly port: number;
  readonly to: number;
}

export interface Usage {
  readonly cpu: string;
  readonly memory: string;
}

/** How a container with an image behaves: it runs unless something else is said. */
export type ImageBehavior =
  /** The image cannot be pulled. */
  | 'missing'
  /** It ends again and again. */
  | 'crashes'
  /** It runs and never becomes ready. */
  | 'never_ready';

/** What goes on in the containers: beyond the objects, and lost with the sandbox. */
export class Runtime {
  /** Programs that `exec` may start, by the name they have in every container, with their real paths. */
  readonly programs = new Map<string, string>([
    ['cat', '/bin/cat'],
    ['echo', '/bin/echo'],
    ['env', '/usr/bin/env'],
    ['false', '/bin/false'],
    ['head', '/usr/bin/head'],
    ['ls', '/bin/ls'],
    ['printf', '/usr/bin/printf'],
    ['seq', '/usr/bin/seq'],
    ['sh', '/bin/sh'],
    ['sleep', '/bin/sleep'],
    ['true', '/bin/true'],
  ]);
  readonly listeners: Listener[] = [];
  readonly images = new Map<string, ImageBehavior>();
  readonly #logs = new Map<string, LogLine[]>();
  readonly #usage = new Map<string, Usage>();
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /** Adds lines to a container's log, written now unless they carry a time. */
  write(place: ContainerPlace, lines: readonly (string | LogLine)[]): void {
    const written = lines.map((line) => (typeof line === 'string' ? { timeMs: this.#store.clock.now(), text: line } : line));
    this.#logs.set(keyOf(place), [...(this.#logs.get(keyOf(place)) ?? []), ...written]);
  }

  log(place: ContainerPlace): readonly LogLine[] | undefined {
    return this.#logs.get(keyOf(place));
  }

  use(place: ContainerPlace, usage: Usage): void {
    this.#usage.set(keyOf(place), usage);
  }

  usage(place: ContainerPlace): Usage {
    return this.#usage.get(keyOf(place)) ?? { cpu: '10m', memory: '64Mi' };
  }

  /** The loopback port behind a port of a pod; undefined where nothing listens. */
  listenerOf({ namespace = '', labels = {} }: { namespace?: string; labels?: Readonly<Record<string, string>> }, port: number) {
    return this.listeners.find(
      (listener) =>
        listener.namespace === namespace &&
        listener.port === port &&
        Object.entries(listener.labels).every(([name, value]) => labels[name] === value),
    )?.to;
  }
}

const keyOf = ({ namespace, pod, container, previous = false }: ContainerPlace): string =>
  `${namespace}/${pod}/${container}${previous ? '/previous' : ''}`;
