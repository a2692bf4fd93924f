import type { Answer, RecordedRequest } from '../../http/route.ts';
import type { KubernetesObject } from '../model/object.ts';
import { listAt, textAt } from '../model/object.ts';
import type { LogLine, Runtime } from '../world/runtime.ts';
import { badRequest, notAllowed } from './status.ts';

/** The subresource `log`: what a container wrote, cut as the query says. A log that is followed ends at once. */
export const readLog = ({
  runtime,
  pod,
  request: { method, query },
  nowMs,
}: {
  runtime: Runtime;
  pod: KubernetesObject;
  request: RecordedRequest;
  nowMs: number;
}): Answer => {
  if (method !== 'GET') throw notAllowed();
  const container = containerOf(pod, query['container'] ?? '');
  const { name, namespace = '' } = pod.metadata;
  const previous = query['previous'] === 'true';
  const lines = runtime.log({ namespace, pod: name, container, previous });
  if (previous && lines === undefined)
    throw badRequest(`previous terminated container "${container}" in pod "${name}" not found`);
  if (!previous) checkStarted(pod, container);
  const wanted = within(lines ?? [], { query, nowMs }).map(({ timeMs, text }) =>
    query['timestamps'] === 'true' ? `${new Date(timeMs).toISOString().replace('Z', '000000Z')} ${text}` : text,
  );
  const bytes = Buffer.from(wanted.map((line) => `${line}\n`).join(''));
  const limit = numberIn(query, 'limitBytes');
  return { headers: { 'content-type': 'text/plain' }, bytes: limit === undefined ? bytes : bytes.subarray(0, limit) };
};

const within = (
  lines: readonly LogLine[],
  { query, nowMs }: { query: RecordedRequest['query']; nowMs: number },
): readonly LogLine[] => {
  const sinceS = numberIn(query, 'sinceSeconds');
  const sinceMs = sinceS === undefined ? Date.parse(query['sinceTime'] ?? '') : nowMs - sinceS * 1000;
  const recent = Number.isNaN(sinceMs) ? lines : lines.filter(({ timeMs }) => timeMs >= sinceMs);
  const tail = numberIn(query, 'tailLines');
  return tail === undefined ? recent : recent.slice(Math.max(0, recent.length - tail));
};

const containerOf = (pod: KubernetesObject, asked: string): string => {
  const names = ['containers', 'initContainers'].flatMap((list) => listAt(pod, 'spec', list).map((one) => textAt(one, 'name')));
  const [only] = names;
  if (asked === '' && names.length === 1 && only !== undefined) return only;
  if (asked === '')
    throw badRequest(`a container name must be specified for pod ${pod.metadata.name}, choose one of: [${names.join(' ')}]`);
  if (!names.includes(asked)) throw badRequest(`container ${asked} is not valid for pod ${pod.metadata.name}`);
  return asked;
};

const checkStarted = (pod: KubernetesObject, container: string): void => {
  const state = listAt(pod, 'status', 'containerStatuses').find((one) => one['name'] === container);
  const reason = textAt(state, 'state', 'waiting', 'reason');
  // A container that has run before still has the log of that run.
  if (reason === '' || reason === 'CrashLoopBackOff') return;
  const why = /ImagePull/.test(reason) ? 'trying and failing to pull image' : reason;
  throw badRequest(`container "${container}" in pod "${pod.metadata.name}" is waiting to start: ${why}`);
};

const numberIn = (query: RecordedRequest['query'], name: string): number | undefined => {
  const text = query[name];
  if (text === undefined) return undefined;
  if (!/^\d+$/.test(text)) throw badRequest(`${name} ${JSON.stringify(text)} is not a number`);
  return Number(text);
};
