import { type HttpClient, path } from '@lineclear/core/plugin';
import type * as z from 'zod';
import { Health, type Status, Window, WindowPage } from './schemas.ts';

type Filter = { status?: z.output<typeof Status> | undefined; created_with?: string; limit?: number };
type Creation = { title: string; service: string; starts_at: string; ends_at: string; created_by: string };

/** What reads and previews may do. */
export const windowReader = (http: HttpClient) => ({
  health: async (signal: AbortSignal) => (await http.get('/health', { signal })).json(Health),
  list: async (filter: Filter, signal: AbortSignal) => (await http.get('/windows', { query: filter, signal })).json(WindowPage),
  get: async (id: string, signal: AbortSignal) => (await http.get(path`/windows/${id}`, { signal })).json(Window),
  picture: async (id: string, signal: AbortSignal) => (await http.get(path`/windows/${id}/day.png`, { signal })).bytes(),
});

/** What a confirmed write may do. */
export const windowWriter = (http: HttpClient) => ({
  create: async ({ key, signal, ...json }: Creation & { key: string; signal: AbortSignal }) =>
    (await http.post('/windows', { json, headers: { 'idempotency-key': key }, signal })).json(Window),
  /** Answers 409 when the window has another version. */
  cancel: async ({ id, signal, ...json }: { id: string; version: number; change_id: string; signal: AbortSignal }) =>
    (await http.post(path`/windows/${id}/cancel`, { json, signal })).json(Window),
  /** Answers 412 when the window has another version. */
  extend: async ({
    id,
    version,
    signal,
    ...json
  }: {
    id: string;
    version: number;
    ends_at: string;
    change_id: string;
    signal: AbortSignal;
  }) => (await http.patch(path`/windows/${id}`, { json, headers: { 'if-match': String(version) }, signal })).json(Window),
});
