import type { Answer } from './route.ts';

/** Ends a request with an answer that is no success. */
export class Refusal extends Error {
  readonly answer: Answer;

  constructor(answer: Answer) {
    super(`refused with ${answer.status ?? 200}`);
    this.answer = answer;
  }
}

/** What a refusable handler answers. */
export const refusable = async (handle: () => Promise<Answer>): Promise<Answer> => {
  try {
    return await handle();
  } catch (error) {
    if (error instanceof Refusal) return error.answer;
    throw error;
  }
};
