import type { JsonObject } from '@lineclear/core/plugin';
import { createHash } from 'node:crypto';
import type { AnnotationRecord } from '../model/records.ts';
import type { Store } from '../world/store.ts';
import { numberOf } from './parse.ts';

/** Where a server keeps the state changes of its rules; it answers them in another frame each. */
export type StateHistory = 'annotations' | 'loki';

type Change = AnnotationRecord & { readonly transition: NonNullable<AnnotationRecord['transition']> };

/** The state changes of one rule, or with Loki of all, oldest first, as a data frame. */
export const historyFrame = ({
  store,
  query,
  stateHistory,
  orgId,
}: {
  store: Store;
  query: URLSearchParams;
  stateHistory: StateHistory;
  orgId: number;
}): JsonObject => {
  const changes = changesIn(store, query);
  return stateHistory === 'loki' ? lokiFrame({ store, changes, orgId }) : annotationFrame(changes, query.get('ruleUID') ?? '');
};

// The times of the query are seconds.
const changesIn = (store: Store, query: URLSearchParams): readonly Change[] => {
  const from = numberOf(query, { name: 'from', fallback: 0 }) * 1000;
  const to = numberOf(query, { name: 'to', fallback: Number.MAX_SAFE_INTEGER / 1000 }) * 1000;
  const limit = numberOf(query, { name: 'limit', fallback: 1000 });
  const uid = query.get('ruleUID') ?? '';
  return [...store.annotations.values()]
    .flatMap((annotation): Change[] => {
      const { transition, timeMs } = annotation;
      if (transition === undefined || timeMs < from || timeMs > to) return [];
      return uid === '' || transition.ruleUid === uid ? [{ ...annotation, transition }] : [];
    })
    .toSorted((one, other) => one.timeMs - other.timeMs)
    .slice(-limit);
};

const field = (name: string, { type, labels }: { type: 'time' | 'string' | 'other'; labels: JsonObject }): JsonObject => ({
  name,
  type,
  typeInfo: { frame: { time: 'time.Time', string: 'string', other: 'json.RawMessage' }[type] },
  labels,
});

const annotationFrame = (changes: readonly Change[], uid: string): JsonObject => {
  const labels = { from: 'state-history', ruleUID: uid };
  const texts = ['text', 'prev', 'next', 'data'].map((name) => field(name, { type: 'string', labels }));
  return {
    schema: { name: 'states', fields: [field('time', { type: 'time', labels }), ...texts] },
    data: {
      values: [
        changes.map(({ timeMs }) => timeMs),
        changes.map(({ text }) => text),
        changes.map(({ transition }) => transition.previous),
        changes.map(({ transition }) => transition.next),
        changes.map(({ data }) => JSON.stringify(data)),
      ],
    },
  };
};

const lokiFrame = ({ store, changes, orgId }: { store: Store; changes: readonly Change[]; orgId: number }): JsonObject => ({
  schema: {
    name: 'states',
    fields: [
      field('time', { type: 'time', labels: {} }),
      field('line', { type: 'other', labels: {} }),
      field('labels', { type: 'other', labels: {} }),
    ],
  },
  data: {
    values: [
      changes.map(({ timeMs }) => timeMs),
      changes.map((change) => lineOf(store, change)),
      changes.map(({ transition }) => {
        const body = store.rules.get(transition.ruleUid)?.body ?? {};
        const place = { group: String(body['ruleGroup']), folderUID: String(body['folderUID']) };
        return { from: 'state-history', orgID: String(orgId), ...place };
      }),
    ],
  },
});

const lineOf = (store: Store, { transition, data, dashboardUid, panelId }: Change): JsonObject => {
  const rule = store.rules.get(transition.ruleUid);
  return {
    schemaVersion: 1,
    previous: transition.previous,
    current: transition.next,
    values: data['values'] ?? {},
    condition: String(rule?.body['condition']),
    dashboardUID: dashboardUid ?? '',
    panelID: panelId,
    fingerprint: createHash('sha256').update(JSON.stringify(transition.labels)).digest('hex').slice(0, 16),
    ruleTitle: String(rule?.body['title']),
    ruleID: rule?.id ?? 0,
    ruleUID: transition.ruleUid,
    labels: { ...transition.labels },
  };
};
