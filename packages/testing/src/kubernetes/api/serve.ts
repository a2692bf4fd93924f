import type { JsonObject } from '@lineclear/core/plugin';
import { isJsonObject } from '../../openapi/json.ts';
import { refusable } from '../../http/refusal.ts';
import type { Answer, RecordedRequest } from '../../http/route.ts';
import { isSafeMethod } from '../../http/route.ts';
import { attemptOf, authorize, isWatch } from '../access/authorize.ts';
import type { Caller } from '../access/identities.ts';
import type { Contract } from '../contract/contract.ts';
import type { Runtime } from '../world/runtime.ts';
import type { Store } from '../world/store.ts';
import { answerFor } from './answer.ts';
import { discover } from './discovery.ts';
import { readMetrics } from './metrics.ts';
import type { Pages } from './pages.ts';
import { watchObjects } from './read.ts';
import { review } from './reviews.ts';
import { badRequest, noSuchPath, unauthorized } from './status.ts';
import type { Target } from './target.ts';
import { targetOf } from './target.ts';

/** A request that the vendor's description does not know. */
export interface Violation {
  readonly request: string;
  readonly problems: readonly string[];
}

/** What the requests work on. */
export interface Served {
  readonly store: Store;
  readonly runtime: Runtime;
  readonly pages: Pages;
  /** Whether the metrics of pods and nodes can be asked. */
  readonly hasMetrics: boolean;
  /** The vendor's description, where it is at hand. */
  readonly contract: Contract | undefined;
  readonly onViolation: (violation: Violation) => void;
  /** Lets the controllers do what the last write makes necessary. */
  readonly settle: () => void;
}

/** Starts a watch and yields how to stop it, or throws the refusal of it. */
export const openWatch = ({
  served,
  request,
  caller,
  send,
}: {
  served: Served;
  request: RecordedRequest;
  caller: Caller | undefined;
  send: (line: JsonObject) => void;
}): (() => void) => {
  const target = admitted({ store: served.store, request, caller });
  checkDescribed(served, request);
  return watchObjects({ store: served.store, target, request, send });
};

/** Whether the request asks for a watch. */
export const asksToWatch = (request: RecordedRequest): boolean => request.method === 'GET' && isWatch(request.query);

/** The answer to a request that is no watch. */
export const answerTo = (served: Served, request: RecordedRequest, caller: Caller | undefined): Promise<Answer> =>
  refusable(async () => {
    const { store, hasMetrics } = served;
    const said =
      (request.method === 'GET' ? discover({ store, path: request.path, hasMetrics }) : undefined) ??
      review(request, caller) ??
      (hasMetrics ? readMetrics({ ...served, request }) : undefined);
    if (said !== undefined) return said;
    const target = admitted({ store, request, caller });
    checkDescribed(served, request);
    await checkObject(served, { request, target });
    const answer = await answerFor({ ...served, request, target });
    if (!isSafeMethod(request.method)) served.settle();
    return answer;
  });

/** What a stream such as `exec` is opened on; throws where that is refused. */
export const admitted = ({
  store,
  request,
  caller,
}: {
  store: Store;
  request: RecordedRequest;
  caller: Caller | undefined;
}): Target => {
  if (caller === undefined) throw unauthorized();
  const target = targetOf(store, request.path);
  if (target === undefined) throw noSuchPath();
  authorize(caller, attemptOf(request, target), target);
  return target;
};

/** Throws where the vendor's description does not know the method, the path or the query. */
export const checkDescribed = ({ contract, onViolation }: Served, request: RecordedRequest): void => {
  const problems = contract?.requestProblems(request) ?? [];
  if (problems.length === 0) return;
  onViolation({ request: `${request.method} ${request.url}`, problems });
  throw badRequest(`the description of the API does not know the request: ${problems.join('; ')}`);
};

const checkObject = async (
  { contract }: Served,
  { request, target: { kind, subresource } }: { request: RecordedRequest; target: Target },
): Promise<void> => {
  const isWhole = ['POST', 'PUT'].includes(request.method) || request.headers['content-type'] === 'application/apply-patch+yaml';
  if (!isWhole || subresource !== undefined || !isJsonObject(request.json)) return;
  const wrong = (await contract?.objectProblems(kind, request.json)) ?? [];
  // A real server drops fields that it does not know unless it is asked to be strict; here that would hide a mistake.
  if (wrong.length > 0)
    throw badRequest(
      `${kind.kind} in version "${kind.version}" cannot be handled as a ${kind.kind}: strict decoding error: ${wrong.join(', ')}`,
    );
};
