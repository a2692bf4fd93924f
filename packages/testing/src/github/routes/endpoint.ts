import type { Answer, RecordedRequest } from '../../http/route.ts';
import type { RepositoryRecord } from '../model/records.ts';
import type { Links } from '../wire/links.ts';
import type { Store } from '../world/store.ts';
import type { Caller, Need } from './access.ts';

/** What an endpoint is asked with. */
export interface EndpointCall {
  readonly store: Store;
  readonly links: Links;
  readonly request: RecordedRequest;
  /** Decoded. `rest` takes all that follows. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** Who asks; empty for nobody. */
  readonly login: string;
  readonly caller: Caller | undefined;
}

/** A call about one repository that the caller may see. */
export interface RepositoryCall extends EndpointCall {
  readonly repository: RepositoryRecord;
}

/** One endpoint of the server. */
export interface Endpoint {
  readonly method: string;
  /** `:name` takes one segment; a `*` at the end takes all that follow. */
  readonly path: string;
  /** Public when absent. */
  readonly need: Need | undefined;
  readonly handle: (call: EndpointCall) => Promise<Answer> | Answer;
}

/** An endpoint below `/repos/:owner/:repo`; `line` is `GET /pulls/:pull_number`, `needs` is `pull_requests:read`. */
export const repositoryEndpoint = (
  line: string,
  needs: string,
  handle: (call: RepositoryCall) => Promise<Answer> | Answer,
): Endpoint => {
  const { method, path } = methodAndPath(line);
  return {
    method,
    path: `/repos/:owner/:repo${path}`,
    need: toNeed(needs),
    handle: (call) => handle({ ...call, repository: call.store.repositoryOf(call.params) }),
  };
};

/** An endpoint of no repository. */
export const endpoint = (line: string, needs: string | undefined, handle: Endpoint['handle']): Endpoint => ({
  ...methodAndPath(line),
  need: needs === undefined ? undefined : toNeed(needs),
  handle,
});

const methodAndPath = (line: string): { method: string; path: string } => {
  const [method = 'GET', path = ''] = line.split(' ');
  return { method, path };
};

// A third part is what the person must be where that does not follow from the level: anybody who reads may open an issue.
const toNeed = (text: string): Need => {
  const [permission = '', level, role = impliedRole(text)] = text.split(':');
  return {
    permission,
    level: level === 'write' || level === 'admin' ? level : 'read',
    ...((role === 'read' || role === 'triage' || role === 'write' || role === 'admin') && { role }),
  };
};

const impliedRole = (text: string): string | undefined =>
  /^(administration|repository_hooks):/.test(text) ? 'admin' : undefined;
