import { createHash } from 'node:crypto';
import type { KubernetesObject } from '../model/object.ts';
import { numberAt } from '../model/object.ts';
import { placeOf } from '../world/store.ts';
import type { Cluster } from './cluster.ts';
import { change, make } from './cluster.ts';

/** Something that happened to an object. */
export interface Happening {
  readonly object: KubernetesObject;
  readonly reason: string;
  readonly message: string;
  readonly type?: 'Normal' | 'Warning';
  /** Who says so. */
  readonly component: string;
}

/** Records what happened: the same thing again is counted. */
export const tell = (cluster: Cluster, { object, reason, message, type = 'Normal', component }: Happening): void => {
  const { store } = cluster;
  const kind = store.kind('Event');
  const { name, namespace = 'default', uid = '', resourceVersion = '' } = object.metadata;
  const hex = createHash('sha256').update(`${uid} ${reason} ${message}`).digest('hex').slice(0, 16);
  const metadata = { name: `${name}.${hex}`, namespace };
  const event: KubernetesObject = { apiVersion: 'v1', kind: 'Event', metadata };
  const known = store.get(placeOf(kind, event));
  const now = store.now();
  if (known !== undefined) {
    change(cluster, kind, { ...known, count: (numberAt(known, 'count') ?? 1) + 1, lastTimestamp: now });
    return;
  }
  make(cluster, kind, {
    ...event,
    involvedObject: {
      kind: object.kind,
      apiVersion: object.apiVersion,
      name,
      ...(object.metadata.namespace !== undefined && { namespace }),
      uid,
      resourceVersion,
    },
    reason,
    message,
    type,
    source: { component },
    count: 1,
    firstTimestamp: now,
    lastTimestamp: now,
    eventTime: null,
    reportingComponent: component,
    reportingInstance: '',
  });
};
