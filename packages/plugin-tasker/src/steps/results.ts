import * as z from 'zod';
import { stepResults } from '../schemas/step.ts';

// A failed step, and one that was completed by hand, may have no `result` at all.
const tolerant = stepResults.extend({ result: z.unknown().optional() });

/** What a worker stored as the results of a step; `undefined` where it is something else. */
export const resultsOf = (results: unknown): z.output<typeof tolerant> | undefined => tolerant.safeParse(results).data;

export type Results = z.output<typeof tolerant>;
