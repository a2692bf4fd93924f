import { type AnyTool, definePlugin, type JsonObject, type Plugin } from '@lineclear/core/plugin';
import { startPlugin, type StartedPlugin, type StartOptions } from '@lineclear/testing';
import { type GitHubSandbox, type GitHubSandboxOptions, startGitHubSandbox } from '@lineclear/testing/github';
import { expect, onTestFinished } from 'vitest';

export interface StartedGitHub extends StartedPlugin {
  readonly sandbox: GitHubSandbox;
  /** The methods and paths of what has been sent so far that changes something. */
  readonly sent: () => readonly string[];
}

export type GitHubOptions = GitHubSandboxOptions & {
  settings?: JsonObject;
  /** Requests that GitHub's description does not allow are expected. */
  isHostile?: boolean;
} & Partial<Pick<StartOptions, 'person' | 'principal' | 'limits' | 'store'>>;

/** Some tools in front of a GitHub of their own, which has `octo/widgets`. Every request has to fit GitHub's description. */
export const startGitHub = async (tools: readonly AnyTool[], options: GitHubOptions = {}): Promise<StartedGitHub> => {
  const { settings = {}, isHostile = false, person, principal, limits, store, ...sandboxOptions } = options;
  const sandbox = await startGitHubSandbox({ seed: 'widgets', ...sandboxOptions });
  const started = await startPlugin({
    plugin: pluginOf(tools),
    connections: {
      github: { url: sandbox.url, ...('app' in settings ? {} : { token: 'simulated-token-1' }), throttle: false, ...settings },
    },
    ...(sandboxOptions.clock !== undefined && { clock: sandboxOptions.clock }),
    ...(person !== undefined && { person }),
    ...(principal !== undefined && { principal }),
    ...(limits !== undefined && { limits }),
    ...(store !== undefined && { store }),
  });
  onTestFinished(async () => {
    await started.close();
    await sandbox.close();
    if (!isHostile) expect(sandbox.violations).toEqual([]);
  });
  return { ...started, sandbox, sent: () => sandbox.http.unsafe().map(({ method, path }) => `${method} ${path}`) };
};

const pluginOf = (tools: readonly AnyTool[]): Plugin =>
  definePlugin({
    id: 'github',
    title: 'GitHub',
    version: '1.0.0',
    toolsets: Object.fromEntries(
      [...new Set(tools.map(({ toolset }) => toolset))].map((name) => [name, { title: name, use: `What belongs to ${name}.` }]),
    ),
    tools,
  });
