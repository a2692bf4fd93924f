import { toRepository } from '../wire/repository.ts';
import { toAccount } from '../wire/account.ts';
import { nodeId, stamp } from '../wire/links.ts';
import { roleOf } from './access.ts';
import type { Apps } from './apps.ts';
import type { Endpoint } from './endpoint.ts';
import { endpoint } from './endpoint.ts';
import { countedPage } from './page.ts';
import { numberIn } from './parse.ts';

/** What belongs to apps: the tokens of their installations. */
export const appEndpoints = (apps: Apps): readonly Endpoint[] => [
  endpoint('POST /app/installations/:installation_id/access_tokens', undefined, (call) => {
    const installationId = numberIn(call, 'installation_id');
    const { token, untilMs, permissions } = apps.issue({ appId: call.caller?.appId, installationId });
    return { status: 201, json: { token, expires_at: stamp(untilMs), permissions, repository_selection: 'all' } };
  }),
  endpoint('GET /app', undefined, (call) => {
    const { id, slug, permissions } = apps.describe(call.caller?.appId);
    const page = `${call.links.web}/apps/${slug}`;
    const owner = toAccount(call.store.owner, call.links);
    const times = { created_at: stamp(0), updated_at: stamp(0) };
    const texts = { name: slug, description: null, external_url: page, html_url: page };
    return { json: { id, slug, node_id: nodeId('App', id), owner, ...texts, ...times, permissions, events: [] } };
  }),
  endpoint('GET /installation/repositories', undefined, (call) => {
    const { store, login, links } = call;
    const visible = [...store.repositories.values()].filter((repository) => roleOf({ store, repository, login }) !== undefined);
    return countedPage(call, 'repositories', visible, (repository) => toRepository(repository, links));
  }),
];
