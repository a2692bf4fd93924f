import { type StepResults, stepResults } from '../schemas/step.ts';

/** What a worker stored as the results of a step; `undefined` where it is something else. */
export const resultsOf = (results: unknown): StepResults | undefined => stepResults.safeParse(results).data;
