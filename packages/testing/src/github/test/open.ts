import { expect, onTestFinished } from 'vitest';
import * as z from 'zod';
import type { Answered, Asking } from '../../tasker/test/ask.ts';
import { ask } from '../../tasker/test/ask.ts';
import { loadContract } from '../contract/contract.ts';
import type { GitHubSandbox, GitHubSandboxOptions } from '../sandbox.ts';
import { startGitHubSandbox } from '../sandbox.ts';

/** A sandbox for one test, and how to ask it. Every JSON answer is compared with GitHub's description. */
export interface OpenGitHub extends GitHubSandbox {
  /** `send('POST /repos/octo/widgets/pulls', { json })`, or with the status that is expected: `send('GET /user', {}, 401)`. */
  readonly send: (line: string, asking?: Asking, status?: number) => Promise<Answered>;
  /** The same below `/repos/octo/widgets`, for its JSON. */
  readonly widgets: (line: string, json?: unknown, status?: number) => Promise<unknown>;
}

export const openGitHub = async (options: GitHubSandboxOptions = {}): Promise<OpenGitHub> => {
  const sandbox = await startGitHubSandbox({ seed: 'widgets', ...options });
  onTestFinished(() => sandbox.close());
  const send = async (line: string, asking: Asking = {}, status?: number): Promise<Answered> => {
    const [method = 'GET', path = ''] = line.split(' ');
    const answer = await ask(sandbox.url + path, { ...asking, method });
    expect(sandbox.violations, line).toEqual([]);
    if (status !== undefined) expect(answer.status, `${line}: ${answer.text}`).toBe(status);
    const contract = await loadContract();
    if (answer.json !== undefined && answer.status < 400) {
      const described = { method, path: path.split('?')[0] ?? '', status: answer.status, json: answer.json };
      expect(contract?.answerProblems(described) ?? [], line).toEqual([]);
    }
    return answer;
  };
  return {
    ...sandbox,
    send,
    widgets: async (line, json, status) => {
      const [method = 'GET', path = ''] = line.split(' ');
      const usual = { GET: 200, POST: 201, PUT: 200, PATCH: 200, DELETE: 204 }[method];
      return (await send(`${method} /repos/octo/widgets${path}`, { json }, status ?? usual)).json;
    },
  };
};

/** A text or number inside an answer: `fieldOf(pull, 'head.sha')`. */
export const fieldOf = (answer: unknown, path: string): string => {
  let value: unknown = answer;
  for (const name of path.split('.')) value = z.record(z.string(), z.unknown()).parse(value)[name];
  return z.union([z.string(), z.number().transform(String)]).parse(value);
};
