import type { CallAnswer } from '@lineclear/core';
import type { ErrorCode } from '@lineclear/core/plugin';
import type { Finding } from './rules.ts';

/** A finding unless the answer is this error. */
export const expectError = ({
  subject,
  answer,
  code,
}: {
  subject: string;
  answer: CallAnswer;
  code: ErrorCode;
}): readonly Finding[] => {
  if ('error' in answer && answer.error.code === code) return [];
  const given = 'error' in answer ? `${answer.error.code}: ${answer.error.message}` : answer.kind;
  return [{ rule: 'example_failed', subject, message: `The example expects ${code} and gets ${given}.` }];
};
