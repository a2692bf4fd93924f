import { createHash, randomUUID } from 'node:crypto';
import { matchEndpoint } from '../../http/endpoint-path.ts';
import { onEveryPath } from '../../http/every-path.ts';
import { Refusal } from '../../http/refusal.ts';
import type { Answer, RecordedRequest, Route } from '../../http/route.ts';
import { isSafeMethod } from '../../http/route.ts';
import type { Contract } from '../contract/contract.ts';
import type { Links } from '../wire/links.ts';
import type { Store } from '../world/store.ts';
import type { Access, Caller } from './access.ts';
import type { Apps } from './apps.ts';
import { authorize, identify, scopeHeaders } from './access.ts';
import type { Endpoint } from './endpoint.ts';
import type { Limits } from './limits.ts';
import { notFound, refuse } from './refusal.ts';

/** A request that the vendor's description does not allow, or that the sandbox has nothing for. */
export interface Violation {
  readonly request: string;
  readonly problems: readonly string[];
}

/** The routes of the server: permission first, then the description, then the endpoint. */
export const serve = ({
  endpoints,
  store,
  links,
  access,
  apps,
  limits,
  contract,
  isSilent,
  onViolation,
}: {
  endpoints: readonly Endpoint[];
  store: Store;
  links: () => Links;
  access: Access | undefined;
  apps: Apps;
  limits: Limits;
  /** Loaded with the first request: the description is large. */
  contract: () => Promise<Contract | undefined>;
  isSilent: (request: RecordedRequest) => boolean;
  onViolation: (violation: Violation) => void;
}): readonly Route[] => {
  const answer = async (request: RecordedRequest, caller: Caller | undefined): Promise<Answer> => {
    const found = find(endpoints, request);
    const description = await contract();
    if (found === undefined) {
      if (description?.has(request) !== true) throw notFound();
      onViolation({ request: `${request.method} ${request.url}`, problems: ['the sandbox does not have this operation'] });
      throw refuse(501, 'The sandbox does not have this operation.');
    }
    const { params } = found;
    if (found.endpoint.need !== undefined) {
      const repository = params['repo'] === undefined ? undefined : store.repositoryOf(params);
      authorize({ store, caller, repository, need: found.endpoint.need });
    }
    const problems = description?.requestProblems(request) ?? [];
    if (problems.length > 0) {
      onViolation({ request: `${request.method} ${request.url}`, problems });
      throw refuse(422, `Invalid request.\n\n${problems.join('\n')}`);
    }
    const query = new URL(request.url, 'http://loopback').searchParams;
    return found.endpoint.handle({ store, links: links(), request, params, query, caller, login: caller?.login ?? '' });
  };

  return onEveryPath(async (request) => {
    if (isSilent(request)) return new Promise<Answer>(() => undefined);
    let caller: Caller | undefined;
    try {
      caller = identify({ access, apps, request, owner: store.owner });
      const login = caller?.login ?? '';
      limits.take(login, { isWrite: !isSafeMethod(request.method) });
      const given = await answer(request, caller);
      return withHeaders(conditional({ request, answer: given, giveBack: () => limits.giveBack(login) }));
    } catch (error) {
      if (error instanceof Refusal) return withHeaders(error.answer);
      throw error;
    }

    function withHeaders(given: Answer): Answer {
      const need = find(endpoints, request)?.endpoint.need;
      const date = new Date(store.nowMs).toUTCString();
      const common = { date, 'x-github-request-id': randomUUID(), 'x-github-api-version-selected': '2022-11-28' };
      const headers = { ...common, ...limits.headers(caller?.login ?? ''), ...scopeHeaders(caller, need), ...given.headers };
      return { ...given, headers: { ...(given.json !== undefined && { 'content-type': jsonType }), ...headers } };
    }
  });
};

const jsonType = 'application/json; charset=utf-8';

const find = (endpoints: readonly Endpoint[], { method, path }: RecordedRequest) => {
  const wanted = method === 'HEAD' ? 'GET' : method;
  for (const endpoint of endpoints) {
    const params = endpoint.method === wanted ? matchEndpoint(endpoint.path, path) : undefined;
    if (params !== undefined) return { endpoint, params };
  }
  return undefined;
};

/** Adds the tag of the content, or answers 304 where the caller has it already. */
const conditional = ({
  request,
  answer,
  giveBack,
}: {
  request: RecordedRequest;
  answer: Answer;
  giveBack: () => void;
}): Answer => {
  if (!isSafeMethod(request.method) || (answer.status ?? 200) !== 200) return answer;
  const content = createHash('sha256').update(answer.text ?? JSON.stringify(answer.json ?? ''));
  const etag = `W/"${content.digest('hex')}"`;
  const headers = { ...answer.headers, etag };
  if (request.headers['if-none-match'] !== etag) return { ...answer, headers };
  giveBack();
  return { status: 304, headers, text: '' };
};
