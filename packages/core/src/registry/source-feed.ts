import type { Clock, Log } from '../plugin/context.ts';
import type { ToolSource } from '../plugin/source.ts';
import type { DefaultDeadlines } from './entry-facts.ts';
import { messageOf, type Placed } from './placed.ts';
import { loadSchemaValidators } from './schema-validators.ts';
import { sourceEntry } from './source-entry.ts';
import type { Slot } from './table.ts';

/** A source that yields nothing for this long has failed; a later change asks it again. */
const loadMs = 60_000;

/** The tools of one plugin's source, kept current. A load that fails leaves the last good tools in place and is logged. */
export class SourceFeed {
  readonly #source: ToolSource;
  readonly #placed: Placed;
  readonly #deadlines: DefaultDeadlines;
  readonly #log: Log;
  readonly #clock: Clock;
  readonly #closing = new AbortController();
  #slots: readonly Slot[] = [];
  #hasLoaded = false;
  #loading: Promise<void> | undefined;
  #isOutdated = false;
  #stopWatching: (() => void) | undefined;

  constructor({
    source,
    placed,
    deadlines,
    log,
    clock,
  }: {
    source: ToolSource;
    placed: Placed;
    deadlines: DefaultDeadlines;
    log: Log;
    clock: Clock;
  }) {
    this.#source = source;
    this.#placed = placed;
    this.#deadlines = deadlines;
    this.#log = log;
    this.#clock = clock;
  }

  /** The id of the plugin whose source this is. */
  get plugin(): string {
    return this.#placed.plugin.id;
  }

  get slots(): readonly Slot[] {
    return this.#slots;
  }

  /** True once a load succeeded: before that, nobody knows what this source would yield. */
  get hasLoaded(): boolean {
    return this.#hasLoaded;
  }

  get isLoading(): boolean {
    return this.#loading !== undefined;
  }

  /** Loads once and then after every change; `changed` hears of every load that succeeded. */
  start(changed: () => void): Promise<void> {
    try {
      this.#stopWatching = this.#source.watch?.(() => this.#reload(changed));
    } catch (error) {
      this.#log.error({ plugin: this.#placed.plugin.id, error }, 'a source cannot be watched; its tools stay as they load now');
    }
    return this.#reload(changed);
  }

  close(): void {
    this.#closing.abort();
    this.#stopWatching?.();
  }

  /** One load at a time; changes during a load lead to one more. */
  #reload(changed: () => void): Promise<void> {
    if (this.#loading !== undefined) {
      this.#isOutdated = true;
      return this.#loading;
    }
    this.#loading = this.#loadUntilCurrent(changed).finally(() => {
      this.#loading = undefined;
    });
    return this.#loading;
  }

  async #loadUntilCurrent(changed: () => void): Promise<void> {
    do {
      this.#isOutdated = false;
      const slots = await this.#load();
      if (slots === undefined || this.#closing.signal.aborted) continue;
      this.#slots = slots;
      this.#hasLoaded = true;
      changed();
    } while (this.#isOutdated && !this.#closing.signal.aborted);
  }

  async #load(): Promise<readonly Slot[] | undefined> {
    const { id } = this.#placed.plugin;
    try {
      const signal = AbortSignal.any([this.#closing.signal, AbortSignal.timeout(loadMs)]);
      signal.throwIfAborted();
      const loading = Promise.resolve(this.#source.load({ log: this.#log, clock: this.#clock, signal }));
      const tools = await Promise.race([loading, rejectionOf(signal)]);
      const validators = await loadSchemaValidators();
      return tools.flatMap((tool) => {
        try {
          const entry = sourceEntry({ tool, placed: this.#placed, deadlines: this.#deadlines, validators });
          return [{ entry, placed: this.#placed, isFromSource: true }];
        } catch (error) {
          this.#log.warn(
            { plugin: id, tool: tool.name, problem: messageOf(error) },
            'a tool of a source cannot be listed; it is left out',
          );
          return [];
        }
      });
    } catch (error) {
      if (!this.#closing.signal.aborted) this.#log.error({ plugin: id, error }, 'a source failed to load; its last tools stay');
      return undefined;
    }
  }
}

const rejectionOf = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
