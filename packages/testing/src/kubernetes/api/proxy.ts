import type { Answer, RecordedRequest } from '../../http/route.ts';
import { Refusal } from '../../http/refusal.ts';
import type { KubernetesObject } from '../model/object.ts';
import { listAt, numberAt, textsAt } from '../model/object.ts';
import { isReady } from '../model/pods.ts';
import type { Runtime } from '../world/runtime.ts';
import type { Store } from '../world/store.ts';
import { badRequest, failureAnswer, notFound } from './status.ts';
import type { Target } from './target.ts';

/** The subresource `proxy`: the answer of what listens on the port, through the server. */
export const proxy = async ({
  store,
  runtime,
  target,
  request,
}: {
  store: Store;
  runtime: Runtime;
  target: Target;
  request: RecordedRequest;
}): Promise<Answer> => {
  const { kind, namespace = '', name = '', rest } = target;
  const [scheme, bare, asked] = partsOf(name);
  if (!['', 'http'].includes(scheme)) throw badRequest(`invalid proxy scheme ${JSON.stringify(scheme)}`);
  const object = store.get({ kind, namespace, name: bare });
  if (object === undefined) throw notFound(kind, bare);
  const [pod, port] = kind.kind === 'Pod' ? [object, portOfPod(object, asked)] : behind(store, { service: object, asked });
  const to = runtime.listenerOf(pod.metadata, port);
  if (to === undefined || !isReady(pod)) throw unreachable(`dial tcp 10.1.0.1:${port}: connect: connection refused`);
  const search = request.url.includes('?') ? request.url.slice(request.url.indexOf('?')) : '';
  const answer = await fetch(`http://127.0.0.1:${to}${rest === '' ? '/' : rest}${search}`, {
    method: request.method,
    redirect: 'manual',
    ...(request.body !== '' && { body: request.body }),
  });
  const type = answer.headers.get('content-type');
  return {
    status: answer.status,
    headers: { ...(type !== null && { 'content-type': type }) },
    bytes: new Uint8Array(await answer.arrayBuffer()),
  };
};

// `web`, `web:8080` and `http:web:8080`.
const partsOf = (name: string): readonly [scheme: string, name: string, port: string] => {
  const parts = name.split(':');
  if (parts.length === 3) return [parts[0] ?? '', parts[1] ?? '', parts[2] ?? ''];
  return ['', parts[0] ?? '', parts[1] ?? ''];
};

const portOfPod = (pod: KubernetesObject, asked: string): number => {
  const ports = listAt(pod, 'spec', 'containers').flatMap((container) => listAt(container, 'ports'));
  const found = asked === '' ? ports[0] : ports.find(({ name }) => name === asked);
  return numberAt(found, 'containerPort') ?? (asked === '' ? 80 : Number(asked));
};

const behind = (
  store: Store,
  { service, asked }: { service: KubernetesObject; asked: string },
): readonly [KubernetesObject, number] => {
  const { name, namespace } = service.metadata;
  const ports = listAt(service, 'spec', 'ports');
  const port = asked === '' ? ports[0] : ports.find((one) => String(one['port']) === asked || one['name'] === asked);
  const selector = Object.entries(textsAt(service, 'spec', 'selector'));
  const pod = store
    .list(store.kind('Pod'), namespace)
    .find((one) => isReady(one) && selector.every(([label, value]) => one.metadata.labels?.[label] === value));
  if (port === undefined || pod === undefined) throw unreachable(`no endpoints available for service "${name}"`);
  return [pod, portOfPod(pod, String(port['targetPort'] ?? port['port']))];
};

const unreachable = (why: string): Refusal =>
  new Refusal(
    failureAnswer({
      code: 503,
      reason: 'ServiceUnavailable',
      message: why.startsWith('no endpoints') ? why : `error trying to reach service: ${why}`,
    }),
  );
