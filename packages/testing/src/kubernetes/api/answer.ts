import type { JsonObject } from '@lineclear/core/plugin';
import { isJsonObject } from '../../openapi/json.ts';
import type { Answer, RecordedRequest } from '../../http/route.ts';
import type { Runtime } from '../world/runtime.ts';
import type { Store } from '../world/store.ts';
import { bodyFor, writeOptionsOf } from './body.ts';
import { evict } from './evict.ts';
import { readLog } from './logs.ts';
import type { Pages } from './pages.ts';
import { patchObject } from './patch.ts';
import { createObject, updateObject } from './persist.ts';
import { proxy } from './proxy.ts';
import { listObjects, objectOf, selectorOf } from './read.ts';
import { deleteObject, deleteOptionsOf } from './remove.ts';
import { scale } from './scale.ts';
import { badRequest, notAllowed, success } from './status.ts';
import type { Target } from './target.ts';

/** An admitted request, and what it works on. */
interface Call {
  readonly store: Store;
  readonly runtime: Runtime;
  readonly pages: Pages;
  readonly target: Target;
  readonly request: RecordedRequest;
}

/** Does what a request asks of its target. Throws a refusal where that cannot be. */
export const answerFor = (call: Call): Promise<Answer> | Answer => {
  const { store, runtime, target, request } = call;
  switch (target.subresource) {
    case 'scale':
      return scale({ target, request, options: writeOptionsOf(store, { request, target }) });
    case 'log':
      return readLog({ runtime, pod: objectOf(store, target), request, nowMs: store.clock.now() });
    case 'proxy':
      return proxy({ store, runtime, target, request });
    case 'eviction':
      return evict({ store, target, request });
    case 'exec':
    case 'portforward':
      throw badRequest('Upgrade request required');
    default:
      return answerForObject(call);
  }
};

const answerForObject = ({ store, pages, target, request }: Call): Answer => {
  const options = writeOptionsOf(store, { request, target });
  switch (`${request.method} ${target.name === undefined ? 'collection' : 'object'}`) {
    case 'GET object':
      return { json: objectOf(store, target) };
    case 'GET collection':
      return listObjects({ store, target, request, pages });
    case 'POST collection':
      return { status: 201, json: createObject(target.kind, bodyFor(store, { request, target }), options) };
    case 'PUT object': {
      const given = bodyFor(store, { request, target });
      return { json: updateObject(target.kind, { before: objectOf(store, target), given }, options) };
    }
    case 'PATCH object': {
      const { status, object } = patchObject({ target, request, options });
      return { status, json: object };
    }
    case 'DELETE object':
      return { json: removed({ store, request, target }) };
    case 'DELETE collection': {
      const listed = listObjects({ store, target, request, pages });
      for (const { metadata } of store.list(target.kind, target.namespace).filter(selectorOf(request.query)))
        removed({ store, request, target: { ...target, namespace: metadata.namespace, name: metadata.name } });
      return listed;
    }
    default:
      throw notAllowed();
  }
};

const removed = ({ store, request, target }: { store: Store; request: RecordedRequest; target: Target }): JsonObject => {
  const body = isJsonObject(request.json) ? request.json : {};
  const options = deleteOptionsOf(request, body);
  const before = objectOf(store, target);
  const { object, isGone } = deleteObject(target.kind, before, { store, options });
  // A pod is shown once more; most other kinds are only said to be gone.
  return isGone && target.kind.kind !== 'Pod' ? success(target.kind, object.metadata) : object;
};
