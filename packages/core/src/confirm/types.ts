import type { Assurance, CallContext, Risk } from '../plugin/context.ts';
import type { LineclearError } from '../plugin/errors.ts';
import type { Image } from '../plugin/image.ts';
import type { JsonObject } from '../plugin/json.ts';
import type { Classification } from '../plugin/tool.ts';
import type { Profile } from '../profiles/types.ts';
import type { CoveredEntry, PreviewedEntry, WriteEntry } from '../registry/types.ts';

export type Answered = 'approved' | 'declined' | 'unanswered';

/** How this request can put a question to the person behind the client. */
export type Asking =
  /** There is no way. */
  | { readonly mode: 'none' }
  /** 2025 sessions: a question can be pushed while the call waits. `unanswered` covers timeouts and clients that lie. */
  | { readonly mode: 'push'; readonly ask: (message: string) => Promise<Answered> }
  /** 2026-07-28: the call returns `input_required` and comes again with the answer and the state that core sealed. */
  | { readonly mode: 'return'; readonly state: string | undefined; readonly answer: Answered | undefined };

/** Who made a call, as the audit trail names them. */
export interface By {
  readonly principal: string;
  readonly client?: string;
  readonly remoteAddress?: string;
  readonly traceId?: string;
}

/** One write call, authorised and parsed: what the protocol needs to preview, confirm and execute it. */
export type WriteCall = CallOf<PreviewedEntry>;
/** One call of a write that a plan of another write covers. */
export type CoveredCall = CallOf<CoveredEntry>;
/** One write call of either kind. */
export type AnyWriteCall = CallOf<WriteEntry>;

export interface CallOf<Entry extends WriteEntry> {
  readonly entry: Entry;
  readonly profile: Profile;
  readonly by: By;
  /** Parsed by the author's schema. */
  readonly input: unknown;
  /** SHA-256 of the canonical JSON of the parsed input. */
  readonly digest: string;
  /** The input for the audit trail and for approvers: redacted, long texts cut. */
  readonly shownInput: JsonObject;
  /** The arguments as received, without secret values; sealed until the plan is final. */
  readonly keptInput: JsonObject;
  readonly classification: Classification;
  readonly asking: Asking;
  /** Aborts when the caller leaves. */
  readonly signal: AbortSignal;
  /** The assurance that profile and policy ask for at this risk; throws `forbidden` where policy denies. */
  readonly assess: (risk: Risk) => Assurance;
  /** Why a write at this risk may be previewed only, when policy says so. */
  readonly barred: (risk: Risk) => LineclearError | undefined;
  /** What handlers receive; `execute` may confirm nested writes, reads and previews may not. */
  readonly context: (phase: { readonly signal: AbortSignal; readonly mayConfirm: boolean }) => CallContext;
  readonly reader: () => Promise<unknown>;
  readonly writer: () => Promise<unknown>;
}

export type WriteAnswer =
  | { readonly kind: 'value'; readonly value: JsonObject; readonly images: readonly Image[] }
  | { readonly kind: 'error'; readonly error: LineclearError }
  | { readonly kind: 'input_required'; readonly message: string; readonly state: string }
  | { readonly kind: 'bad_state'; readonly error: LineclearError };

/** A preview that ran, with what follows from it. */
export interface Previewed {
  readonly description: string;
  /** Canonical JSON without secrets: what is kept and compared. */
  readonly guard: string;
  /** Canonical JSON as the preview yielded it: what `execute` gets, and what is never stored. */
  readonly exactGuard: string;
  readonly risk: Risk;
  readonly required: Assurance;
  /** Why no plan may be made of it. */
  readonly refusal: LineclearError | undefined;
  /** For the caller: redacted and cleaned. */
  readonly shown: JsonObject;
}
