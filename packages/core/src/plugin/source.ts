import type { CallContext, Clock, Log, ProfileInfo, Risk } from './context.ts';
import type { JsonObject } from './json.ts';
import type { Alias, Classification, Preview, Reconciled, Recovered } from './tool.ts';

type Awaitable<Value> = Value | Promise<Value>;

interface SourceFacts {
  readonly name: string;
  readonly title?: string;
  readonly description: string;
  readonly toolset: string;
  /** JSON Schema 2020-12 with `type: object` at the root. */
  readonly inputSchema: JsonObject;
  readonly outputSchema?: JsonObject;
  readonly aliases?: readonly Alias[];
  readonly deadlineMs?: number;
}
type SourceCall = CallContext & { readonly input: JsonObject };

export interface SourceRead extends SourceFacts {
  readonly kind: 'read';
  readonly run: (call: SourceCall) => Awaitable<unknown>;
}
export interface SourceWrite extends SourceFacts {
  readonly kind: 'write';
  readonly risk: Risk;
  readonly classify?: (call: { readonly input: JsonObject; readonly profile: ProfileInfo }) => Classification;
  readonly preview: (call: SourceCall) => Awaitable<Preview<unknown>>;
  readonly execute: (
    call: SourceCall & {
      readonly guard: unknown;
      readonly idempotencyKey: string;
      readonly approver: string | undefined;
      readonly step: (name: string) => void;
    },
  ) => Awaitable<unknown>;
  readonly verify?: (call: SourceCall & { readonly output: unknown }) => Awaitable<unknown>;
  readonly reconcile?: (
    call: SourceCall & { readonly guard: unknown; readonly idempotencyKey: string },
  ) => Awaitable<Reconciled | Recovered<unknown>>;
}
/** A tool known only at run time, described in JSON Schema. */
export type SourceEntry = SourceRead | SourceWrite;

/** Yields tools that are known only at run time: a catalogue, another server. */
export interface ToolSource {
  readonly load: (call: {
    readonly log: Log;
    readonly clock: Clock;
    readonly signal: AbortSignal;
  }) => Awaitable<readonly SourceEntry[]>;
  /** Calls back when `load` would yield something else; returns how to stop. */
  readonly watch?: (changed: () => void) => () => void;
}
