import { LineclearError } from '@lineclear/core/plugin';
import type * as z from 'zod';
import type { Answer } from './transport.ts';

/** The body of an answer, checked; `upstream_error` where it is something else than GitHub documents. */
export const parseAnswer = <Schema extends z.ZodType>({
  answer,
  schema,
}: {
  answer: Answer;
  schema: Schema;
}): z.output<Schema> => {
  const parsed = schema.safeParse(answer.body);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const where = issue === undefined || issue.path.length === 0 ? 'the body' : issue.path.join('.');
  throw new LineclearError('upstream_error', `${answer.shown} answered ${answer.status} in an unexpected shape: ${where}.`, {
    hint: 'Check that the connection reaches GitHub, or an Enterprise Server at its /api/v3.',
    // The request was accepted, so a write may have taken place.
    effect: 'unknown',
    details: { status: answer.status, reason: 'shape' },
  });
};
