import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { errorOf, toolNames, valueOf } from '../processes/app/frames.ts';
import { serveHttp, type Served } from '../processes/app/serve-http.ts';
import { registeredTools } from './coverage.ts';
import type { Example } from './example.ts';
import { examples, reads } from './examples.ts';
import { inspectExamples, type Outcome } from './inspect-examples.ts';
import { type Inspect, inspector } from './inspector.ts';
import { endServices, makeTaskerWorld, makeWorld, type World } from './world.ts';

const toolError = 5;
const method = 'tools/call';

// The official clients, one of which Inspector has inside, try every tool. Here it is every tenth example, others in each era; over stdio,
// where every call is a process of the app, it is a few.
const step = 10;
const ways = [
  { transport: 'http', era: 'legacy', first: 0 },
  { transport: 'http', era: 'modern', first: step / 2 },
  { transport: 'stdio', era: 'legacy', first: undefined },
  { transport: 'stdio', era: 'modern', first: undefined },
] as const;
// These in all of them.
const everywhere = ['fs_read', 'fs_write', 'step_retry'];
// What needs something that was done before needs a server that lives on.
const shareOf = ({ first, transport }: { first: number | undefined; transport: string }): readonly Example[] =>
  examples.filter(({ tool, before }, index) =>
    before === undefined ? index % step === first || everywhere.includes(tool) : transport === 'http',
  );

// The clients share it, one after another.
afterAll(endServices);

describe.each(ways)('Inspector over $transport in the $era era', (way) => {
  const { transport, era } = way;
  const inspected = shareOf(way);
  let world: World;
  let server: Served | undefined;
  let inspect: Inspect;
  let outcomes: ReadonlyMap<string, Outcome>;

  // The tests below look at what came of it.
  beforeAll(async () => {
    world = await (transport === 'http' ? makeWorld() : makeTaskerWorld());
    const { home } = world;
    const isRead = new Set(reads);
    outcomes = await inspectExamples({
      home,
      era,
      transport,
      reads: inspected.filter((example) => isRead.has(example)),
      writes: inspected.filter((example) => !isRead.has(example)),
    });
    server = transport === 'http' ? await serveHttp({ home }) : undefined;
    inspect = inspector({ home, era });
  }, 300_000);
  afterAll(async () => {
    await server?.[Symbol.asyncDispose]();
    await world?.[Symbol.asyncDispose]();
  });

  const outcomeOf = (tool: string): Outcome => {
    const found = outcomes.get(tool);
    if (found === undefined) throw new Error(`${tool} was not called`);
    return found;
  };

  test('lists every tool that the app registers', async () => {
    const { frame, exitCode } = await inspect({ method: 'tools/list', server });
    expect(toolNames(frame).toSorted()).toEqual(await registeredTools(world.home));
    expect(exitCode).toBe(0);
  });

  test.each(inspected)('gets what $tool answers', ({ tool, answers, executes }) => {
    const { frame, exitCode } = outcomeOf(tool).success;
    const value = valueOf(frame);
    expect(value).toMatchObject(answers);
    if (executes !== undefined) expect(value).toMatchObject({ status: 'preview', action: tool });
    expect(exitCode).toBe(0);
  });

  test.each(inspected)('gets the error of $tool with a code and a hint', ({ tool, error }) => {
    const { frame, exitCode } = outcomeOf(tool).failure;
    expect(errorOf(frame)).toMatchObject({ code: error.code, hint: expect.stringMatching(/./) });
    expect(exitCode).toBe(toolError);
  });

  // What is loaded once, and a server that offers a part, are held against processes that make one call each, and the whole app.
  test('says the same as a process of its own, and ends as it says', async () => {
    const tool = 'fs_read';
    const [example] = examples.filter((each) => each.tool === tool);
    const { args, error } = example as Example;
    const success = await inspect({ method, tool, args, server });
    const failure = await inspect({ method, tool, args: error.args, server });
    expect(valueOf(success.frame)).toEqual(valueOf(outcomeOf(tool).success.frame));
    expect(errorOf(failure.frame)).toEqual(errorOf(outcomeOf(tool).failure.frame));
    expect([success.exitCode, failure.exitCode]).toEqual([0, toolError]);
  });

  // Every process of Inspector is a new connection, over stdio a new server: the ticket finds the plan again.
  test('runs what an earlier process previewed', async () => {
    const [example] = examples.filter(({ tool }) => tool === 'fs_write');
    const { tool, args, executes } = example as Example;
    const { ticket } = valueOf(outcomeOf(tool).success.frame);
    const confirmed = { method, tool, args: { ...args, confirm: true, ticket }, server };
    expect(valueOf((await inspect(confirmed)).frame)).toMatchObject({
      status: 'executed',
      result: executes?.result,
    });
    expect(await executes?.afterwards(world)).toEqual(executes?.found);
    expect(valueOf((await inspect(confirmed)).frame)).toMatchObject({ status: 'executed', replayed: true });
  });
});
