import { type ErrorCode, LineclearError } from '@lineclear/core/plugin';
import { explain } from '../client/explain.ts';

/** What the API server answered in the place of a connection to a pod: nothing has run, unless something in between answered for it. */
export const refusedByServer = ({ status, text }: { status: number; text: string }): LineclearError => {
  const { code = codes[status], hint, details } = explain({ status, headers: new Headers(), text: () => text }) ?? {};
  const isItsOwn = status >= 400 && status < 500;
  return new LineclearError(
    code ?? (isItsOwn ? 'conflict' : 'upstream_error'),
    `The cluster answered ${status} in the place of a connection to the pod.`,
    {
      hint: hint ?? 'Look at the pod with k8s_describe: the container may have ended.',
      details: { status, ...details },
      effect: isItsOwn ? 'none' : 'unknown',
    },
  );
};

const codes: Readonly<Record<number, ErrorCode>> = {
  401: 'unauthenticated',
  403: 'forbidden',
  404: 'not_found',
  429: 'rate_limited',
};

/** Why there was no answer. Where nobody listens nothing was sent; behind any other failure the command may have begun. */
export const notOpened = (cause: Error): LineclearError => {
  const code = 'code' in cause ? String(cause.code) : '';
  return new LineclearError('unreachable', 'The connection to the pod was not made.', {
    hint: unsent.has(code)
      ? 'Call connection_status to see whether the cluster is up.'
      : 'Look at what the pod did before anything else.',
    details: { reason: 'not_opened' },
    effect: unsent.has(code) ? 'none' : 'unknown',
    cause,
  });
};

const unsent: ReadonlySet<string> = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);
