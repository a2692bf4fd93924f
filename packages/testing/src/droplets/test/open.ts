import { expect, onTestFinished } from 'vitest';
import { matchEndpoint } from '../../http/endpoint-path.ts';
import type { DropletSandboxOptions } from '../sandbox.ts';
import { startDropletSandbox } from '../sandbox.ts';
import { errorShape, shapes } from './shapes.ts';

/** A sandbox, and a client that holds every answer against the documentation. */
export const open = async (options: DropletSandboxOptions = {}) => {
  const sandbox = await startDropletSandbox(options);
  onTestFinished(() => sandbox.close());
  const ask = async (line: string, { json, token = 'a' }: { json?: object; token?: string } = {}) => {
    const [method = 'GET', path = ''] = line.split(' ');
    const sent = json === undefined ? {} : { body: JSON.stringify(json) };
    const response = await fetch(`${sandbox.url}/v2${path}`, { method, headers: { authorization: `Bearer ${token}` }, ...sent });
    const text = await response.text();
    const body: unknown = text === '' ? undefined : JSON.parse(text);
    expect(problemOf({ line, status: response.status, body })).toBeUndefined();
    return { status: response.status, headers: response.headers, body: Object(body) };
  };
  return { ...sandbox, ask };
};

/** What about an answer is not as documented. */
export const problemOf = ({ line, status, body }: { line: string; status: number; body: unknown }): string | undefined => {
  if (status >= 400) return errorShape.safeParse(body).error?.message;
  const [method = '', url = ''] = line.split(' ');
  const path = url.split('?')[0] ?? '';
  const known = Object.entries(shapes).filter(([name]) => matchEndpoint(name.split(' ')[1] ?? '', path) !== undefined);
  // A fixed word in a path goes before a parameter.
  const [found] = known
    .filter(([name]) => name.startsWith(`${method} `))
    .toSorted(([a], [b]) => a.split(':').length - b.split(':').length);
  if (found === undefined) return `${line} is not documented here`;
  if (found[1].status !== status) return `${line} answers ${status} instead of ${found[1].status}`;
  return found[1].body.safeParse(body).error?.message;
};
