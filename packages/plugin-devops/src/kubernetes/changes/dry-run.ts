import type { HttpResponse } from '@lineclear/core/plugin';
import type { KubernetesReader, Target } from '../client/kubernetes-reader.ts';
import { fieldManager, type PatchType, patchTypes } from './trace.ts';

/**
 * What the server would make of a patch: it validates, sets defaults and asks every admission as it does for a real one, and keeps nothing.
 * https://kubernetes.io/docs/reference/using-api/api-concepts/#dry-run
 */
export const dryRun = async ({
  reader,
  target,
  type,
  body,
  force,
  accept,
  signal,
}: {
  reader: KubernetesReader;
  target: Target & { readonly subresource?: string | undefined };
  type: PatchType;
  body: unknown;
  force?: boolean;
  /** Statuses that are answers here. */
  accept?: readonly number[];
  signal: AbortSignal;
}): Promise<HttpResponse> => {
  const { answer } = await reader.ask({
    method: 'patch',
    ...target,
    query: { dryRun: 'All', fieldManager, fieldValidation: 'Strict', ...(type === 'apply' ? { force } : {}) },
    headers: { 'content-type': patchTypes[type] },
    body: JSON.stringify(body),
    safe: true,
    ...(accept === undefined ? {} : { accept }),
    signal,
  });
  return answer;
};
