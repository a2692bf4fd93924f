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
];

const alertsOf = (kind: AlertKind, permission: string): readonly Endpoint[] => [
  repositoryEndpoint(`GET /${kind}/alerts`, `${permission}:read:write`, (call) => {
    const state = call.query.get('state');
    const wanted = call.repository.alerts[kind].filter(({ body }) => state === null || body['state'] === state);
    return page(call, wanted, (alert) => toAlert(call, kind, alert));
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

const toAlert = ({ repository, links, store }: RepositoryCall, kind: AlertKind, { number, createdAtMs, body }: AlertRecord) => {
  const self = `${links.repository(repository)}/${kind}/alerts/${number}`;
  const by = body['dismissed_by'] ?? body['resolved_by'];
  const person = typeof by === 'string' ? toAccount(store.account(by), links) : null;
  return {
    ...body,
    number,
    url: self,
    html_url: `${links.page(repository)}/security/${kind}/${number}`,
    created_at: stamp(createdAtMs),
    ...(kind === 'code-scanning' && { instances_url: `${self}/instances` }),
    ...(kind === 'secret-scanning' ? { locations_url: `${self}/locations`, resolved_by: person } : { dismissed_by: person }),
  };
};
