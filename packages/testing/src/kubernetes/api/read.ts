import type { JsonObject } from '@lineclear/core/plugin';
import type { Answer, RecordedRequest } from '../../http/route.ts';
import type { KubernetesObject } from '../model/object.ts';
import { parseFieldSelector, parseLabelSelector } from '../model/selectors.ts';
import type { ResourceKind } from '../model/kinds.ts';
import type { Store } from '../world/store.ts';
import { badRequest, expired, headOf, notFound } from './status.ts';
import type { Pages } from './pages.ts';
import type { Target } from './target.ts';

/** The object that a path names; throws when there is none. */
export const objectOf = (store: Store, { kind, namespace, name = '' }: Target): KubernetesObject => {
  const object = store.get({ kind, namespace, name });
  if (object === undefined) throw notFound(kind, name);
  return object;
};

/** A page of a list, filtered by labels and fields. */
export const listObjects = ({
  store,
  target,
  request,
  pages,
}: {
  store: Store;
  target: Target;
  request: RecordedRequest;
  pages: Pages;
}): Answer => {
  const { limit = '0', continue: token } = request.query;
  if (!/^\d+$/.test(limit)) throw badRequest(`limit ${JSON.stringify(limit)} is not a number`);
  const accepts = selectorOf(request.query);
  const asked =
    token === undefined || token === ''
      ? { version: store.version, items: store.list(target.kind, target.namespace).filter(accepts) }
      : pages.take(token);
  if (asked === undefined) throw expired(continueTooOld);
  const count = Number(limit) === 0 ? asked.items.length : Number(limit);
  const items = asked.items.slice(0, count);
  const left = asked.items.slice(count);
  return {
    json: {
      ...listHeadOf(target.kind),
      metadata: {
        resourceVersion: String(asked.version),
        ...(left.length > 0 && {
          continue: pages.keep({ version: asked.version, items: left }),
          remainingItemCount: left.length,
        }),
      },
      items: items.map(withoutHead),
    },
  };
};

/** Sends the lines of a watch from a version on; returns how to stop. */
export const watchObjects = ({
  store,
  target,
  request: { query },
  send,
}: {
  store: Store;
  target: Target;
  request: RecordedRequest;
  send: (line: JsonObject) => void;
}): (() => void) => {
  const accepts = selectorOf(query);
  const isAsked = (object: KubernetesObject | undefined): boolean =>
    object !== undefined && (target.namespace === undefined || object.metadata.namespace === target.namespace) && accepts(object);
  const tell = ({ type, kind, object, previous }: Parameters<Parameters<Store['onChange']>[0]>[0]): void => {
    if (kind.kind !== target.kind.kind || kind.group !== target.kind.group) return;
    const [was, is] = [isAsked(previous), isAsked(object)];
    if (type === 'DELETED' ? was : is) send({ type: type === 'MODIFIED' && !was ? 'ADDED' : type, object });
    else if (was) send({ type: 'DELETED', object });
  };
  const since = query['resourceVersion'] ?? '';
  const missed = since === '' || since === '0' ? undefined : store.changesAfter(Number(since));
  if (since !== '' && since !== '0' && missed === undefined) {
    send({ type: 'ERROR', object: expiredStatus(since) });
    return () => {};
  }
  if (missed === undefined || query['sendInitialEvents'] === 'true')
    for (const object of store.list(target.kind, target.namespace).filter(accepts)) send({ type: 'ADDED', object });
  else for (const change of missed) tell(change);
  if (query['sendInitialEvents'] === 'true') send(bookmark(store, target.kind));
  return store.onChange(tell);
};

/** What the query's selectors take; throws when one of them is none. */
export const selectorOf = (query: RecordedRequest['query']): ((object: KubernetesObject) => boolean) => {
  const { labelSelector = '', fieldSelector = '' } = query;
  const byLabels = parseLabelSelector(labelSelector);
  if (byLabels === undefined) throw badRequest(`unable to parse requirement: found '${labelSelector}'`);
  const byFields = parseFieldSelector(fieldSelector);
  if (byFields === undefined) throw badRequest(`invalid selector: '${fieldSelector}'; can't understand '${fieldSelector}'`);
  return (object) => byLabels(object.metadata.labels ?? {}) && byFields(object);
};

const continueTooOld =
  'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter.';

const expiredStatus = (since: string): JsonObject => ({
  kind: 'Status',
  apiVersion: 'v1',
  metadata: {},
  status: 'Failure',
  message: `too old resource version: ${since}`,
  reason: 'Expired',
  code: 410,
});

const bookmark = (store: Store, kind: ResourceKind): JsonObject => ({
  type: 'BOOKMARK',
  object: {
    ...headOf(kind),
    metadata: { resourceVersion: String(store.version), annotations: { 'k8s.io/initial-events-end': 'true' } },
  },
});

const listHeadOf = (kind: ResourceKind): JsonObject => ({ ...headOf(kind), kind: `${kind.kind}List` });

// The items of a list of a built-in kind do not repeat what kind they are.
const withoutHead = (object: KubernetesObject): JsonObject => {
  const { kind: _kind, apiVersion: _apiVersion, ...rest } = object;
  return rest;
};
