import type { Clock } from '@lineclear/core/plugin';
import type { ActionRecord } from '../model/records.ts';

type Begun = Pick<ActionRecord, 'type' | 'resourceId' | 'resourceType' | 'resourceKey' | 'region' | 'effect'>;

/** What goes on after an answer. An action ends when it was looked at often enough, and its effect comes with its end. */
export class Actions {
  readonly #clock: Clock;
  readonly #newId: () => number;
  readonly #records = new Map<number, ActionRecord>();
  readonly #failing: string[] = [];
  /** How often a client has to look at an action before it ends; 1 unless a test says otherwise, `Infinity` for one that hangs. */
  looks = 1;

  constructor({ clock, newId }: { clock: Clock; newId: () => number }) {
    this.#clock = clock;
    this.#newId = newId;
  }

  begin(begun: Begun): ActionRecord {
    const at = this.#failing.indexOf(begun.type);
    if (at >= 0) this.#failing.splice(at, 1);
    const action: ActionRecord = {
      ...begun,
      id: this.#newId(),
      status: 'in-progress',
      startedAtMs: this.#clock.now(),
      completedAtMs: undefined,
      looksLeft: this.looks,
      willFail: at >= 0,
    };
    this.#records.set(action.id, action);
    return action;
  }

  /** An action as a client sees it, one look nearer to its end. */
  look(id: number): ActionRecord | undefined {
    const action = this.#records.get(id);
    if (action?.status !== 'in-progress') return action;
    action.looksLeft -= 1;
    if (action.looksLeft <= 0) this.#end(action);
    return action;
  }

  /** Ends whatever goes on. */
  finishAll(): void {
    for (const action of this.#records.values()) if (action.status === 'in-progress') this.#end(action);
  }

  /** The next action of this type comes to an error. */
  failNext(type: string): void {
    this.#failing.push(type);
  }

  /** Newest first. */
  of(resourceKey?: string): readonly ActionRecord[] {
    const all = [...this.#records.values()].toReversed();
    return resourceKey === undefined ? all : all.filter((action) => action.resourceKey === resourceKey);
  }

  isBusy(resourceKey: string): boolean {
    return this.of(resourceKey).some(({ status }) => status === 'in-progress');
  }

  #end(action: ActionRecord): void {
    action.status = action.willFail ? 'errored' : 'completed';
    action.completedAtMs = this.#clock.now();
    if (!action.willFail) action.effect();
  }
}

/** The key of a droplet among the resources of actions. */
export const dropletKey = (id: number): string => `droplet ${id}`;
