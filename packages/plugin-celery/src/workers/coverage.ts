import * as z from 'zod';
import type { Answers } from '../control/inspect.ts';

/** How many of the connected workers an answer rests on. */
export const coverage = z.object({
  known: z.int().describe('Connected workers.'),
  answered: z.int(),
  silent: z.array(z.string()).describe('Connected, without an answer, as far as their names are known.'),
});
export type Coverage = z.output<typeof coverage>;

/** The workers that answered all of these questions, and those that did not. */
export const coverageOf = (questions: readonly Answers<unknown>[]): Coverage => {
  const names = namesIn(questions);
  const answered = names.filter((name) => questions.every(({ answers }) => answers.has(name)));
  const silent = new Set(questions.flatMap((question) => question.silent));
  return {
    known: Math.max(0, names.length, ...questions.map(({ known }) => known)),
    answered: answered.length,
    silent: [...silent].toSorted(),
  };
};

/** Every worker that answered at least one of these questions, in the order of names. */
export const namesIn = (questions: readonly Answers<unknown>[]): readonly string[] =>
  [...new Set(questions.flatMap(({ answers }) => [...answers.keys()]))].toSorted();

/** True when no connected worker was missing. */
export const isWhole = ({ known, answered }: Coverage): boolean => answered >= known;
