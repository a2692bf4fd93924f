import type * as z from 'zod';
import type { Assurance, CallContext, ProfileInfo, Risk } from './context.ts';
import type { LineclearError } from './errors.ts';
import type { WithImages } from './image.ts';
import type { JsonObject, JsonValue } from './json.ts';
import type { AnyConnection } from './connection.ts';
import type { CoveredWriteTool } from './covered-write.ts';

/** Names that core adds to inputs; an author's input may not have them. */
export type ReservedInput = 'profile' | 'confirm' | 'ticket';
/** Rejects an input that uses a reserved name, with the name in the compiler's message. */
export type Unreserved<Input extends z.ZodObject> =
  Extract<keyof Input['shape'], ReservedInput> extends never
    ? unknown
    : { input: `'${Extract<keyof Input['shape'], ReservedInput> & string}' is added by core; leave it out` };

type Awaitable<Value> = Value | Promise<Value>;

/**
 * What a handler may return for an output schema: its input, where lists may be readonly.
 * Handlers return a type of their own that extends this: only so does the compiler keep `'up' | 'down'` from becoming `string`.
 */
export type Answer<Output extends z.ZodObject> = ReadonlyDeep<z.input<Output>>;
type ReadonlyDeep<Value> = Value extends (infer Item)[]
  ? readonly ReadonlyDeep<Item>[]
  : Value extends object
    ? { readonly [Key in keyof Value]: ReadonlyDeep<Value[Key]> }
    : Value;

/** An older or alternative name; arguments and answers are mapped by pure functions. Not listed, audited under the canonical name. */
export interface Alias {
  /** May use the whole charset of MCP: A-Z a-z 0-9 _ . - up to 128 characters. */
  readonly name: string;
  /** Several tools of a plugin may have one older name, where each of them says which arguments mean it; the first that fits is called. */
  readonly when?: (args: JsonObject) => boolean;
  readonly input?: (args: JsonObject) => JsonObject;
  /** What is no object, a list or a text, is the text of the answer as it stands; `result` holds it in the structured one. */
  readonly output?: (answer: JsonObject) => JsonValue;
}

/** What every tool says of itself. */
export interface ToolFacts<Input extends z.ZodObject, Output extends z.ZodObject> {
  /** `<noun>_<verb>`, [a-z0-9_], at most 48 characters. */
  readonly name: string;
  readonly title?: string;
  /** First sentence: what it does. Second: when to use which sibling. Under 60 words. */
  readonly description: string;
  /** The group that hosts select and that instructions name. */
  readonly toolset: string;
  /** Strict: an unknown field is refused. Every field described. */
  readonly input: Input;
  readonly output: Output;
  readonly aliases?: readonly Alias[];
  /** The longest this call may take, in milliseconds, when the default (30 s to read, 120 s to execute) is wrong for it. */
  readonly deadlineMs?: number | ((input: z.output<Input>) => number);
}

export interface ReadSpec<
  Input extends z.ZodObject,
  Output extends z.ZodObject,
  Reader,
  Result = Answer<Output>,
> extends ToolFacts<Input, Output> {
  /** What policy rules can match beside the tool's name. */
  readonly classify?: (call: {
    readonly input: z.output<Input>;
    readonly profile: ProfileInfo;
  }) => Pick<Classification, 'class' | 'target'>;
  readonly run: (
    call: CallContext & { readonly input: z.output<Input>; readonly reader: Reader },
  ) => Awaitable<Result | WithImages<Result>>;
}

/** What a write would do, computed without side effects. */
export interface Preview<Guard> {
  /** One imperative sentence with the name, the count and the environment. */
  readonly description: string;
  /** The smallest JSON value whose change would change the decision. No clocks, no counters that move by themselves. */
  readonly guard: Guard;
  /** The state that will change, as it is now. */
  readonly before?: unknown;
  /** A unified diff or a list of single changes, for people. */
  readonly changes?: string | readonly string[];
  readonly details?: Record<string, unknown>;
  readonly warnings?: readonly string[];
  /** Raises the risk for what the preview found; it can never lower it. */
  readonly risk?: Risk;
  /** Raises the assurance that this call needs. */
  readonly approval?: Assurance;
  /**
   * Why this cannot be done as things are. A preview with it is answered with this error and makes no plan; where a plan exists already
   * and the guard differs from its own, the confirmation is `stale` and shows both.
   */
  readonly refusal?: LineclearError;
}

/** A pure judgement of one call from its input alone; it may only lower the declared risk. */
export interface Classification {
  readonly risk?: Risk;
  /** A word that policy rules can match, for example a class of commands. */
  readonly class?: string;
  /** What the call acts on, from the widest to the narrowest part (`web-1`, `shop/Secret/tls`), for the rules' condition `target`. */
  readonly target?: string | readonly string[];
}

