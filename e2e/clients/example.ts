import type { ErrorCode } from '@lineclear/core';
import type { World } from './world.ts';

type Args = Readonly<Record<string, unknown>>;

/** How one tool is exercised by every client: what works, what it answers, and what goes wrong. */
export interface Example {
  readonly tool: string;
  /** A write that is done first, on the same server; these fields of its result are added to the arguments. */
  readonly before?: { readonly tool: string; readonly args: Args; readonly take: readonly string[] };
  /** For a write, what is previewed. */
  readonly args: Args;
  /** Part of the structured answer; for a write, of the preview. */
  readonly answers: Args;
  /** Only for writes: part of the result after the confirmation, and what is true in the world then. */
  readonly executes?: {
    readonly result: Args;
    readonly afterwards: (world: World) => unknown;
    readonly found: unknown;
  };
  readonly error: { readonly args: Args; readonly code: ErrorCode };
}
