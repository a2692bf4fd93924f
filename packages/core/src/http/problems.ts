import type { Clock } from '../plugin/context.ts';
import { type ErrorCode, LineclearError } from '../plugin/errors.ts';
import type { HttpOptions } from '../plugin/http.ts';
import { cleanText, fence } from '../plugin/clean.ts';
import type { Redactor } from '../profiles/redactor.ts';
import type { Base } from './base-url.ts';
import type { Failure, Outgoing, RawAnswer } from './exchange.ts';
import { connectionProblem } from './connection-problem.ts';
import { retryAfterSeconds } from './retry-after.ts';

/** Turns what went wrong into errors that hold no secret and no upstream text outside `details.upstream`. */
export interface Problems {
  /** `GET /tasks/7 at tasker.example.com`, for messages. */
  name(outgoing: Outgoing): string;
  ofFailure(failure: Failure & { outgoing: Outgoing; timeoutMs: number; maxBytes: number }): LineclearError;
  ofStatus(source: { outgoing: Outgoing; answer: RawAnswer }): LineclearError;
  /** A body that is not what it should be; `expected` says where and what. */
  ofShape(source: { outgoing: Outgoing; answer: RawAnswer; expected: string }): LineclearError;
}

export const createProblems = ({
  base,
  redactor,
  clock,
  explain,
}: {
  base: Base;
  redactor: Redactor;
  clock: Clock;
  explain?: HttpOptions['explain'];
}): Problems => {
  const name = ({ method, url }: Outgoing): string =>
    `${method} ${redactor.text(cleanText(url.pathname)).slice(0, 200)} at ${base.host}`;
  // Cut after redaction, never before: half a secret is not found any more.
  const upstream = ({ body }: RawAnswer): { upstream?: string } => {
    const text = redactor.text(cleanText(body.subarray(0, 64_000).toString('utf8')));
    return text.trim() === '' ? {} : { upstream: fence(text, { source: base.host }) };
  };

  const ofFailure: Problems['ofFailure'] = ({ outgoing, timeoutMs, maxBytes, kind, isSent, cause }) => {
    const effect = isSent ? 'unknown' : 'none';
    switch (kind) {
      case 'aborted':
        return LineclearError.is(cause) && cause.code === 'timeout'
          ? new LineclearError('timeout', `${name(outgoing)} was given up at the deadline.`, {
              effect,
              cause,
              details: { reason: 'deadline' },
            })
          : new LineclearError('cancelled', `${name(outgoing)} was given up.`, { effect, cause });
      case 'timeout':
        return new LineclearError('timeout', `${name(outgoing)} did not answer within ${timeoutMs} ms.`, {
          effect,
          details: { reason: 'no_answer' },
        });
      case 'too_large':
        return new LineclearError('upstream_error', `${name(outgoing)} answered with more than ${maxBytes} bytes.`, {
          hint: 'Ask for less: a filter, a shorter time range or a smaller page.',
          effect,
          details: { reason: 'too_large' },
        });
      case 'undecodable':
        return new LineclearError('upstream_error', `${name(outgoing)} answered with a broken content encoding.`, {
          effect,
          cause,
          details: { reason: 'encoding' },
        });
      case 'broken':
        return connectionProblem({ name: name(outgoing), host: base.host, isSent, cause });
    }
  };

  const ofStatus: Problems['ofStatus'] = ({ outgoing, answer }) => {
    const { status, headers } = answer;
    const explained = explain?.({ status, headers, text: () => new TextDecoder().decode(answer.body) });
    const isRedirect = status >= 300 && status < 400;
    const code = explained?.code ?? codeOf(status);
    const retryAfterS = explained?.retryAfterS ?? retryAfterSeconds({ headers, now: clock.now() });
    return new LineclearError(code, `${name(outgoing)} answered ${status}.`, {
      retryAfterS,
      // A backend that refuses has done nothing; one that redirects, fails or gave up in the middle may have.
      effect: explained?.effect ?? (status >= 400 && status < 500 && status !== 408 ? 'none' : 'unknown'),
      details: { status, ...(isRedirect ? { reason: 'redirect' } : {}), ...explained?.details, ...upstream(answer) },
      hint: explained?.hint ?? hintFor({ code, isRedirect, retryAfterS }),
    });
  };

  const ofShape: Problems['ofShape'] = ({ outgoing, answer, expected }) =>
    new LineclearError('upstream_error', `${name(outgoing)} answered ${answer.status} in an unexpected shape: ${expected}.`, {
      hint: 'Check that the connection reaches the right backend in a supported version.',
      effect: 'unknown',
      details: { status: answer.status, reason: 'shape', ...upstream(answer) },
    });

  return { name, ofFailure, ofStatus, ofShape };
};

const hintFor = ({
  code,
  isRedirect,
  retryAfterS,
}: {
  code: ErrorCode;
  isRedirect: boolean;
  retryAfterS: number | undefined;
}): string | undefined => {
  if (isRedirect) return 'Check the base URL of the connection: redirects are followed below it only, and never for writes.';
  return code === 'rate_limited' && retryAfterS === undefined ? 'Wait a little, then call again.' : undefined;
};

const codeOf = (status: number): ErrorCode => {
  if (status >= 400 && status < 500) return refusals[status] ?? 'invalid_input';
  return 'upstream_error';
};

const refusals: Readonly<Record<number, ErrorCode>> = {
  401: 'unauthenticated',
  403: 'forbidden',
  404: 'not_found',
  408: 'timeout',
  409: 'conflict',
  412: 'conflict',
  429: 'rate_limited',
};
