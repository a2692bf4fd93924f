import { onTestFinished } from 'vitest';
import type { TaskerSandbox, TaskerSandboxOptions } from '../sandbox.ts';
import { startTaskerSandbox } from '../sandbox.ts';

/** An answer as it came over the wire. */
export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body parsed, where it is JSON. */
  readonly json: unknown;
}

export interface Asking {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON with its content type. */
  readonly json?: unknown;
  /** Sent as it is. */
  readonly body?: string;
}

/** A sandbox for one test. */
export const openSandbox = async (options?: TaskerSandboxOptions): Promise<TaskerSandbox> => {
  const sandbox = await startTaskerSandbox(options);
  onTestFinished(() => sandbox.close());
  return sandbox;
};

export const ask = async (url: string, { method = 'GET', headers = {}, json, body }: Asking = {}): Promise<Answered> => {
  const response = await fetch(url, {
    method,
    headers: { ...(json !== undefined && { 'content-type': 'application/json' }), ...headers },
    ...((json !== undefined || body !== undefined) && { body: body ?? JSON.stringify(json) }),
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.startsWith('application/json') === true;
  return { status: response.status, headers: response.headers, text, json: isJson ? JSON.parse(text) : undefined };
};

/** A request to run a template, as the server wants it. */
export const taskRequest = (change: Readonly<Record<string, unknown>> = {}): object => ({
  name: 'order_fulfillment',
  namespace: 'production',
  version: '2.0.0',
  context: { order_id: 'simulated-9001' },
  initiator: 'simulated-tester',
  source_system: 'sandbox-simulation',
  reason: 'Simulated test',
  tags: [],
  requested_at: '2026-01-31T08:00:00',
  correlation_id: '0199aaaa-0000-7000-8000-000000000001',
  ...change,
});
