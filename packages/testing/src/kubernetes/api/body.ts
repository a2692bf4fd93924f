import { isJsonObject } from '../../openapi/json.ts';
import type { RecordedRequest } from '../../http/route.ts';
import type { KubernetesObject } from '../model/object.ts';
import { isKubernetesObject } from '../model/object.ts';
import { apiVersionOf } from '../model/kinds.ts';
import type { Store } from '../world/store.ts';
import type { WriteOptions } from './persist.ts';
import { badRequest, notAcceptable } from './status.ts';
import type { Target } from './target.ts';

/** Who writes and what part, from the query and the headers. */
export const writeOptionsOf = (store: Store, { request, target }: { request: RecordedRequest; target: Target }): WriteOptions => {
  const { dryRun, fieldManager } = request.query;
  if (dryRun !== undefined && dryRun !== 'All') throw badRequest(`dryRun ${JSON.stringify(dryRun)} is not supported`);
  return {
    store,
    manager: fieldManager ?? request.headers['user-agent']?.split('/')[0] ?? 'unknown',
    dryRun: dryRun === 'All',
    subresource: target.subresource,
  };
};

/** The object in the body, which has to be of the kind and in the place that the path says. */
export const bodyFor = (store: Store, { request, target }: { request: RecordedRequest; target: Target }): KubernetesObject => {
  const { kind } = target;
  const type = request.headers['content-type'] ?? 'application/json';
  if (!type.startsWith('application/json'))
    throw notAcceptable(`the body of the request was in an unknown format - accepted media types include: application/json`);
  const given = withName(store, request.json);
  if (!isKubernetesObject(given)) throw badRequest('the object provided is unrecognized (must be of type with kind and name)');
  if (given.kind !== kind.kind || given.apiVersion !== apiVersionOf(kind))
    throw badRequest(
      `the API version in the data (${given.apiVersion}, ${given.kind}) does not match the expected API version (${apiVersionOf(kind)}, ${kind.kind})`,
    );
  const { namespace = target.namespace, name } = given.metadata;
  if (namespace !== target.namespace)
    throw badRequest(`the namespace of the provided object does not match the namespace sent on the request`);
  if (target.name !== undefined && name !== target.name)
    throw badRequest(`the name of the object (${name}) does not match the name on the URL (${target.name})`);
  return { ...given, metadata: { ...given.metadata, ...(namespace !== undefined && { namespace }) } };
};

// A name may be left to the server, which adds five characters to what is given.
const withName = (store: Store, given: unknown): unknown => {
  if (!isJsonObject(given) || !isJsonObject(given['metadata'])) return given;
  const { name, generateName } = given['metadata'];
  if (typeof name === 'string' || typeof generateName !== 'string') return given;
  return { ...given, metadata: { ...given['metadata'], name: generateName + store.uid().slice(0, 5) } };
};
