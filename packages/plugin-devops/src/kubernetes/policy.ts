import type { DefaultRule } from '@lineclear/core/plugin';

/**
 * What holds where the operator's policy says nothing: production is closed to writes, the namespaces of the system are closed to them
 * everywhere, and a person decides about Secrets and about what has no namespace.
 */
export const policy: readonly DefaultRule[] = [
  { tier: 'production', kind: 'write', allow: 'deny' },
  // It evicts pods of every namespace, those of the system included, and nobody empties a node otherwise: a person sees each of them.
  { class: 'drain', approval: 'human' },
  { kind: 'write', target: ['*/kube-system/*', '*/kube-public/*', '*/kube-node-lease/*', '*/-/Namespace/kube-*'], allow: 'deny' },
  { kind: 'write', target: ['*/Secret/*', '*/-/*'], approval: 'human' },
];
