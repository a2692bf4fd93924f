import { sha256Hex } from '../../digest/sha256.ts';
import type { KubernetesObject } from '../resources/kubernetes-object.ts';

/** Which object it was, and what it was meant to be. */
export interface SeenState {
  readonly uid: string | null;
  readonly state: string;
}

/**
 * What an object is meant to be, as a guard compares it: controllers report into `status` all the time, and that changes no decision. One
 * without a status changes only when somebody changes it, so its version says it all.
 */
export const stateOf = ({ metadata, status, ...rest }: KubernetesObject): SeenState => {
  const { uid, resourceVersion, managedFields: _fields, generation: _generation, ...meant } = metadata;
  return { uid: uid ?? null, state: status === undefined ? (resourceVersion ?? '') : digestOf({ ...rest, meant }) };
};

/** A short digest of a JSON value, whatever the order of its fields. */
export const digestOf = (value: unknown): string => sha256Hex(JSON.stringify(sorted(value))).slice(0, 32);

const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, part]) => part !== undefined)
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
      .map(([key, part]) => [key, sorted(part)]),
  );
};
