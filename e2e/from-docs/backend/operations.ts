import * as z from 'zod';
import { strip } from './png.ts';
import type { StoredWindow, Windows } from './windows.ts';

export interface Reply {
  readonly status: number;
  readonly json?: unknown;
  readonly png?: Uint8Array;
}

const failure = (status: number, error: string): Reply => ({ status, json: { error } });
const shown = (id: string, window: StoredWindow) => ({ id, ...window });

const Creation = z.object({
  title: z.string(),
  service: z.string(),
  starts_at: z.string(),
  ends_at: z.string(),
  created_by: z.string(),
});
const Cancellation = z.object({ version: z.int(), change_id: z.string() });
const Extension = z.object({ ends_at: z.string(), change_id: z.string() });

export const listWindows = (windows: Windows, query: URLSearchParams): Reply => {
  const wanted = [...windows]
    .map(([id, window]) => shown(id, window))
    .filter((window) => ['status', 'created_with'].every((key) => [null, Reflect.get(window, key)].includes(query.get(key))));
  return { status: 200, json: { windows: wanted.slice(0, Number(query.get('limit') ?? 20)), total: wanted.length } };
};

export const getWindow = (windows: Windows, id: string): Reply => {
  const window = windows.get(id);
  return window === undefined ? failure(404, `no window ${id}`) : { status: 200, json: shown(id, window) };
};

/** An equal idempotency key answers the window that the first request made. */
export const createWindow = (windows: Windows, { body, key }: { body: unknown; key: string }): Reply => {
  const wanted = Creation.safeParse(body);
  if (!wanted.success || key === '') return failure(400, 'bad window, or no idempotency-key');
  const made = [...windows].find(([, window]) => window.created_with === key);
  if (made !== undefined) return getWindow(windows, made[0]);
  const id = `mw-${windows.size + 1}`;
  windows.set(id, { ...wanted.data, status: 'scheduled', version: 1, created_with: key, last_change_id: null });
  return getWindow(windows, id);
};

export const cancelWindow = (windows: Windows, { id, body }: { id: string; body: unknown }): Reply => {
  const window = windows.get(id);
  const wanted = Cancellation.safeParse(body);
  if (window === undefined || !wanted.success) return failure(window === undefined ? 404 : 400, 'bad cancellation');
  if (window.version !== wanted.data.version || window.status !== 'scheduled')
    return failure(409, `version is ${window.version}`);
  windows.set(id, { ...window, status: 'cancelled', version: window.version + 1, last_change_id: wanted.data.change_id });
  return getWindow(windows, id);
};

export const extendWindow = (windows: Windows, { id, body, match }: { id: string; body: unknown; match: string }): Reply => {
  const window = windows.get(id);
  const wanted = Extension.safeParse(body);
  if (window === undefined || !wanted.success) return failure(window === undefined ? 404 : 400, 'bad extension');
  if (String(window.version) !== match || window.status !== 'scheduled') return failure(412, `version is ${window.version}`);
  const { ends_at, change_id } = wanted.data;
  windows.set(id, { ...window, ends_at, version: window.version + 1, last_change_id: change_id });
  return getWindow(windows, id);
};

/** One day as a picture, ten minutes to a pixel. */
export const drawWindow = (windows: Windows, id: string): Reply => {
  const window = windows.get(id);
  if (window === undefined) return failure(404, `no window ${id}`);
  const pixel = (time: string) => Math.floor((Date.parse(time) % 86_400_000) / 600_000);
  return { status: 200, png: strip({ width: 144, height: 16, from: pixel(window.starts_at), to: pixel(window.ends_at) }) };
};
