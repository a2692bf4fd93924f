import type { RepositoryRecord } from '../model/records.ts';

/** The addresses of things: both the API and the pages lie on the sandbox itself. */
export interface Links {
  /** The root of the API, without a slash at the end. */
  readonly api: string;
  /** The root of the pages. */
  readonly web: string;
  readonly repository: (repository: RepositoryRecord) => string;
  readonly page: (repository: RepositoryRecord) => string;
}

export const linksOf = (url: string): Links => ({
  api: url,
  web: url,
  repository: ({ owner, name }) => `${url}/repos/${owner.login}/${name}`,
  page: ({ owner, name }) => `${url}/${owner.login}/${name}`,
});

/** The id that GraphQL knows a thing by. */
export const nodeId = (kind: string, id: number | string): string => Buffer.from(`${kind}:${id}`).toString('base64url');

export const stamp = (ms: number): string => new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');

export const stampOrNull = (ms: number | undefined): string | null => (ms === undefined ? null : stamp(ms));
