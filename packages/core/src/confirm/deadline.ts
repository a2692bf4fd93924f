import { LineclearError } from '../plugin/errors.ts';

/** Fails when the work takes longer than `ms`, or when the caller leaves; the work's own signal aborts in both cases. */
export const withDeadline = async <Value>({
  ms,
  caller,
  what,
  work,
}: {
  ms: number;
  /** Absent for work that a leaving caller must not stop. */
  caller?: AbortSignal;
  /** Named in the error: `preview of task_cancel`. */
  what: string;
  work: (signal: AbortSignal) => Value | Promise<Value>;
}): Promise<Value> => {
  if (caller?.aborted === true) throw cancelled(what);
  const controller = new AbortController();
  let end: (() => void) | undefined;
  const ended = new Promise<never>((_resolve, reject) => {
    const stop = (error: LineclearError) => {
      controller.abort(error);
      reject(error);
    };
    const leave = () => stop(cancelled(what));
    const timer = setTimeout(() => stop(timedOut({ what, ms })), ms);
    caller?.addEventListener('abort', leave, { once: true });
    end = () => {
      clearTimeout(timer);
      caller?.removeEventListener('abort', leave);
    };
  });
  // Both branches may reject; whoever loses must not surface as an unhandled rejection.
  ended.catch(() => {});
  try {
    return await Promise.race([work(controller.signal), ended]);
  } finally {
    end?.();
  }
};

const cancelled = (what: string) => new LineclearError('cancelled', `The caller left during ${what}.`, { effect: 'none' });

const timedOut = ({ what, ms }: { what: string; ms: number }) =>
  new LineclearError('timeout', `The ${what} took longer than ${ms} ms.`, { details: { reason: 'deadline', deadline_ms: ms } });
