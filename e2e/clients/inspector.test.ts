import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { errorOf, toolNames, valueOf } from '../processes/app/frames.ts';
import { serveHttp, type Served } from '../processes/app/serve-http.ts';
import { registeredTools } from './coverage.ts';
import type { Example } from './example.ts';
import { examples, reads } from './examples.ts';
import { prepare } from './prepare.ts';
import { type Inspect, type Inspected, inspector, loadedInspector } from './inspector.ts';
import { endServices, makeWorld, type World } from './world.ts';

const toolError = 5;

// Each tool is tried in one of the four ways, by the rest of its number divided by fourteen. Over stdio every call is a process of the app:
// these ways get the smaller shares.
const ways = [
  { transport: 'http', era: 'legacy', share: [0, 1, 2, 3, 4, 5] },
  { transport: 'http', era: 'modern', share: [6, 7, 8, 9, 10, 11] },
  { transport: 'stdio', era: 'legacy', share: [12] },
  { transport: 'stdio', era: 'modern', share: [13] },
] as const;
const shares = 14;
// These in all of them.
const everywhere = ['fs_read', 'fs_write', 'git_status', 'task_inspect', 'step_retry', 'task_cancel', 'connection_status'];
// What needs something that was done before needs a server that lives on.
const shareOf = ({ share, transport }: { share: readonly number[]; transport: string }): readonly Example[] =>
  examples.filter(({ tool, before }, index) =>
    before === undefined ? share.includes(index % shares) || everywhere.includes(tool) : transport === 'http',
  );

// The clients share it, one after another.
afterAll(endServices);

describe.each(ways)('Inspector over $transport in the $era era', (way) => {
  const { transport, era } = way;
  const inspected = shareOf(way);
  let world: World;
  let server: Served | undefined;
  let inspect: Inspect;
  const successes = new Map<string, Inspected>();
  const failures = new Map<string, Inspected>();

  // Two calls at a time: the machine may have no more cores. The tests below look at what came of them.
  beforeAll(async () => {
    world = await makeWorld();
    const { home } = world;
    server = transport === 'http' ? await serveHttp({ home }) : undefined;
    inspect = inspector({ home, era, server });
    await using one = loadedInspector({ home, era, server });
    await using other = loadedInspector({ home, era, server });
    const isRead = new Set(reads);
    // What waits for a confirmation would be seen by reads.
    for (const part of [
      inspected.filter((example) => isRead.has(example)),
      inspected.filter((example) => !isRead.has(example)),
    ]) {
      const queue = part.values();
      await Promise.all([one, other].map((loaded) => work({ loaded, queue })));
    }
  }, 300_000);
  const work = async ({ loaded, queue }: { loaded: { inspect: Inspect }; queue: Iterable<Example> }): Promise<void> => {
    for (const example of queue) {
      const { tool, error } = example;
      const call = async (name: string, args: Example['args']) =>
        (await loaded.inspect('tools/call', { tool: name, args })).frame;
      const args = await prepare({ example, call });
      successes.set(tool, await loaded.inspect('tools/call', { tool, args }));
      failures.set(tool, await loaded.inspect('tools/call', { tool, args: error.args }));
    }
  };
  afterAll(async () => {
    await server?.[Symbol.asyncDispose]();
    await world?.[Symbol.asyncDispose]();
  });

  const outcome = (outcomes: ReadonlyMap<string, Inspected>, tool: string): Inspected => {
    const found = outcomes.get(tool);
    if (found === undefined) throw new Error(`${tool} was not called`);
    return found;
  };

  test('lists every tool that the app registers', async () => {
    const { frame, exitCode } = await inspect('tools/list');
    expect(toolNames(frame).toSorted()).toEqual(await registeredTools(world.home));
    expect(exitCode).toBe(0);
  });

  test.each(inspected)('gets what $tool answers', ({ tool, answers, executes }) => {
    const { frame, exitCode } = outcome(successes, tool);
    const value = valueOf(frame);
    expect(value).toMatchObject(answers);
    if (executes !== undefined) expect(value).toMatchObject({ status: 'preview', action: tool });
    expect(exitCode).toBe(0);
  });

  test.each(inspected)('gets the error of $tool with a code and a hint', ({ tool, error }) => {
    const { frame, exitCode } = outcome(failures, tool);
    expect(errorOf(frame)).toMatchObject({ code: error.code, hint: expect.stringMatching(/./) });
    expect(exitCode).toBe(toolError);
  });

  // What is loaded once is held against processes that make one call each.
  test('says the same as a process of its own, and ends as it says', async () => {
    const tool = 'fs_read';
    const [example] = examples.filter((each) => each.tool === tool);
    const { args, error } = example as Example;
    const success = await inspect('tools/call', { tool, args });
    const failure = await inspect('tools/call', { tool, args: error.args });
    expect(valueOf(success.frame)).toEqual(valueOf(outcome(successes, tool).frame));
    expect(errorOf(failure.frame)).toEqual(errorOf(outcome(failures, tool).frame));
    expect([success.exitCode, failure.exitCode]).toEqual([0, toolError]);
  });

  // Every process of Inspector is a new connection, over stdio a new server: the ticket finds the plan again.
  test('runs what an earlier process previewed', async () => {
    const [example] = examples.filter(({ tool }) => tool === 'fs_write');
    const { tool, args, executes } = example as Example;
    const { ticket } = valueOf(outcome(successes, tool).frame);
    const confirmed = { tool, args: { ...args, confirm: true, ticket } };
    expect(valueOf((await inspect('tools/call', confirmed)).frame)).toMatchObject({
      status: 'executed',
      result: executes?.result,
    });
    expect(await executes?.afterwards(world)).toEqual(executes?.found);
    expect(valueOf((await inspect('tools/call', confirmed)).frame)).toMatchObject({ status: 'executed', replayed: true });
  });
});

test('Inspector tries every tool in some way', () => {
  expect(new Set(ways.flatMap(shareOf))).toEqual(new Set(examples));
});
