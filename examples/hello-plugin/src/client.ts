import { type HttpClient, path } from '@lineclear/core/plugin';
import { Flag, FlagPage, Health } from './schemas.ts';

/** What reads and previews may do. The HTTP client that core gives a reader refuses PUT, POST and DELETE anyway. */
export const flagReader = (http: HttpClient) => ({
  health: async (signal: AbortSignal) => (await http.get('/health', { signal })).json(Health),
  list: async ({ enabled, limit, signal }: { enabled: boolean | undefined; limit: number; signal: AbortSignal }) =>
    (await http.get('/flags', { query: { enabled, limit }, signal })).json(FlagPage),
  get: async (key: string, signal: AbortSignal) => (await http.get(path`/flags/${key}`, { signal })).json(Flag),
});

/** What a confirmed write may do. */
export const flagWriter = (http: HttpClient) => ({
  /** Changes the flag if it still has this version; the service answers 409 otherwise, and takes an equal change id for the same change. */
  set: async ({
    key,
    signal,
    ...change
  }: {
    key: string;
    enabled: boolean;
    version: number;
    changeId: string;
    signal: AbortSignal;
  }) => {
    const json = { enabled: change.enabled, version: change.version, change_id: change.changeId };
    return (await http.put(path`/flags/${key}`, { json, signal })).json(Flag);
  },
});
