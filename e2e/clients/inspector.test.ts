import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { errorOf, toolNames, valueOf } from '../processes/app/frames.ts';
import { serveHttp, type Served } from '../processes/app/serve-http.ts';
import { endCeleryWorld } from './celery-world.ts';
import { registeredTools } from './coverage.ts';
import type { Example } from './example.ts';
import { examples } from './examples.ts';
import { type Inspect, type Inspected, inspector, twoAtATime } from './inspector.ts';
import { makeWorld, type World } from './world.ts';

const toolError = 5;

const ways = [
  { transport: 'http', era: 'legacy' },
  { transport: 'http', era: 'modern' },
  { transport: 'stdio', era: 'legacy' },
  { transport: 'stdio', era: 'modern' },
] as const;
// Every call is a process or two: each tool is tried in one of the four ways, these in all of them.
const everywhere = ['fs_read', 'fs_write', 'git_status', 'task_inspect', 'step_retry', 'task_cancel', 'connection_status'];
const shareOf = (way: (typeof ways)[number]): readonly Example[] =>
  examples.filter(({ tool }, index) => index % ways.length === ways.indexOf(way) || everywhere.includes(tool));

// The clients share it, one after another.
afterAll(endCeleryWorld);

describe.each(ways)('Inspector over $transport in the $era era', (way) => {
  const { transport, era } = way;
  const inspected = shareOf(way);
  let world: World;
  let server: Served | undefined;
  let inspect: Inspect;
  const successes = new Map<string, Inspected>();
  const failures = new Map<string, Inspected>();

  // All processes at once, as many as the machine bears; the tests below look at what came of them.
  beforeAll(async () => {
    world = await makeWorld();
    const { home } = world;
    server = transport === 'http' ? await serveHttp({ home }) : undefined;
    inspect = inspector({ home, era, server });
    const work = async ({ tool, args, error }: Example): Promise<void> => {
      successes.set(tool, await inspect('tools/call', { tool, args }));
      failures.set(tool, await inspect('tools/call', { tool, args: error.args }));
    };
    await twoAtATime({ jobs: inspected, work });
  }, 120_000);
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
