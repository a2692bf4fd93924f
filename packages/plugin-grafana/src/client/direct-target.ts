import type { HttpClient } from '@lineclear/core/plugin';
import type { QueryTarget } from './query-target.ts';
import { formRequest } from './form-request.ts';

/** A server that the profile names: asked at its own address. */
export const directTarget = (http: HttpClient): QueryTarget => ({
  get: (path, request) => http.get(path, request),
  query: (path, { form, ...request }) => http.post(path, formRequest({ form, request })),
});
