import type { JsonObject } from '@lineclear/core/plugin';
import { isJsonObject } from '../../openapi/json.ts';
import type { KubernetesObject, ManagedFields } from '../model/object.ts';
import type { FieldPath } from './field-paths.ts';
import { changedFields, fieldsOf, segmentsOf } from './field-paths.ts';

/** One who owns fields of an object. */
export interface Owner {
  readonly manager: string;
  readonly operation: 'Apply' | 'Update';
  readonly apiVersion: string;
  readonly subresource: string | undefined;
  readonly time: string;
  readonly fields: ReadonlySet<FieldPath>;
}

/** Who owns what of an object. */
export const ownersOf = ({ metadata: { managedFields = [] } }: KubernetesObject): readonly Owner[] =>
  managedFields.map(({ manager, operation, apiVersion, subresource, time, fieldsV1 }) => ({
    manager,
    operation,
    apiVersion,
    subresource,
    time,
    fields: new Set(pathsIn(fieldsV1, [])),
  }));

/** The object with these owners; who owns nothing is left out. */
export const withOwners = (object: KubernetesObject, owners: readonly Owner[]): KubernetesObject => {
  const { managedFields: _, ...metadata } = object.metadata;
  const kept = owners
    .filter(({ fields }) => fields.size > 0)
    .toSorted(inOrder)
    .map(toManagedFields);
  return { ...object, metadata: { ...metadata, ...(kept.length > 0 && { managedFields: kept }) } };
};

/** The object after somebody wrote it without applying: what changed is theirs now, and nobody else's. */
export const withUpdate = ({
  before,
  after,
  manager,
  subresource,
  time,
}: {
  before: KubernetesObject | undefined;
  after: KubernetesObject;
  manager: string;
  subresource: string | undefined;
  time: string;
}): KubernetesObject => {
  const present = new Set(fieldsOf(after).keys());
  const changed = before === undefined ? present : changedFields(before, after);
  const isWriter = (owner: Owner) =>
    owner.manager === manager && owner.operation === 'Update' && owner.subresource === subresource;
  const known = ownersOf(after);
  const writer = known.find(isWriter);
  const others = known
    .filter((owner) => !isWriter(owner))
    .map((owner) => ({ ...owner, fields: only(owner.fields, (path) => !changed.has(path)) }));
  const gained = only(changed, (path) => present.has(path));
  const kept = only(writer?.fields ?? [], (path) => present.has(path));
  const own: Owner = {
    manager,
    operation: 'Update',
    apiVersion: subresource === 'scale' ? 'autoscaling/v1' : after.apiVersion,
    subresource,
    time: gained.size > 0 ? time : (writer?.time ?? time),
    fields: new Set([...kept, ...gained]),
  };
  return withOwners(after, [...others, own]);
};

const only = (paths: Iterable<FieldPath>, accepts: (path: FieldPath) => boolean): ReadonlySet<FieldPath> =>
  new Set([...paths].filter(accepts));

const inOrder = (one: Owner, other: Owner): number => (rank(one) < rank(other) ? -1 : 1);

const rank = ({ operation, manager, subresource = '' }: Owner): string => `${operation} ${manager} ${subresource}`;

const toManagedFields = ({ manager, operation, apiVersion, subresource, time, fields }: Owner): ManagedFields => ({
  manager,
  operation,
  apiVersion,
  time,
  fieldsType: 'FieldsV1',
  fieldsV1: treeOf(fields),
  ...(subresource !== undefined && { subresource }),
});

const treeOf = (paths: ReadonlySet<FieldPath>): JsonObject => {
  const tree: JsonObject = {};
  for (const path of [...paths].toSorted()) {
    let place = tree;
    const segments = segmentsOf(path);
    for (const [index, segment] of segments.entries()) {
      const inner = place[segment];
      const next: JsonObject = isJsonObject(inner) ? inner : {};
      place[segment] = next;
      // An element is owned itself, besides its fields.
      if (index === segments.length - 1 && segment.startsWith('k:')) next['.'] = {};
      place = next;
    }
  }
  return tree;
};

const pathsIn = (tree: JsonObject, path: readonly string[]): readonly FieldPath[] =>
  Object.entries(tree).flatMap(([segment, inner]) => {
    if (segment === '.') return [JSON.stringify(path)];
    const here = [...path, segment];
    const deeper = isJsonObject(inner) ? pathsIn(inner, here) : [];
    return deeper.length === 0 ? [JSON.stringify(here)] : deeper;
  });
