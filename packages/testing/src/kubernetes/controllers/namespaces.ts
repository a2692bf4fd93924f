import type { Controller } from './cluster.ts';
import { drop, make } from './cluster.ts';

/** Gives every namespace its account, and empties those that are to go. */
export const runNamespaces: Controller = (cluster) => {
  const { store } = cluster;
  const kind = store.kind('Namespace');
  const accounts = store.kind('ServiceAccount');
  for (const { metadata } of store.list(kind)) {
    const { name } = metadata;
    if (metadata.deletionTimestamp === undefined) {
      if (store.get({ kind: accounts, namespace: name, name: 'default' }) === undefined)
        make(cluster, accounts, { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default', namespace: name } });
      continue;
    }
    const content = store.all().filter(({ object }) => object.metadata.namespace === name);
    for (const inside of content) drop(cluster, inside.kind, inside.object);
    if (content.length === 0) store.remove({ kind, namespace: undefined, name });
  }
};
