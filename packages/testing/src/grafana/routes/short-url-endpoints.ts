import * as z from 'zod';
import type { Store } from '../world/store.ts';
import type { Endpoint } from './endpoint.ts';
import { bodyOf } from './parse.ts';
import { refuse, refusePublic } from './refusal.ts';

/** `/api/short-urls`, and where a short address leads. */
export const shortUrlEndpoints = (store: Store, { appUrl }: { appUrl: () => string }): readonly Endpoint[] => [
  {
    method: 'POST',
    path: '/api/short-urls',
    role: 'Viewer',
    handle: ({ request, caller }) => {
      const path = bodyOf(request, z.object({ path: z.string() })).path.trim();
      if (path.startsWith('/') || URL.canParse(path))
        throw refusePublic({ status: 400, messageId: 'shorturl.absolute-path', message: 'Path should be relative' });
      if (path.includes('../')) throw refusePublic({ status: 400, messageId: 'shorturl.invalid-path', message: 'Invalid path' });
      const uid = store.nextUid('s');
      store.shortUrls.set(uid, path);
      return { json: { uid, url: `${appUrl()}goto/${uid}?orgId=${caller.orgId}` } };
    },
  },
  {
    method: 'GET',
    path: '/goto/:uid',
    role: 'Viewer',
    handle: ({ params }) => {
      const path = store.shortUrls.get(params['uid'] ?? '');
      if (path === undefined) throw refuse(404, 'Not found');
      return { status: 302, headers: { location: appUrl() + path }, text: '' };
    },
  },
];
