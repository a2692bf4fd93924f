import type { JsonObject } from '@lineclear/core/plugin';
import { toAccount } from '../wire/account.ts';
import { stamp } from '../wire/links.ts';
import type { AlertKind, AlertRecord } from '../model/alerts.ts';
import type { Endpoint, RepositoryCall } from './endpoint.ts';
import { repositoryEndpoint } from './endpoint.ts';
import { page } from './page.ts';
import { anyObject, bodyOf, numberIn, orNotFound } from './parse.ts';

/** What GitHub's own scanners found. */
export const alertEndpoints = (): readonly Endpoint[] => [
  ...alertsOf('code-scanning', 'security_events'),
  ...alertsOf('dependabot', 'vulnerability_alerts'),
  ...alertsOf('secret-scanning', 'secret_scanning_alerts'),
  repositoryEndpoint('GET /secret-scanning/alerts/:alert_number/locations', 'secret_scanning_alerts:read:write', (call) =>
    page(call, [alertOf(call, 'secret-scanning')], ({ body }) => toLocation(call, String(body['place']))),
  ),
];

const alertsOf = (kind: AlertKind, permission: string): readonly Endpoint[] => [
  repositoryEndpoint(`GET /${kind}/alerts`, `${permission}:read:write`, (call) => {
    const [states, severity] = [call.query.get('state')?.split(','), call.query.get('severity')];
    const wanted = call.repository.alerts[kind].filter(
      ({ body }) => states?.includes(String(body['state'])) !== false && (severity === null || severityOf(body) === severity),
    );
    const turn = kind === 'dependabot' ? pageAfter : page;
    return turn(call, wanted, (alert) => toAlert(call, kind, alert));
  }),
  repositoryEndpoint(`GET /${kind}/alerts/:alert_number`, `${permission}:read:write`, (call) => ({
    json: toAlert(call, kind, alertOf(call, kind)),
  })),
  repositoryEndpoint(`PATCH /${kind}/alerts/:alert_number`, `${permission}:write`, (call) => {
    const alert = alertOf(call, kind);
    alert.body = { ...alert.body, ...bodyOf(call, anyObject), ...verdict(call, kind) };
    return { json: toAlert(call, kind, alert) };
  }),
];

const severityOf = (body: JsonObject): unknown => anyObject.safeParse(body['security_vulnerability']).data?.['severity'];

/** One page of a list that is turned by a mark, not by numbers: the mark is where the page before ended. */
const pageAfter: typeof page = async ({ request, query, links }, items, toWire) => {
  const size = Number(query.get('per_page') ?? 30);
  const from = Number(Buffer.from(query.get('after') ?? '', 'base64url').toString() || 0);
  const json = await Promise.all(items.slice(from, from + size).map(toWire));
  const url = new URL(request.url, links.api);
  url.searchParams.set('after', Buffer.from(String(from + size)).toString('base64url'));
  return from + size < items.length ? { json, headers: { link: `<${url.href}>; rel="next"` } } : { json };
};

const alertOf = (call: RepositoryCall, kind: AlertKind): AlertRecord => {
  const number = numberIn(call, 'alert_number');
  return orNotFound(call.repository.alerts[kind].find((alert) => alert.number === number));
};

// Who decided, and when; nobody where the alert is open again.
const verdict = (call: RepositoryCall, kind: AlertKind): JsonObject => {
  const isOpen = bodyOf(call, anyObject)['state'] === 'open';
  const at = isOpen ? null : stamp(call.store.nowMs);
  const by = isOpen ? null : call.login;
  return kind === 'secret-scanning' ? { resolved_at: at, resolved_by: by } : { dismissed_at: at, dismissed_by: by };
};

const toAlert = (
  { repository, links, store, query }: RepositoryCall,
  kind: AlertKind,
  { number, createdAtMs, body }: AlertRecord,
) => {
  const self = `${links.repository(repository)}/${kind}/alerts/${number}`;
  const by = body['dismissed_by'] ?? body['resolved_by'];
  const person = typeof by === 'string' ? toAccount(store.account(by), links) : null;
  const { secret, place: _place, ...open } = body;
  return {
    ...open,
    ...(secret !== undefined && query.get('hide_secret') !== 'true' && { secret }),
    number,
    url: self,
    html_url: `${links.page(repository)}/security/${kind}/${number}`,
    created_at: stamp(createdAtMs),
    ...(kind === 'code-scanning' && { instances_url: `${self}/instances` }),
    ...(kind === 'secret-scanning' ? { locations_url: `${self}/locations`, resolved_by: person } : { dismissed_by: person }),
  };
};

const toLocation = ({ repository, links }: RepositoryCall, path: string) => {
  const sha = '1'.repeat(40);
  const at = { start_line: 3, end_line: 3, start_column: 1, end_column: 24 };
  const urls = {
    blob_url: `${links.repository(repository)}/git/blobs/${sha}`,
    commit_url: `${links.repository(repository)}/git/commits/${sha}`,
  };
  return { type: 'commit', details: { path, ...at, blob_sha: sha, commit_sha: sha, ...urls } };
};
