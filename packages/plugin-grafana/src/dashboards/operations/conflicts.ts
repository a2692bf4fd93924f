import { refuse } from './refuse.ts';

/** An operation with the place that its path led to. */
export interface Located {
  readonly op: 'add' | 'replace' | 'remove';
  readonly path: string;
  /** Which operation of the list it is, from 0. */
  readonly index: number;
  readonly keys: readonly (string | number)[];
  /** It moves the elements of a list that follow it. */
  readonly isInsertion: boolean;
}

/** Refuses operations that say the same place twice, or of which one would change what the other means. */
export const checkConflicts = ({ located, others }: { located: Located; others: readonly Located[] }): void => {
  for (const other of others) {
    if (isSame(located.keys, other.keys) && !located.isInsertion && !other.isInsertion)
      throw refuse({
        reason: 'duplicate_operation',
        path: located.path,
        index: located.index,
        says: `is the same place as ${JSON.stringify(other.path.slice(0, 200))}`,
      });
    if (other.op !== 'remove') continue;
    const overlaps = isInside(located.keys, other.keys) || (located.op !== 'add' && isInside(other.keys, located.keys));
    const shifts = located.isInsertion && isInside(other.keys, located.keys.slice(0, -1));
    if (overlaps || shifts)
      throw refuse({
        reason: 'conflicting_operations',
        path: located.path,
        index: located.index,
        says: `changes what the removal of ${JSON.stringify(other.path.slice(0, 200))} means`,
      });
  }
};

const isSame = (one: readonly (string | number)[], other: readonly (string | number)[]): boolean =>
  one.length === other.length && one.every((key, position) => key === other[position]);

const isInside = (inner: readonly (string | number)[], outer: readonly (string | number)[]): boolean =>
  inner.length > outer.length && outer.every((key, position) => key === inner[position]);
