import type { ResourceKind } from '../model/kinds.ts';
import type { Store } from '../world/store.ts';

/** What the path of a request means. */
export interface Target {
  readonly kind: ResourceKind;
  /** Absent for all namespaces, and for what lies in none. */
  readonly namespace: string | undefined;
  /** Absent for the whole collection. */
  readonly name: string | undefined;
  /** `status`, `scale`, `log`, …; absent for the object itself. */
  readonly subresource: string | undefined;
  /** What follows the subresource: the path for a proxy, with its slash. */
  readonly rest: string;
}

/** The target of a path such as `/apis/apps/v1/namespaces/shop/deployments/web/scale`; undefined where it is none. */
export const targetOf = (store: Store, path: string): Target | undefined => {
  const segments = path.split('/').slice(1).map(decoded);
  const group = segments[0] === 'api' ? '' : segments[0] === 'apis' ? segments[1] : undefined;
  if (group === undefined) return undefined;
  const [version, ...parts] = segments.slice(group === '' ? 1 : 2);
  // `/namespaces/shop` and `/namespaces/shop/status` are the namespace itself, everything longer lies in it.
  const isInside = parts[0] === 'namespaces' && parts[2] !== undefined && !['status', 'finalize'].includes(parts[2]);
  const namespace = isInside ? parts[1] : undefined;
  const [plural, name, subresource, ...rest] = isInside ? parts.slice(2) : parts;
  const kind = store.kinds().find((one) => one.group === group && one.version === version && one.plural === plural);
  if (kind === undefined || (isInside && !kind.namespaced)) return undefined;
  if (name !== undefined && kind.namespaced && !isInside) return undefined;
  if (subresource !== undefined && !kind.subresources.includes(subresource)) return undefined;
  return { kind, namespace, name, subresource, rest: rest.length === 0 ? '' : `/${rest.join('/')}` };
};

const decoded = (segment: string): string => {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
};
