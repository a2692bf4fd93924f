import type { DlqRecord } from '../model/records.ts';

/** The dead-letter queue: kept sorted, so that a page costs a page even of 50,000 entries. */
export class DlqStore {
  readonly #byUuid = new Map<string, DlqRecord>();
  #newestFirst: DlqRecord[] = [];
  #isSorted = true;

  add(record: DlqRecord): void {
    this.#byUuid.set(record.uuid, record);
    this.#newestFirst.push(record);
    this.#isSorted = false;
  }

  find(uuid: string): DlqRecord | undefined {
    return this.#byUuid.get(uuid);
  }

  newestFirst(): readonly DlqRecord[] {
    if (!this.#isSorted) this.#newestFirst = this.#newestFirst.toSorted((one, other) => other.enteredAtMs - one.enteredAtMs);
    this.#isSorted = true;
    return this.#newestFirst;
  }

  latestOf(taskUuid: string): DlqRecord | undefined {
    return this.newestFirst().find(({ task }) => task.uuid === taskUuid);
  }

  /** A task has at most one open investigation; the database refuses a second. */
  pendingOf(taskUuid: string): DlqRecord | undefined {
    return this.#newestFirst.find(({ task, resolution }) => task.uuid === taskUuid && resolution === 'Pending');
  }
}
