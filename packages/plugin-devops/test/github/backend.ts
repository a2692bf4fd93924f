import type { JsonObject } from '@lineclear/core/plugin';
import { type ContractBackend, type Example, type FakeHttp, secretMarker } from '@lineclear/testing';
import { type GitHubSandbox, startGitHubSandbox } from '@lineclear/testing/github';

/** A GitHub of its own with `octo/widgets`, which belongs to the credentials. */
export interface GitHubBackend extends ContractBackend {
  readonly connections: { readonly github: JsonObject };
  readonly http: readonly [FakeHttp];
  readonly world: GitHubSandbox['world'];
  /** What somebody else does over the API. */
  readonly send: (method: 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, json: object) => Promise<void>;
}

/** Calls of the tools of one toolset, by name. */
export type Examples = Readonly<Record<string, readonly Example<GitHubBackend>[]>>;

export const widgets = 'octo/widgets';

export const startBackend = async (): Promise<GitHubBackend> => {
  const sandbox = await startGitHubSandbox({ seed: 'widgets', access: { [secretMarker]: { login: 'octo' } } });
  const { world } = sandbox;
  return {
    connections: { github: { url: sandbox.url, token: secretMarker, throttle: false } },
    http: [sandbox.http],
    world,
    send: async (method, path, json) => {
      const headers = { authorization: `Bearer ${secretMarker}`, 'content-type': 'application/json' };
      const answer = await fetch(sandbox.url + path, { method, headers, body: JSON.stringify(json) });
      if (!answer.ok) throw new Error(`${method} ${path} was refused with ${answer.status}: ${await answer.text()}`);
    },
    state: () => stateOf(world),
    close: async () => {
      await sandbox.close();
      failOnViolations(sandbox);
    },
  };
};

/** Everything that the repositories are, as JSON: what is in a Map would not be seen by a comparison of JSON. */
const stateOf = async (world: GitHubSandbox['world']): Promise<unknown> => {
  const repositories = world.repositories().map((name) => world.repository(name));
  const states = repositories.map(async ({ git, ...record }) => ({ ...record, refs: await git.refs('refs') }));
  return JSON.parse(
    JSON.stringify(await Promise.all(states), (_key, value: unknown) => (value instanceof Map ? [...value] : value)),
  );
};

// What GitHub's description does not allow was answered 422, which an example that expects an error would take for its own.
const failOnViolations = ({ violations }: GitHubSandbox): void => {
  if (violations.length > 0) throw new Error(`GitHub's description does not allow: ${JSON.stringify(violations)}`);
};
