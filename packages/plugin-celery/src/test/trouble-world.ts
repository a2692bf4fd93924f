import type { CallAnswer } from '@lineclear/core';
import type { JsonObject } from '@lineclear/core/plugin';
import { type StartedPlugin, type StartOptions, startPlugin } from '@lineclear/testing';
import type { CeleryWorker } from '@lineclear/testing/celery';
import { expect } from 'vitest';
import * as z from 'zod';
import celery from '../index.ts';
import { controls } from '../settings.ts';
import { startHearingWorker } from './hearing-worker.ts';
import { patient } from './patient.ts';
import { type Proxy, startProxy } from './proxy.ts';

/** A broker with one worker, behind a door that can be closed; the plugin goes through the door. */
export interface TroubleWorld {
  readonly host: StartedPlugin;
  readonly proxy: Proxy;
  readonly worker: CeleryWorker;
  /** What each tool is asked, with tasks that are there. */
  readonly calls: ReadonlyMap<string, JsonObject>;
  /** Another host with the same store, that logs in as somebody else. */
  readonly loggedInAs: (user: { readonly name: string; readonly password: string }) => Promise<StartedPlugin>;
  readonly close: () => Promise<void>;
}

/** A queue that no worker consumes: what is put there stays. */
const parked = 'parked';
const add = { task_type: 'tasks.add', params: { x: 2, y: 3 } };

/** Every tool of the plugin, in its order. */
export const toolNames: readonly string[] = celery.tools.map(({ name }) => name);

export const startTroubleWorld = async ({
  url,
  resultsUrl,
}: {
  /** The broker, past the door. */
  url: string;
  /** A Redis for results, which has no door; the broker itself when absent. */
  resultsUrl?: string;
}): Promise<TroubleWorld> => {
  const port = Number(new URL(url).port);
  const settings = { result_extended: true };
  const [proxy, worker] = await Promise.all([
    startProxy(port),
    startHearingWorker({ broker: url, backend: resultsUrl ?? url, pool: 'prefork', concurrency: 1, hostname: 'w1', settings }),
  ]);
  const opened: { close(): Promise<unknown> }[] = [];
  const open = async (change: Partial<Pick<URL, 'username' | 'password'>>, store?: StartOptions['store']) => {
    const broker = Object.assign(new URL(url), { port: `${proxy.port}`, ...change }).href;
    const started = await startPlugin({
      plugin: celery,
      connections: {
        celery: patient({ broker, control: [...controls], ...(resultsUrl !== undefined && { result_backend: resultsUrl }) }),
      },
      ...(store !== undefined && { store }),
    });
    opened.push(started);
    return started;
  };
  const host = await open({});
  const start = async (args: JsonObject): Promise<string> =>
    z.object({ result: z.object({ task_id: z.string() }) }).parse((await host.confirmTool('start_background_task', args)).outcome)
      .result.task_id;
  const failed = await start({ task_type: 'tasks.fail', params: { message: 'no such column' } });
  expect(await host.callTool('wait_for_task', { task_id: failed })).toMatchObject({ state: 'failure' });
  const queued = await start({ ...add, queue: parked, allow_unconsumed: true });
  const calls: Readonly<Record<string, JsonObject>> = {
    start_background_task: add,
    get_task_status: { task_id: queued },
    wait_for_task: { task_id: queued, timeout_s: 0.1 },
    cancel_task: { task_id: queued },
    retry_task: { task_id: failed },
    chain_tasks: { steps: [add, { ...add, task_type: 'tasks.echo' }] },
    list_active_tasks: {},
    task_types: {},
    task_log: { task_id: failed },
    worker_list: {},
    queue_list: {},
    queue_peek: { queue: parked },
    beat_schedule: {},
    celery_diagnose: {},
    worker_pool: { by: 1, all: true },
    task_rate_limit: { task_name: 'tasks.echo', rate: '30/m' },
    worker_shutdown: { all: true },
    queue_purge: { queue: parked },
    worker_events: { enabled: true },
  };
  return {
    host,
    proxy,
    worker,
    calls: new Map(Object.entries(calls)),
    loggedInAs: ({ name: username, password }) => open({ username, password }, host.composition.store),
    close: async () => {
      for (const one of opened.toReversed()) await one.close();
      await proxy.close();
      await worker.stop();
    },
  };
};

/** Every tool that changes something. */
export const writeNames: readonly string[] = celery.tools.filter(({ kind }) => kind === 'write').map(({ name }) => name);

/** The error of an answer; the test fails when there is none, or when it says less than a caller needs. */
export const errorOf = ({ answer, hides }: { answer: CallAnswer; hides: string }) => {
  if (answer.kind !== 'error') throw new Error(`There is no error: ${JSON.stringify(answer)}`);
  expect(answer.error.hint.length).toBeGreaterThan(10);
  expect(JSON.stringify(answer)).not.toContain(hides);
  return answer.error;
};