export type Reconciled = 'executed' | 'failed' | 'unknown';
/** It was executed, and this is the answer that was lost. */
export interface Recovered<Result> {
  readonly result: Result;
}

/** `Shown` is what `preview` yields, as a whole: inferring the guard alone would refuse branches with guards of different shapes. */
export interface WriteSpec<
  Input extends z.ZodObject,
  Output extends z.ZodObject,
  Reader,
  Writer,
  Shown extends Preview<unknown>,
  Result = Answer<Output>,
> extends ToolFacts<Input, Output> {
  /** The worst case; it makes the annotations. */
  readonly risk: Risk;
  readonly classify?: (call: { readonly input: z.output<Input>; readonly profile: ProfileInfo }) => Classification;
  /** Sends nothing that changes anything. Runs for the preview, and again after the claim to see drift. */
  readonly preview: (call: CallContext & { readonly input: z.output<Input>; readonly reader: Reader }) => Awaitable<Shown>;
  /** Runs once per plan. Throw with `effect: 'none'` where nothing was sent; anything unclear becomes `unknown`. */
  readonly execute: (
    call: CallContext & {
      readonly input: z.output<Input>;
      readonly writer: Writer;
      readonly guard: NoInfer<Shown>['guard'];
      /** The plan's id: the same for every attempt at this plan, different for every other plan. */
      readonly idempotencyKey: string;
      /** Who approved the plan outside of the model's reach, by the name they were enrolled under; undefined where nobody had to. */
      readonly approver: string | undefined;
      /** Marks a finished part of a write that has several; a failure then reports `steps_done`. */
      readonly step: (name: string) => void;
    },
  ) => Awaitable<Result | WithImages<Result>>;
  /** What is true afterwards; it never changes the outcome. */
  readonly verify?: (
    call: CallContext & { readonly input: z.output<Input>; readonly reader: Reader; readonly output: z.output<Output> },
  ) => Awaitable<unknown>;
  /** Asked when the outcome is unknown: did it happen, and can the lost answer be given? Reads only. */
  readonly reconcile?: (
    call: CallContext & {
      readonly input: z.output<Input>;
      readonly reader: Reader;
      readonly guard: NoInfer<Shown>['guard'];
      readonly idempotencyKey: string;
    },
  ) => Awaitable<Reconciled | Recovered<Answer<Output>>>;
}

/** Leaves a tool out of profiles whose settings do not ask for it: it is not listed there, and not callable. */
export interface Offered<Settings> {
  if(settings: Settings): boolean;
  /** What such a profile has, as in `no Grafana`; without it, the tool is turned off there. */
  readonly lack?: string;
  /** What the operator has to write into the profile. */
  readonly hint: string;
}

interface ToolValue {
  readonly connection: AnyConnection | undefined;
  readonly offered?: Offered<unknown> | undefined;
}
export interface ReadTool<Input extends z.ZodObject = z.ZodObject, Output extends z.ZodObject = z.ZodObject, Reader = unknown>
  extends ReadSpec<Input, Output, Reader>, ToolValue {
  readonly kind: 'read';
}
export interface WriteTool<
  Input extends z.ZodObject = z.ZodObject,
  Output extends z.ZodObject = z.ZodObject,
  Reader = unknown,
  Writer = unknown,
  Shown extends Preview<unknown> = Preview<unknown>,
>
  extends WriteSpec<Input, Output, Reader, Writer, Shown>, ToolValue {
  readonly kind: 'write';
  readonly coveredBy?: undefined;
}

// Tools of different types stand in one list; handlers are contravariant, so only `any` admits them all. Core parses before it calls.
// oxlint-disable-next-line typescript/no-explicit-any
export type AnyTool = ReadTool<any, any, any> | WriteTool<any, any, any, any, any> | CoveredWriteTool<any, any, any, any>;

/** A read tool that needs no backend. */
export const read = <Input extends z.ZodObject, Output extends z.ZodObject, const Result extends Answer<Output>>(
  spec: ReadSpec<Input, Output, undefined, Result> & Unreserved<Input>,
): ReadTool<Input, Output, undefined> => ({ ...spec, kind: 'read', connection: undefined });

/** A write tool that needs no backend. */
export const write = <
  Input extends z.ZodObject,
  Output extends z.ZodObject,
  Shown extends Preview<unknown>,
  const Result extends Answer<Output>,
>(
  spec: WriteSpec<Input, Output, undefined, undefined, Shown, Result> & Unreserved<Input>,
): WriteTool<Input, Output, undefined, undefined, Shown> => ({ ...spec, kind: 'write', connection: undefined });
