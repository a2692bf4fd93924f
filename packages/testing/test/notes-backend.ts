import type { ContractBackend, Route } from '../src/index.ts';
import { fakeHttp, secretMarker } from '../src/index.ts';

/** A fresh backend for the planted plugins. */
export const startNotes = async () => {
  const notes = new Map([
    ['n1', { id: 'n1', text: 'buy milk', version: 1 }],
    ['n2', { id: 'n2', text: 'call Ada', version: 4 }],
  ]);
  let marks = 0;
  const routes: readonly Route[] = [
    { method: 'GET', path: '/health', handle: () => ({ text: 'up' }) },
    { method: 'GET', path: '/notes', handle: () => ({ json: { notes: [...notes.values()] } }) },
    {
      method: 'GET',
      path: '/notes/:id',
      handle: ({ params, request }) => {
        if (request.query['mark'] === 'seen') marks += 1;
        const note = notes.get(params['id'] ?? '');
        return note === undefined ? { status: 404, json: {} } : { json: note };
      },
    },
    { method: 'POST', path: '/search', handle: () => ({ json: { notes: [] } }) },
    { method: 'POST', path: '/notes/:id/lock', handle: () => ({ status: 204 }) },
    {
      method: 'PUT',
      path: '/notes/:id',
      handle: ({ params, request }) => {
        const note = notes.get(params['id'] ?? '');
        const { text, version } = JSON.parse(request.body);
        if (note === undefined || note.version !== version) return { status: 409, json: {} };
        const changed = { ...note, text, version: version + 1 };
        notes.set(note.id, changed);
        return { json: changed };
      },
    },
  ];
  const http = await fakeHttp({ routes });
  return {
    connections: { notes: { url: http.url, token: secretMarker } },
    http: [http],
    notes,
    state: () => ({ notes: [...notes], marks }),
    close: () => http.close(),
  } satisfies ContractBackend & { notes: unknown };
};

export type NotesBackend = Awaited<ReturnType<typeof startNotes>>;
