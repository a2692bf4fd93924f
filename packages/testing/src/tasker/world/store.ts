import type { Clock } from '@lineclear/core/plugin';
import { createIds } from '../model/ids.ts';
import type { Ids } from '../model/ids.ts';
import type { Step, Task, Template } from '../model/records.ts';
import { isTerminal } from '../model/states.ts';
import { DlqStore } from './dlq-store.ts';
import type { Backpressure, SystemHealth } from './health.ts';
import { healthySystem } from './health.ts';
import { identityOf } from './identity.ts';

/** Everything that one sandbox knows. */
export class Store {
  readonly clock: Clock;
  readonly ids: Ids = createIds();
  readonly dlq = new DlqStore();
  readonly health: SystemHealth = healthySystem();
  /** Set while the server takes no new tasks. */
  backpressure: Backpressure | undefined;
  readonly templates: readonly Template[];
  readonly #tasks = new Map<string, Task>();
  readonly #steps = new Map<string, Step>();
  readonly #identities = new Set<string>();
  #newestFirst: Task[] = [];
  #isSorted = true;
  #lastNumber = 0x1000;

  constructor({ clock, templates }: { clock: Clock; templates: readonly Template[] }) {
    this.clock = clock;
    this.templates = templates;
  }

  get nowMs(): number {
    return this.clock.now();
  }

  /** A number for a task that the seed has not numbered. */
  nextNumber(): number {
    this.#lastNumber += 1;
    return this.#lastNumber;
  }

  /** Whether a task of the same template with the same context, or with the same idempotency key, exists. */
  hasIdentity(identity: string): boolean {
    return this.#identities.has(identity);
  }

  add(task: Task, identity: string = identityOf(task)): void {
    this.#identities.add(identity);
    this.#tasks.set(task.uuid, task);
    for (const step of task.steps) this.#steps.set(step.uuid, step);
    this.#newestFirst.push(task);
    this.#isSorted = false;
  }

  task(uuid: string): Task | undefined {
    return this.#tasks.get(uuid);
  }

  step(uuid: string): Step | undefined {
    return this.#steps.get(uuid);
  }

  newestFirst(): readonly Task[] {
    if (!this.#isSorted) this.#newestFirst = this.#newestFirst.toSorted((one, other) => other.createdAtMs - one.createdAtMs);
    this.#isSorted = true;
    return this.#newestFirst;
  }

  /** The tasks that the orchestrator still looks at. One that is blocked by failures is not among them. */
  movable(): readonly Task[] {
    return this.#newestFirst.filter(({ state }) => !isTerminal(state) && state !== 'blocked_by_failures');
  }

  /** The template of exactly this namespace, name and version. */
  template({ namespace, name, version }: { namespace: string; name: string; version: string }): Template | undefined {
    return this.templates.find(
      (template) => template.namespace === namespace && template.name === name && template.version === version,
    );
  }
}
