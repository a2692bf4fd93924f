import type * as z from 'zod';
import type { AnyConnection } from './connection.ts';
import type { CallContext, Risk } from './context.ts';
import type { WithImages } from './image.ts';
import type { Answer, Offered, ToolFacts, WriteTool } from './tool.ts';

type Awaitable<Value> = Value | Promise<Value>;

/**
 * A write that needs no preview of its own, because a plan that was confirmed already covers it: a line for a program that was started.
 * Core finds the plan in its store and holds it against this call; every call is recorded before it runs, and runs once.
 */
export interface CoveredWriteSpec<
  Input extends z.ZodObject,
  Output extends z.ZodObject,
  Reader,
  Writer,
  Result = Answer<Output>,
> extends ToolFacts<Input, Output> {
  /** The worst case; it makes the annotations. Not worse than that of the covering write. */
  readonly risk: Risk;
  /** The write of the same plugin and connection whose executed plans cover this one. */
  // oxlint-disable-next-line typescript/no-explicit-any
  readonly coveredBy: WriteTool<any, any, Reader, Writer, any>;
  /**
   * Names the plan that covers this call: the `idempotencyKey` that the covering write's `execute` got. Sends nothing that changes
   * anything, and throws `not_found` where the target is not there.
   */
  readonly covering: (call: CallContext & { readonly input: z.output<Input>; readonly reader: Reader }) => Awaitable<string>;
  /** Runs once per call. Throw with `effect: 'none'` where nothing was sent; anything unclear becomes `unknown`. */
  readonly execute: (
    call: CallContext & {
      readonly input: z.output<Input>;
      readonly writer: Writer;
      /** The covering plan's id. Find the target by it: then what is written to is what was judged. */
      readonly coveringPlan: string;
      /** The id of this call's own record, different for every call. */
      readonly idempotencyKey: string;
    },
  ) => Awaitable<Result | WithImages<Result>>;
}

/** A covered write as a plugin lists it. */
export interface CoveredWriteTool<
  Input extends z.ZodObject = z.ZodObject,
  Output extends z.ZodObject = z.ZodObject,
  Reader = unknown,
  Writer = unknown,
> extends CoveredWriteSpec<Input, Output, Reader, Writer> {
  readonly kind: 'write';
  readonly connection: AnyConnection | undefined;
  readonly offered?: Offered<unknown> | undefined;
}
