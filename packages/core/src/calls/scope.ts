import type { AuditTrail } from '../audit/types.ts';
import type { CallContext, Clock, Log, PluginAudit, PluginState, Principal, ProfileInfo, Progress } from '../plugin/context.ts';
import type { LineclearError } from '../plugin/errors.ts';
import type { JsonObject } from '../plugin/json.ts';
import type { View } from '../registry/types.ts';
import type { Store } from '../store/store.ts';

/** What a scope is made of; the same for every call of one tool in one profile, except the last four. */
export interface ScopeParts {
  readonly plugin: string;
  readonly profile: ProfileInfo;
  readonly principal: Principal;
  /** What the caller may see; absent where nobody called. */
  readonly view?: View;
  readonly log: Log;
  readonly clock: Clock;
  readonly store: Store;
  readonly trail: AuditTrail;
  readonly progress: (progress: Progress) => void;
  readonly nested: (tool: string, args: JsonObject, signal: AbortSignal) => Promise<JsonObject>;
  /** Set for work that has a signal of its own; otherwise one is made when a handler asks for it. */
  readonly signal?: AbortSignal;
}

/**
 * What a handler receives. Most handlers use two or three of these, and a call should cost microseconds:
 * members are made when they are read.
 */
export class Scope implements CallContext {
  readonly #parts: ScopeParts;
  #controller: AbortController | undefined;
  #ended: LineclearError | undefined;

  constructor(parts: ScopeParts) {
    this.#parts = parts;
  }

  /** What the caller behind a context may see. */
  static viewBehind(context: CallContext): View {
    const view = #parts in context ? context.#parts.view : undefined;
    if (view === undefined) throw new TypeError('not a context of a call');
    return view;
  }

  get profile(): ProfileInfo {
    return this.#parts.profile;
  }

  get principal(): Principal {
    return this.#parts.principal;
  }

  get signal(): AbortSignal {
    if (this.#parts.signal !== undefined) return this.#parts.signal;
    this.#controller ??= new AbortController();
    if (this.#ended !== undefined) this.#controller.abort(this.#ended);
    return this.#controller.signal;
  }

  get progress(): (progress: Progress) => void {
    return this.#parts.progress;
  }

  get log(): Log {
    return this.#parts.log;
  }

  get clock(): Clock {
    return this.#parts.clock;
  }

  get call(): (tool: string, args: JsonObject) => Promise<JsonObject> {
    return (tool, args) => this.#parts.nested(tool, args, this.signal);
  }

  get audit(): PluginAudit {
    const { plugin, profile, trail } = this.#parts;
    return {
      query: async (query = {}) => {
        const events = await trail.query({ ...query, plugin, profile: profile.name });
        return events.map((event): JsonObject => ({ ...event, details: event.details ?? {}, input: event.input ?? {} }));
      },
    };
  }

  get state(): PluginState {
    const { plugin, profile, store } = this.#parts;
    const scope = `${plugin}/${profile.name}`;
    return {
      get: (key) => store.getState(scope, key),
      set: (key, value) => store.setState(scope, key, value),
      create: (key, value) => store.createState(scope, key, value),
      delete: (key) => store.deleteState(scope, key),
      list: (query = {}) => store.listState(scope, query),
    };
  }

  /** Aborts the handler's signal, now or when it is first read. */
  end(reason: LineclearError): void {
    this.#ended = reason;
    this.#controller?.abort(reason);
  }
}
