import { matchEndpoint } from '../../http/endpoint-path.ts';
import { onEveryPath } from '../../http/every-path.ts';
import { refusable } from '../../http/refusal.ts';
import type { Answer, RecordedRequest, Route } from '../../http/route.ts';
import type { Contract } from '../contract/contract.ts';
import type { Access } from './access.ts';
import { authorize } from './access.ts';
import type { Endpoint } from './endpoint.ts';
import { refuse } from './refusal.ts';

/** A request that the vendor's description does not allow. */
export interface Violation {
  readonly request: string;
  readonly problems: readonly string[];
}

/** The routes of a server: its endpoints below a base path, 404 for every other path. */
export const serve = ({
  endpoints,
  basePath,
  access,
  contract,
  nowMs,
  isSilent,
  onViolation,
}: {
  endpoints: readonly Endpoint[];
  basePath: string;
  access: Access | undefined;
  /** Checks every request where it is given. */
  contract: Contract | undefined;
  nowMs: () => number;
  isSilent: (request: RecordedRequest) => boolean;
  onViolation: (violation: Violation) => void;
}): readonly Route[] => {
  const answer = async (request: RecordedRequest): Promise<Answer> => {
    if (isSilent(request)) return new Promise<Answer>(() => undefined);
    if (!request.path.startsWith(`${basePath}/`)) throw refuse(404, 'Not found');
    const path = request.path.slice(basePath.length);
    const found = find(endpoints, { method: request.method, path });
    if (found === undefined) throw refuse(404, 'Not found');
    // Permission before anything is parsed: who may not ask is not told whether the question was well formed.
    const caller = authorize({ access, request, role: found.endpoint.role });
    const problems = contract?.requestProblems({ ...request, path }) ?? [];
    if (problems.length > 0) {
      onViolation({ request: `${request.method} ${request.url}`, problems });
      throw refuse(400, 'bad request data', { error: problems.join('; ') });
    }
    const query = new URL(request.url, 'http://loopback').searchParams;
    return found.endpoint.handle({ request, params: found.params, query, caller, nowMs: nowMs() });
  };
  return onEveryPath((request) => refusable(() => answer(request)));
};

const find = (endpoints: readonly Endpoint[], { method, path }: { method: string; path: string }) => {
  for (const endpoint of endpoints) {
    const params = endpoint.method === method ? matchEndpoint(endpoint.path, path) : undefined;
    if (params !== undefined) return { endpoint, params };
  }
  return undefined;
};
