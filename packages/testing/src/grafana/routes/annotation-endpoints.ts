import type { JsonObject } from '@lineclear/core/plugin';
import * as z from 'zod';
import type { Answer } from '../../http/route.ts';
import type { AnnotationRecord } from '../model/records.ts';
import type { Store } from '../world/store.ts';
import type { Endpoint, EndpointCall } from './endpoint.ts';
import { bodyOf, numberOf } from './parse.ts';
import { refuse } from './refusal.ts';

/** `/api/annotations`: notes on the time axis, and the state changes of alert rules. */
export const annotationEndpoints = (store: Store): readonly Endpoint[] => [
  { method: 'GET', path: '/api/annotations', role: 'Viewer', handle: (call) => listAnswer(store, call) },
  { method: 'POST', path: '/api/annotations', role: 'Editor', handle: (call) => createAnswer(store, call) },
  { method: 'POST', path: '/api/annotations/graphite', role: 'Editor', handle: (call) => graphiteAnswer(store, call) },
  {
    method: 'GET',
    path: '/api/annotations/tags',
    role: 'Viewer',
    handle: ({ query }) => {
      const wanted = query.get('tag') ?? '';
      const counts = Map.groupBy(
        [...store.annotations.values()].flatMap(({ tags }) => tags).filter((tag) => tag.includes(wanted)),
        (tag) => tag,
      );
      const tags = [...counts].map(([tag, members]) => ({ tag, count: members.length }));
      return { json: { result: { tags: tags.slice(0, numberOf(query, { name: 'limit', fallback: 100 })) } } };
    },
  },
  {
    method: 'GET',
    path: '/api/annotations/:id',
    role: 'Viewer',
    handle: ({ params }) => ({ json: toAnnotation(store, found(store, params['id'])) }),
  },
  { method: 'PATCH', path: '/api/annotations/:id', role: 'Editor', handle: (call) => patchAnswer(store, call) },
  {
    method: 'DELETE',
    path: '/api/annotations/:id',
    role: 'Editor',
    handle: ({ params }) => {
      store.annotations.delete(found(store, params['id']).id);
      return { json: { message: 'Annotation deleted' } };
    },
  },
];

const annotationBody = z.object({
  dashboardUID: z.string().nullish(),
  panelId: z.int().nullish(),
  time: z.int().nullish(),
  timeEnd: z.int().nullish(),
  tags: z.array(z.string()).nullish(),
  text: z.string().nullish(),
  data: z.record(z.string(), z.json()).nullish(),
});

const createAnswer = (store: Store, { request, caller, nowMs }: EndpointCall): Answer => {
  const body = bodyOf(request, annotationBody);
  if ((body.text ?? '') === '') throw refuse(400, 'Failed to save annotation', { error: 'text field should not be empty' });
  const timeMs = body.time ?? nowMs;
  const timeEndMs = body.timeEnd ?? timeMs;
  if (timeEndMs < timeMs && body.timeEnd !== 0)
    throw refuse(400, 'Failed to save annotation', { error: 'timeEnd is before time' });
  // An unknown dashboard does not fail: the annotation becomes one of the organisation.
  const dashboardUid = store.dashboards.has(body.dashboardUID ?? '') ? (body.dashboardUID ?? undefined) : undefined;
  const id = addAnnotation(store, {
    text: body.text ?? '',
    tags: body.tags ?? [],
    timeMs,
    timeEndMs: Math.max(timeMs, timeEndMs),
    dashboardUid,
    panelId: body.panelId ?? 0,
    login: caller.login,
    data: body.data ?? {},
    transition: undefined,
  });
  return { json: { id, message: 'Annotation added' } };
};

const graphiteBody = z.object({
  what: z.string().nullish(),
  when: z.int().nullish(),
  tags: z.union([z.string(), z.array(z.string())]).nullish(),
  data: z.string().nullish(),
});

const graphiteAnswer = (store: Store, { request, caller, nowMs }: EndpointCall): Answer => {
  const { what, when, tags, data } = bodyOf(request, graphiteBody);
  if ((what ?? '') === '') throw refuse(400, 'Failed to save Graphite annotation', { error: 'what field should not be empty' });
  const timeMs = when === undefined || when === null || when === 0 ? nowMs : when * 1000;
  const id = addAnnotation(store, {
    text: [what, data].filter((part) => (part ?? '') !== '').join('\n'),
    // The older Graphite format is one text with spaces.
    tags: typeof tags === 'string' ? tags.split(' ').filter((tag) => tag !== '') : (tags ?? []),
    timeMs,
    timeEndMs: timeMs,
    dashboardUid: undefined,
    panelId: 0,
    login: caller.login,
    data: {},
    transition: undefined,
  });
  return { json: { id, message: 'Graphite annotation added' } };
};

