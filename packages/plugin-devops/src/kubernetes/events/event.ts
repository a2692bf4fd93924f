import * as z from 'zod';
import type { KubernetesReader } from '../client/kubernetes-reader.ts';
import { kubernetesObject } from '../resources/kubernetes-object.ts';
import { maskText } from '../masking/mask-text.ts';
import type { Digest } from '../masking/secret-digest.ts';

const text = z.string().nullish();

const event = kubernetesObject.extend({
  type: text,
  reason: text,
  message: text,
  count: z.int().nullish(),
  firstTimestamp: text,
  lastTimestamp: text,
  eventTime: text,
  series: z.object({ count: z.int().nullish(), lastObservedTime: text }).nullish(),
  involvedObject: z.object({ kind: text, name: text, uid: text }).nullish(),
  source: z.object({ component: text }).nullish(),
  reportingComponent: text,
});
type Event = z.output<typeof event>;

export const shownEvent = z.object({
  last: z.string().nullable(),
  count: z.int(),
  type: z.string(),
  reason: z.string(),
  object: z.string(),
  namespace: z.string(),
  from: z.string().optional(),
  message: z.string(),
});
export type ShownEvent = z.output<typeof shownEvent>;

export interface EventQuery {
  readonly context: string;
  readonly namespace: string;
  readonly kind?: string | undefined;
  readonly name?: string | undefined;
  readonly uid?: string | undefined;
  readonly type?: string | undefined;
  readonly reason?: string | undefined;
}

/** Pages of 500 that are read: events come in no order, so the newest may stand on any of them. */
const mostPages = 6;

/** Events, the newest first. `isWhole` is false where there are more than were read. */
export const readEvents = async ({
  reader,
  query: { context, namespace, ...wanted },
  digest,
  signal,
}: {
  reader: KubernetesReader;
  query: EventQuery;
  digest: Digest;
  signal: AbortSignal;
}): Promise<{ readonly events: readonly ShownEvent[]; readonly isWhole: boolean }> => {
  const conditions = {
    'involvedObject.kind': wanted.kind,
    'involvedObject.name': wanted.name,
    'involvedObject.uid': wanted.uid,
    type: wanted.type,
    reason: wanted.reason,
  };
  const selector = Object.entries(conditions).flatMap(([field, value]) => (value === undefined ? [] : [`${field}=${value}`]));
  const found: Event[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < mostPages && (page === 0 || cursor !== undefined); page += 1) {
    const place = { context, namespace, kind: 'Event', apiVersion: 'v1', cursor, signal };
    // oxlint-disable-next-line no-await-in-loop -- a page says where the next one is
    const read = await reader.list({ ...place, fields: selector.length === 0 ? undefined : selector.join(','), limit: 500 });
    found.push(...read.items.flatMap((item) => event.safeParse(item).data ?? []));
    cursor = read.cursor;
  }
  const newest = found.toSorted((one, other) => (lastOf(other) ?? '').localeCompare(lastOf(one) ?? ''));
  return { events: newest.map((one) => show(one, digest)), isWhole: cursor === undefined };
};

const show = (one: Event, digest: Digest): ShownEvent => {
  const { involvedObject: object, source, reportingComponent } = one;
  const from = source?.component || reportingComponent;
  return {
    last: lastOf(one) ?? null,
    count: one.series?.count ?? one.count ?? 1,
    type: one.type ?? 'Normal',
    reason: one.reason ?? '',
    object: `${object?.kind ?? ''}/${object?.name ?? ''}`,
    namespace: one.metadata.namespace ?? '',
    ...(from ? { from } : {}),
    message: maskText({ text: (one.message ?? '').slice(0, mostRead), digest })
      .slice(0, longest)
      .toWellFormed(),
  };
};

/** Characters of a message. It is cut after it is masked: half a secret is not found any more. */
const longest = 700;
const mostRead = 8_000;

// In the same form whoever wrote them, so that texts compare as times.
const lastOf = ({ series, lastTimestamp, eventTime, firstTimestamp, metadata }: Event): string | undefined => {
  const time = series?.lastObservedTime || lastTimestamp || eventTime || firstTimestamp || metadata.creationTimestamp;
  const atMs = Date.parse(time ?? '');
  return Number.isNaN(atMs) ? undefined : new Date(atMs).toISOString();
};
