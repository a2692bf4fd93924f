import * as z from 'zod';
import type { StepResults } from '../schemas/step.ts';
import { resultsOf } from './results.ts';

/** Why a step failed, as its worker reported it. Texts are the worker's; the backtrace has the first frames, each shortened. */
export const failureShape = z.object({
  class: z.enum(['transient', 'permanent', 'unknown']).describe('Whether the same call may succeed later, attempts aside.'),
  why: z.string().describe('On what the class rests.'),
  message: z.string().nullable(),
  type: z.string().nullable(),
  status_code: z.number().nullable(),
  retryable: z.boolean().nullable(),
  backtrace: z.array(z.string()),
  backtrace_left_out: z.int(),
});
export type Failure = z.output<typeof failureShape>;

const framesKept = 20;
const charactersKept = 500;
const messageKept = 4_000;

/**
 * Reads the failure out of a step's `results`; `undefined` where they tell of none. The class is the worker's own `retryable`:
 * nothing is guessed from messages or status codes.
 */
export const failureOf = (results: unknown): Failure | undefined => {
  const parsed = resultsOf(results);
  if (parsed === undefined || parsed.success === true) return undefined;
  const { error, metadata } = parsed;
  if (error === null && parsed.success === null) return undefined;
  const backtrace = error?.backtrace ?? [];
  return {
    message: cut(error?.message ?? null, messageKept),
    type: error?.error_type ?? metadata?.error_type ?? null,
    status_code: error?.status_code ?? null,
    backtrace: backtrace.slice(0, framesKept).map((frame) => cut(frame, charactersKept)),
    backtrace_left_out: Math.max(0, backtrace.length - framesKept),
    ...classOf(parsed),
  };
};

// The error's own word counts first: `metadata.retryable` defaults to something in several workers.
const classOf = ({ error, metadata }: StepResults): Pick<Failure, 'class' | 'why' | 'retryable'> => {
  if (typeof error?.retryable === 'boolean')
    return { ...named(error.retryable), why: `results.error.retryable is ${error.retryable}` };
  if (typeof metadata?.retryable === 'boolean')
    return { ...named(metadata.retryable), why: `results.metadata.retryable is ${metadata.retryable}` };
  return { retryable: null, class: 'unknown', why: 'The worker did not say whether the error is retryable.' };
};

const named = (retryable: boolean): Pick<Failure, 'class' | 'retryable'> => ({
  retryable,
  class: retryable ? 'transient' : 'permanent',
});

const cut = <Text extends string | null>(text: Text, characters: number): Text | string =>
  text === null || text.length <= characters ? text : `${text.slice(0, characters).toWellFormed()}…`;