/** Adds an annotation and yields its id. */
export const addAnnotation = (store: Store, annotation: Omit<AnnotationRecord, 'id' | 'createdAtMs' | 'updatedAtMs'>): number => {
  const id = store.nextId();
  store.annotations.set(id, { ...annotation, id, createdAtMs: store.nowMs, updatedAtMs: store.nowMs });
  return id;
};

const patchAnswer = (store: Store, { request, params, nowMs }: EndpointCall): Answer => {
  const body = bodyOf(request, annotationBody);
  const annotation = found(store, params['id']);
  annotation.text = body.text ?? annotation.text;
  annotation.tags = body.tags ?? annotation.tags;
  annotation.timeMs = body.time ?? annotation.timeMs;
  annotation.timeEndMs = Math.max(annotation.timeMs, body.timeEnd ?? annotation.timeEndMs);
  annotation.data = body.data ?? annotation.data;
  annotation.updatedAtMs = nowMs;
  return { json: { message: 'Annotation patched' } };
};

const listAnswer = (store: Store, { query }: EndpointCall): Answer => {
  const limit = numberOf(query, { name: 'limit', fallback: 100 });
  const fitting = [...store.annotations.values()].filter((annotation) => fits(query, annotation));
  const ordered = fitting.toSorted((one, other) => other.timeEndMs - one.timeEndMs || other.id - one.id);
  return { json: ordered.slice(0, limit).map((annotation) => toAnnotation(store, annotation)) };
};

const fits = (query: URLSearchParams, annotation: AnnotationRecord): boolean => {
  const { tags, timeMs, timeEndMs, dashboardUid, panelId, transition } = annotation;
  const wanted = query.getAll('tags');
  const has = (tag: string) => tags.includes(tag);
  const isTagged = query.get('matchAny') === 'true' ? wanted.length === 0 || wanted.some(has) : wanted.every(has);
  const type = query.get('type') ?? '';
  return (
    isTagged &&
    timeEndMs >= numberOf(query, { name: 'from', fallback: 0 }) &&
    timeMs <= numberOf(query, { name: 'to', fallback: Number.MAX_SAFE_INTEGER }) &&
    (type === '' || (type === 'alert') === (transition !== undefined)) &&
    equals(query.get('dashboardUID'), dashboardUid) &&
    equals(query.get('panelId'), String(panelId)) &&
    equals(query.get('alertUID'), transition?.ruleUid)
  );
};

const equals = (wanted: string | null, actual: string | undefined): boolean =>
  wanted === null || wanted === '' || wanted === actual;

const found = (store: Store, id: string | undefined): AnnotationRecord => {
  const annotation = store.annotations.get(Number(id));
  if (annotation === undefined) throw refuse(404, 'Annotation not found');
  return annotation;
};

const toAnnotation = (store: Store, annotation: AnnotationRecord): JsonObject => {
  const { id, text, tags, timeMs, timeEndMs, dashboardUid, panelId, login, createdAtMs, updatedAtMs, data, transition } =
    annotation;
  const rule = store.rules.get(transition?.ruleUid ?? '');
  return {
    id,
    alertId: rule?.id ?? 0,
    alertName: typeof rule?.body['title'] === 'string' ? rule.body['title'] : '',
    dashboardId: store.dashboards.get(dashboardUid ?? '')?.id ?? 0,
    ...(dashboardUid !== undefined && { dashboardUID: dashboardUid }),
    panelId,
    userId: transition === undefined ? 1 : 0,
    newState: transition?.next ?? '',
    prevState: transition?.previous ?? '',
    created: createdAtMs,
    updated: updatedAtMs,
    time: timeMs,
    timeEnd: timeEndMs,
    text,
    tags: [...tags],
    login,
    email: login === '' ? '' : `${login}@localhost`,
    avatarUrl: '/avatar/46d229b033af06a191ff2267bca9ae56',
    data,
  };
};
