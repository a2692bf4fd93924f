import type { JsonObject } from '@lineclear/core/plugin';
import { isJsonObject } from '../../openapi/json.ts';
import type { Answer, RecordedRequest } from '../../http/route.ts';
import type { KubernetesObject } from '../model/object.ts';
import { isKubernetesObject, numberAt, objectAt, textsAt } from '../model/object.ts';
import { patched } from './patch.ts';
import type { WriteOptions } from './persist.ts';
import { updateObject } from './persist.ts';
import { objectOf } from './read.ts';
import { badRequest, changedSince, invalid, notAllowed } from './status.ts';
import type { Target } from './target.ts';

/** The subresource `scale`: how many copies are wanted and are there. */
export const scale = ({
  target,
  request,
  options,
}: {
  target: Target;
  request: RecordedRequest;
  options: WriteOptions;
}): Answer => {
  const { kind } = target;
  const before = objectOf(options.store, target);
  const shown = scaleOf(before);
  if (request.method === 'GET') return { json: shown };
  if (request.method !== 'PUT' && request.method !== 'PATCH') throw notAllowed();
  const given = request.method === 'PUT' ? request.json : patched({ isCustom: false }, { before: shown, request });
  if (!isJsonObject(given) || !isKubernetesObject(given)) throw badRequest('the object provided is no Scale');
  const { resourceVersion } = given.metadata;
  if (resourceVersion !== undefined && resourceVersion !== before.metadata.resourceVersion)
    throw changedSince(kind, before.metadata.name);
  const replicas = numberAt(given, 'spec', 'replicas') ?? 0;
  if (replicas < 0)
    throw invalid(
      { ...kind, group: 'autoscaling', kind: 'Scale' },
      {
        name: before.metadata.name,
        causes: [
          {
            reason: 'FieldValueInvalid',
            message: `Invalid value: ${replicas}: must be greater than or equal to 0`,
            field: 'spec.replicas',
          },
        ],
      },
    );
  const after = { ...before, spec: { ...objectAt(before, 'spec'), replicas } };
  return { json: scaleOf(updateObject(kind, { before, given: after }, options)) };
};

const scaleOf = (object: KubernetesObject): KubernetesObject => {
  const { name, namespace, uid, resourceVersion, creationTimestamp } = object.metadata;
  const metadata: JsonObject = { name };
  for (const [field, value] of Object.entries({ namespace, uid, resourceVersion, creationTimestamp }))
    if (value !== undefined) metadata[field] = value;
  return {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: { ...metadata, name },
    spec: { replicas: numberAt(object, 'spec', 'replicas') ?? 0 },
    status: { replicas: numberAt(object, 'status', 'replicas') ?? 0, selector: selectorText(object) },
  };
};

const selectorText = (object: KubernetesObject): string =>
  Object.entries(textsAt(object, 'spec', 'selector', 'matchLabels'))
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join(',');
