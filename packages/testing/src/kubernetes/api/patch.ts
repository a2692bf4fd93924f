import type { JsonValue } from '@lineclear/core/plugin';
import { isJsonObject } from '../../openapi/json.ts';
import type { RecordedRequest } from '../../http/route.ts';
import { applied } from '../apply/server-side-apply.ts';
import type { KubernetesObject } from '../model/object.ts';
import { isKubernetesObject } from '../model/object.ts';
import type { ResourceKind } from '../model/kinds.ts';
import { apiVersionOf } from '../model/kinds.ts';
import { jsonPatched } from '../patch/json-patch.ts';
import { mergePatched } from '../patch/merge-patch.ts';
import { strategicPatched } from '../patch/strategic-patch.ts';
import { withDefaults } from './defaults.ts';
import type { WriteOptions } from './persist.ts';
import { createObject, updateObject } from './persist.ts';
import { badRequest, invalid, notAcceptable, notFound } from './status.ts';
import type { Target } from './target.ts';

/** What a patch of one of the four kinds makes of an object, kept; a server-side apply may create it. */
export const patchObject = ({
  target,
  request,
  options,
}: {
  target: Target;
  request: RecordedRequest;
  options: WriteOptions;
}): { status: number; object: KubernetesObject } => {
  const { kind, namespace, name = '' } = target;
  const before = options.store.get({ kind, namespace, name });
  if (contentTypeOf(request) === applyType) return apply({ target, request, options, before });
  if (before === undefined) throw notFound(kind, name);
  const given = patched(kind, { before, request });
  if (!isKubernetesObject(given)) throw badRequest('the patched object has no name or no kind');
  return { status: 200, object: updateObject(kind, { before, given }, options) };
};

/** What a JSON, merge or strategic patch makes of a value, not kept. */
export const patched = (
  kind: Pick<ResourceKind, 'isCustom'>,
  { before, request }: { before: KubernetesObject; request: RecordedRequest },
): JsonValue => {
  const { json } = request;
  if (json === undefined) throw badRequest('the patch is no JSON');
  const patch: JsonValue = structuredClone(toJson(json));
  switch (contentTypeOf(request)) {
    case 'application/json-patch+json':
      return jsonPatched(before, patch);
    case 'application/merge-patch+json':
      return mergePatched(before, patch);
    case 'application/strategic-merge-patch+json':
      if (kind.isCustom)
        throw notAcceptable(`the body of the request was in an unknown format - accepted media types include: ${customTypes}`);
      return strategicPatched(before, isJsonObject(patch) ? patch : {});
    default:
      throw notAcceptable(
        `the body of the request was in an unknown format - accepted media types include: application/json-patch+json, application/merge-patch+json, application/strategic-merge-patch+json, ${applyType}`,
      );
  }
};

const applyType = 'application/apply-patch+yaml';
const customTypes = `application/json-patch+json, application/merge-patch+json, ${applyType}`;

const apply = ({
  target: { kind, namespace, name = '' },
  request: { query, json },
  options,
  before,
}: {
  target: Target;
  request: RecordedRequest;
  options: WriteOptions;
  before: KubernetesObject | undefined;
}): { status: number; object: KubernetesObject } => {
  const { fieldManager, force } = query;
  const optionsKind = { ...kind, group: 'meta.k8s.io', kind: 'PatchOptions' };
  if (fieldManager === undefined || fieldManager === '')
    throw invalid(optionsKind, {
      name: '',
      causes: [{ reason: 'FieldValueRequired', message: 'Required value: is required for apply patch', field: 'fieldManager' }],
    });
  // YAML that is no JSON is more than this server reads.
  if (!isJsonObject(json)) throw badRequest('error decoding YAML: this server takes an apply patch as JSON');
  const metadata = isJsonObject(json['metadata']) ? json['metadata'] : {};
  const intent = { ...json, metadata: { ...metadata, name, ...(namespace !== undefined && { namespace }) } };
  if (!isKubernetesObject(intent) || intent.kind !== kind.kind || intent.apiVersion !== apiVersionOf(kind))
    throw badRequest(`invalid object type: ${String(json['apiVersion'])}, Kind=${String(json['kind'])}`);
  if (Array.isArray(metadata['managedFields']) && metadata['managedFields'].length > 0)
    throw badRequest('metadata.managedFields must be nil');
  const object = applied(kind, {
    live: before ?? {
      apiVersion: intent.apiVersion,
      kind: intent.kind,
      metadata: { name, ...(namespace !== undefined && { namespace }) },
    },
    intent: withoutStatus(decoded(kind, intent), { kind, options }),
    applier: {
      manager: fieldManager,
      force: force === 'true',
      subresource: options.subresource,
      time: options.store.now(),
    },
  });
  const { resourceVersion, uid } = metadata;
  if (typeof resourceVersion === 'string') object.metadata.resourceVersion = resourceVersion;
  if (typeof uid === 'string') object.metadata.uid = uid;
  const how = { ...options, hasOwners: true };
  if (before !== undefined) return { status: 200, object: updateObject(kind, { before, given: object }, how) };
  return { status: 201, object: createObject(kind, object, how) };
};

// Texts given for a secret are data from the start: the ownership of fields speaks of what is kept.
const decoded = (kind: ResourceKind, intent: KubernetesObject): KubernetesObject =>
  kind.kind === 'Secret' && intent['stringData'] !== undefined
    ? { ...withDefaults(kind, intent), ...(intent['type'] === undefined && { type: 'Opaque' }) }
    : intent;

// The status is written through its own path only, and nobody owns it by applying the rest.
const withoutStatus = (
  { status, ...intent }: KubernetesObject,
  { kind, options }: { kind: ResourceKind; options: WriteOptions },
): KubernetesObject =>
  status === undefined || (kind.subresources.includes('status') && options.subresource !== 'status')
    ? intent
    : { ...intent, status };

const contentTypeOf = ({ headers }: RecordedRequest): string => (headers['content-type'] ?? '').split(';')[0]?.trim() ?? '';

const toJson = (value: unknown): JsonValue =>
  Array.isArray(value) ? value.map(toJson) : isJsonObject(value) ? value : String(value);
