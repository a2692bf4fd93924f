import { isDeepStrictEqual } from 'node:util';
import type { JsonObject, JsonValue } from '@lineclear/core/plugin';
import { isJsonObject } from '../../openapi/json.ts';
import type { Cause } from '../api/status.ts';
import { conflict } from '../api/status.ts';
import type { ResourceKind } from '../model/kinds.ts';
import type { KubernetesObject } from '../model/object.ts';
import { isKubernetesObject } from '../model/object.ts';
import { ruleOf } from '../patch/field-rules.ts';
import type { FieldPath } from './field-paths.ts';
import { elementKey, fieldsOf, readable } from './field-paths.ts';
import type { Owner } from './managed-fields.ts';
import { ownersOf, withOwners } from './managed-fields.ts';
import { withoutFields } from './without-fields.ts';

/** Who applies, and whether they take what belongs to others. */
export interface Applier {
  readonly manager: string;
  readonly force: boolean;
  readonly subresource: string | undefined;
  readonly time: string;
}

/**
 * What a server-side apply makes of an object: its fields are set and owned by the applier, those that the applier
 * owned alone and names no more go. Throws 409 with a cause for each field that somebody else has set to another value.
 */
export const applied = (
  kind: ResourceKind,
  { live, intent, applier }: { live: KubernetesObject; intent: KubernetesObject; applier: Applier },
): KubernetesObject => {
  const wanted = fieldsOf(intent);
  const present = fieldsOf(live);
  const owners = ownersOf(live);
  const own = owners.find((owner) => isApplier(owner, applier));
  const others = owners.filter((owner) => owner !== own);
  const isOverruled = (path: FieldPath) => wanted.has(path) && !isDeepStrictEqual(wanted.get(path), present.get(path));
  const overruled = others.flatMap((owner) => [...owner.fields].filter(isOverruled).map((path) => ({ owner, path })));
  if (overruled.length > 0 && !applier.force) throw conflictOf(kind, { name: live.metadata.name, overruled });

  const fields = new Set(wanted.keys());
  const ownedByOthers = new Set(others.flatMap((owner) => [...owner.fields]));
  const given = [...(own?.fields ?? [])].filter((path) => !fields.has(path) && !ownedByOthers.has(path));
  const { metadata, ...content } = intent;
  const { labels, annotations, finalizers, ownerReferences } = metadata;
  const intended: JsonObject = { ...content, metadata: definedOf({ labels, annotations, finalizers, ownerReferences }) };
  const merged = mergedWith({ live: withoutFields(live, new Set(given), ownedByOthers), intended, parent: '' });
  if (!isKubernetesObject(merged)) throw new Error('The merged object has lost its name.');
  const isSame = own !== undefined && isDeepStrictEqual(own.fields, fields) && overruled.length === 0;
  const rest = others.map((owner) => ({
    ...owner,
    fields: new Set([...owner.fields].filter((path) => !isOverruled(path))),
  }));
  const mine: Owner = {
    manager: applier.manager,
    operation: 'Apply',
    apiVersion: intent.apiVersion,
    subresource: applier.subresource,
    time: isSame ? own.time : applier.time,
    fields,
  };
  return withOwners(merged, [mine, ...rest]);
};

const isApplier = (owner: Owner, { manager, subresource }: Applier): boolean =>
  owner.operation === 'Apply' && owner.manager === manager && owner.subresource === subresource;

const definedOf = (fields: Readonly<Record<string, JsonValue | undefined>>): JsonObject => {
  const defined: JsonObject = {};
  for (const [name, value] of Object.entries(fields)) if (value !== undefined) defined[name] = value;
  return defined;
};

const mergedWith = ({ live, intended, parent }: { live: JsonObject; intended: JsonObject; parent: string }): JsonObject => {
  const merged: JsonObject = { ...live };
  for (const [field, value] of Object.entries(intended)) {
    const before = merged[field];
    const rule = ruleOf(parent, field);
    if (isJsonObject(value) && isJsonObject(before) && rule?.isAtomic !== true)
      merged[field] = mergedWith({ live: before, intended: value, parent: field });
    else if (Array.isArray(value) && Array.isArray(before) && rule?.isSet === true)
      merged[field] = [...new Set([...before, ...value])];
    else if (Array.isArray(value) && Array.isArray(before) && rule?.keys !== undefined)
      merged[field] = mergedElements({ before, value, field, keys: rule.keys });
    else merged[field] = value;
  }
  return merged;
};

const mergedElements = ({
  before,
  value,
  field,
  keys,
}: {
  before: readonly JsonValue[];
  value: readonly JsonValue[];
  field: string;
  keys: readonly string[];
}): JsonValue[] => {
  const elements = before.filter(isJsonObject);
  for (const element of value.filter(isJsonObject)) {
    const index = elements.findIndex((one) => elementKey(one, keys) === elementKey(element, keys));
    const known = elements[index];
    if (known === undefined) elements.push(element);
    else elements[index] = mergedWith({ live: known, intended: element, parent: field });
  }
  return elements;
};

const conflictOf = (
  kind: ResourceKind,
  { name, overruled }: { name: string; overruled: readonly { owner: Owner; path: FieldPath }[] },
) => {
  const causes: Cause[] = overruled.map(({ owner, path }) => ({
    reason: 'FieldManagerConflict',
    message: `conflict with ${describe(owner)}`,
    field: readable(path),
  }));
  const [first] = causes;
  const isOne = causes.length === 1 && first !== undefined;
  const texts = [...new Set(causes.map(({ message }) => message.replace('conflict with', 'conflicts with')))].map(
    (message) =>
      `${message}:\n${causes
        .filter((cause) => cause.message.replace('conflict with', 'conflicts with') === message)
        .map(({ field }) => `- ${field}`)
        .join('\n')}`,
  );
  return conflict(kind, {
    name,
    why: isOne
      ? `Apply failed with 1 conflict: ${first.message}: ${first.field}`
      : `Apply failed with ${causes.length} conflicts: ${texts.join('\n')}`,
    causes,
  });
};

const describe = ({ manager, subresource, apiVersion }: Owner): string =>
  `"${manager}"${subresource === undefined ? '' : ` with subresource "${subresource}"`} using ${apiVersion}`;
