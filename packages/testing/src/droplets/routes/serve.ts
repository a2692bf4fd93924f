import { randomUUID } from 'node:crypto';
import { matchEndpoint } from '../../http/endpoint-path.ts';
import { onEveryPath } from '../../http/every-path.ts';
import { Refusal } from '../../http/refusal.ts';
import type { Answer, RecordedRequest, Route } from '../../http/route.ts';
import { isSafeMethod } from '../../http/route.ts';
import type { World } from '../world/world.ts';
import type { Endpoint } from './endpoint.ts';
import type { Limits } from './limits.ts';
import { notFound, refuse } from './refusal.ts';

/** What each token may do; a token that is not named is unknown. */
export type Access = Readonly<Record<string, 'read' | 'write'>>;

/** A request that the sandbox has no endpoint for. */
export interface Violation {
  readonly request: string;
}

/** The routes of the server: the token first, then the limit, then what it may do, then the endpoint. */
export const serve = ({
  endpoints,
  world,
  api,
  access,
  limits,
  isSilent,
  onViolation,
}: {
  endpoints: readonly Endpoint[];
  world: World;
  api: () => string;
  access: Access | undefined;
  limits: Limits;
  isSilent: (request: RecordedRequest) => boolean;
  onViolation: (violation: Violation) => void;
}): readonly Route[] => {
  const answer = (request: RecordedRequest, token: string): Answer => {
    limits.take(token);
    if (!isSafeMethod(request.method) && access !== undefined && access[token] !== 'write') {
      throw refuse(403, 'You do not have access for the attempted action.');
    }
    const found = find(endpoints, request);
    if (found === undefined) {
      onViolation({ request: `${request.method} ${request.url}` });
      throw notFound();
    }
    const query = new URL(request.url, 'http://loopback').searchParams;
    return found.endpoint.handle({ world, request, params: found.params, query, api: api() });
  };

  return onEveryPath(async (request) => {
    if (isSilent(request)) return new Promise<Answer>(() => undefined);
    const token = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1];
    const headers = { 'x-request-id': randomUUID() };
    try {
      if (token === undefined || (access !== undefined && access[token] === undefined)) {
        throw refuse(401, 'Unable to authenticate you');
      }
      const given = answer(request, token);
      return { ...given, headers: { ...headers, ...limits.headers(token), ...given.headers } };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const standing = token === undefined ? {} : limits.headers(token);
      return { ...error.answer, headers: { ...headers, ...standing, ...error.answer.headers } };
    }
  });
};

const find = (endpoints: readonly Endpoint[], { method, path }: RecordedRequest) => {
  for (const endpoint of endpoints) {
    const params = endpoint.method === method ? matchEndpoint(endpoint.path, path) : undefined;
    if (params !== undefined) return { endpoint, params };
  }
  return undefined;
};
