import type { Asking } from '../confirm/types.ts';
import type { Principal, Progress } from '../plugin/context.ts';
import type { ErrorCode } from '../plugin/errors.ts';
import type { Image } from '../plugin/image.ts';
import type { JsonObject } from '../plugin/json.ts';

export type { Answered, Asking } from '../confirm/types.ts';

/** Who calls, from where, and what they may see. Depends on configuration, URL and token only, never on a session. */
export interface Caller {
  readonly principal: Principal;
  /** The active profile: the only one that writes reach. */
  readonly profile: string;
  /** Profiles that reads may name; all when absent. */
  readonly profiles?: readonly string[];
  /** True where the caller may never write (a token without write access, `--no-auth`). */
  readonly readOnly?: boolean;
  readonly transport: 'stdio' | 'http' | 'cli' | 'embedded';
  readonly client?: string;
  readonly remoteAddress?: string;
}

export interface CallRequest {
  readonly tool: string;
  /** As received; anything. */
  readonly args: unknown;
  readonly caller: Caller;
  readonly asking: Asking;
  /** Aborts when the caller leaves. */
  readonly signal: AbortSignal;
  readonly progress?: (progress: Progress) => void;
  /** W3C trace id, 32 hex digits. */
  readonly traceId?: string;
}

/** The fields of every error, in a result's text and in a protocol error's data. */
export interface ErrorAnswer {
  readonly code: ErrorCode;
  readonly message: string;
  readonly hint: string;
  readonly retry_after_s?: number;
  readonly details?: JsonObject;
}

export type CallAnswer =
  | { readonly kind: 'value'; readonly value: JsonObject; readonly text: string; readonly images: readonly Image[] }
  /** `hasOutputSchema`: such errors carry no structuredContent, because older official clients check it. */
  | { readonly kind: 'error'; readonly error: ErrorAnswer; readonly hasOutputSchema: boolean }
  /** An unknown tool: JSON-RPC -32602 with the fields in `data`. */
  | { readonly kind: 'unknown_tool'; readonly error: ErrorAnswer }
  /** 2026-07-28 only: show `message` with a boolean `approve`, then call again with `state`. */
  | { readonly kind: 'input_required'; readonly message: string; readonly state: string }
  /** The state that came back is not one that core sealed for this plan: JSON-RPC -32602. */
  | { readonly kind: 'bad_state'; readonly error: ErrorAnswer };

/** Hears of every finished call; for metrics and tracing. */
export interface CallObserver {
  (call: {
    readonly tool: string;
    readonly plugin: string;
    readonly outcome: string;
    readonly durationMs: number;
    readonly transport: Caller['transport'];
  }): void;
}
