import type { JsonObject } from '@lineclear/core/plugin';
import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { Answer } from '../../http/route.ts';
import type { RuleInstance, RuleRecord, SilenceMatcher, SilenceRecord } from '../model/records.ts';
import { matchesAll, parseFilter, silenceState } from '../world/silences.ts';
import type { Store } from '../world/store.ts';
import type { Endpoint, EndpointCall } from './endpoint.ts';
import { bodyOf } from './parse.ts';
import { refuse } from './refusal.ts';
import { isFiring } from './rule-state-endpoints.ts';

const base = '/api/alertmanager/grafana/api/v2';

/** Grafana's own Alertmanager: the alerts of its rules, and silences. */
export const alertmanagerEndpoints = (store: Store): readonly Endpoint[] => [
  { method: 'GET', path: `${base}/alerts`, role: 'Viewer', handle: (call) => alertsAnswer(store, call) },
  {
    method: 'GET',
    path: `${base}/silences`,
    role: 'Viewer',
    handle: ({ query, nowMs }) => {
      const filters = filtersOf(query);
      const silences = [...store.silences.values()].filter(({ matchers }) =>
        filters.every(({ name, value }) => matchers.some((matcher) => matcher.name === name && matcher.value === value)),
      );
      return { json: silences.map((silence) => toSilence(silence, nowMs)) };
    },
  },
  { method: 'POST', path: `${base}/silences`, role: 'Editor', handle: (call) => saveAnswer(store, call) },
  {
    method: 'GET',
    path: `${base}/silence/:id`,
    role: 'Viewer',
    handle: ({ params, nowMs }) => ({ json: toSilence(found(store, params['id']), nowMs) }),
  },
  {
    method: 'DELETE',
    path: `${base}/silence/:id`,
    role: 'Editor',
    handle: ({ params, nowMs }) => {
      expire(found(store, params['id']), nowMs);
      return { json: { message: 'silence deleted' } };
    },
  },
];

const filtersOf = (query: URLSearchParams): readonly SilenceMatcher[] =>
  query.getAll('filter').map((filter) => {
    const matcher = parseFilter(filter);
    if (matcher === undefined) throw refuse(400, `bad matcher format: ${filter}`);
    return matcher;
  });

const alertsAnswer = (store: Store, { query, nowMs }: EndpointCall): Answer => {
  const filters = filtersOf(query);
  const alerts = [...store.rules.values()].flatMap((rule) =>
    rule.instances.filter(isFiring).map((instance) => toAlert({ store, rule, instance, nowMs })),
  );
  const isWanted = ({ labels, status }: (typeof alerts)[number]): boolean =>
    matchesAll(filters, labels) && query.get(status.state === 'active' ? 'active' : 'silenced') !== 'false';
  return { json: alerts.filter(isWanted) };
};

const toAlert = ({ store, rule, instance, nowMs }: { store: Store; rule: RuleRecord; instance: RuleInstance; nowMs: number }) => {
  const labels = {
    alertname: String(rule.body['title']),
    grafana_folder: store.folders.get(String(rule.body['folderUID']))?.title ?? '',
    __alert_rule_uid__: rule.uid,
    ...instance.labels,
  };
  const silencedBy = [...store.silences.values()]
    .filter((silence) => silenceState(silence, nowMs) === 'active' && matchesAll(silence.matchers, labels))
    .map(({ id }) => id);
  return {
    annotations: rule.body['annotations'] ?? {},
    endsAt: new Date(nowMs + 240_000).toISOString(),
    fingerprint: createHash('sha256').update(JSON.stringify(labels)).digest('hex').slice(0, 16),
    receivers: [{ name: String(store.policies['receiver']) }],
    startsAt: new Date(instance.sinceMs).toISOString(),
    status: { inhibitedBy: [], silencedBy, state: silencedBy.length > 0 ? 'suppressed' : 'active' },
    updatedAt: new Date(nowMs).toISOString(),
    generatorURL: `/alerting/grafana/${rule.uid}/view`,
    labels,
  } satisfies JsonObject;
};

const silenceBody = z.object({
  id: z.string().nullish(),
  matchers: z.array(
    z.object({ name: z.string(), value: z.string(), isRegex: z.boolean().default(false), isEqual: z.boolean().default(true) }),
  ),
  startsAt: z.iso.datetime({ offset: true }),
  endsAt: z.iso.datetime({ offset: true }),
  createdBy: z.string(),
  comment: z.string(),
});

const saveAnswer = (store: Store, { request, nowMs }: EndpointCall): Answer => {
  const { id, matchers, startsAt, endsAt, createdBy, comment } = bodyOf(request, silenceBody);
  const startsAtMs = Math.max(Date.parse(startsAt), nowMs);
  const endsAtMs = Date.parse(endsAt);
  if (matchers.length === 0) throw refuse(400, 'invalid silence: at least one matcher required');
  if (endsAtMs <= Date.parse(startsAt)) throw refuse(400, 'invalid silence: end time must not be before start time');
  if (endsAtMs <= nowMs) throw refuse(400, "invalid silence: end time can't be in the past");
  const known = id === undefined || id === null || id === '' ? undefined : found(store, id);
  const fields = { matchers, startsAtMs, endsAtMs, updatedAtMs: nowMs, createdBy, comment };
  // Other matchers make another silence; the old one ends.
  if (
    known !== undefined &&
    silenceState(known, nowMs) !== 'expired' &&
    JSON.stringify(known.matchers) === JSON.stringify(matchers)
  ) {
    Object.assign(known, fields);
    return { status: 202, json: { silenceID: known.id } };
  }
  if (known !== undefined) expire(known, nowMs);
  const created = { id: silenceId(store.nextId()), ...fields };
  store.silences.set(created.id, created);
  return { status: 202, json: { silenceID: created.id } };
};

/** A uuid that is the same in every run. */
export const silenceId = (number: number): string => `0199ba5e-0000-4000-8000-${number.toString(16).padStart(12, '0')}`;

const expire = (silence: SilenceRecord, nowMs: number): void => {
  silence.endsAtMs = Math.min(silence.endsAtMs, nowMs);
  silence.startsAtMs = Math.min(silence.startsAtMs, nowMs);
  silence.updatedAtMs = nowMs;
};

const found = (store: Store, id: string | undefined): SilenceRecord => {
  const silence = store.silences.get(id ?? '');
  if (silence === undefined) throw refuse(404, 'silence not found');
  return silence;
};

const toSilence = (silence: SilenceRecord, nowMs: number): JsonObject => ({
  id: silence.id,
  status: { state: silenceState(silence, nowMs) },
  matchers: silence.matchers.map((matcher) => ({ ...matcher })),
  startsAt: new Date(silence.startsAtMs).toISOString(),
  endsAt: new Date(silence.endsAtMs).toISOString(),
  updatedAt: new Date(silence.updatedAtMs).toISOString(),
  createdBy: silence.createdBy,
  comment: silence.comment,
});
