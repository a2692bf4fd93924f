import { LineclearError } from '../plugin/errors.ts';
import type { ReadEntry } from '../registry/types.ts';
import type { Scope } from './scope.ts';

/** Runs a read within its deadline. A handler that answers at once costs no timer. */
export const runRead = ({
  entry,
  scope,
  input,
  reader,
  caller,
}: {
  entry: ReadEntry;
  scope: Scope;
  input: unknown;
  reader: unknown;
  /** Aborts when the caller leaves. */
  caller: AbortSignal;
}): unknown => {
  if (caller.aborted) throw left(entry);
  const answer = entry.run(Object.assign(scope, { input, reader }));
  return answer instanceof Promise ? within({ answer, entry, scope, input, caller }) : answer;
};

const within = ({
  answer,
  entry,
  scope,
  input,
  caller,
}: {
  answer: Promise<unknown>;
  entry: ReadEntry;
  scope: Scope;
  input: unknown;
  caller: AbortSignal;
}): Promise<unknown> =>
  new Promise((resolve, reject) => {
    const ms = entry.deadlineMs(input);
    const stop = (error: LineclearError) => {
      finish();
      scope.end(error);
      reject(error);
    };
    const leave = () => stop(left(entry));
    const timer = setTimeout(
      () =>
        stop(
          new LineclearError('timeout', `${entry.name} took longer than ${ms} ms.`, {
            details: { reason: 'deadline', deadline_ms: ms },
          }),
        ),
      ms,
    );
    const finish = () => {
      clearTimeout(timer);
      caller.removeEventListener('abort', leave);
    };
    caller.addEventListener('abort', leave, { once: true });
    answer.then(
      (value) => {
        finish();
        resolve(value);
      },
      (error: unknown) => {
        finish();
        reject(error instanceof Error ? error : new Error(String(error)));
      },
    );
  });

const left = (entry: ReadEntry) => new LineclearError('cancelled', `The caller left during ${entry.name}.`);
