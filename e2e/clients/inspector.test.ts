import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { errorOf, toolNames, valueOf } from '../processes/app/frames.ts';
import { type Home, makeHome } from '../processes/app/home.ts';
import { serveHttp, type Served } from '../processes/app/serve-http.ts';
import { leftOver, registeredTools } from './coverage.ts';
import { type Example, examples } from './examples.ts';
import { type Inspect, type Inspected, inspector, twoAtATime } from './inspector.ts';

const toolError = 5;

describe.each(['http', 'stdio'] as const)('Inspector over %s', (transport) => {
  describe.each(['legacy', 'modern'] as const)('in the %s era', (era) => {
    let home: Home;
    let server: Served | undefined;
    let inspect: Inspect;
    const successes = new Map<string, Inspected>();
    const failures = new Map<string, Inspected>();

    // All processes at once, as many as the machine bears; the tests below look at what came of them.
    beforeAll(async () => {
      home = await makeHome();
      server = transport === 'http' ? await serveHttp({ home }) : undefined;
      inspect = inspector({ home, era, server });
      const work = async ({ tool, args, error }: Example): Promise<void> => {
        successes.set(tool, await inspect('tools/call', { tool, args }));
        failures.set(tool, await inspect('tools/call', { tool, args: error.args }));
      };
      await twoAtATime({ jobs: examples, work });
    }, 120_000);
    afterAll(async () => {
      await server?.[Symbol.asyncDispose]();
      await home?.[Symbol.asyncDispose]();
    });

    const outcome = (outcomes: ReadonlyMap<string, Inspected>, tool: string): Inspected => {
      const found = outcomes.get(tool);
      if (found === undefined) throw new Error(`${tool} was not called`);
      return found;
    };

    test('lists every tool that the app registers', async () => {
      const { frame, exitCode } = await inspect('tools/list');
      expect(toolNames(frame).toSorted()).toEqual(await registeredTools(home));
      expect(exitCode).toBe(0);
    });

    test.each(examples)('gets what $tool answers', ({ tool, answers, executes }) => {
      const { frame, exitCode } = outcome(successes, tool);
      const value = valueOf(frame);
      expect(value).toMatchObject(answers);
      if (executes !== undefined) expect(value).toMatchObject({ status: 'preview', action: tool });
      expect(exitCode).toBe(0);
    });

    test.each(examples)('gets the error of $tool with a code and a hint', ({ tool, error }) => {
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
      expect(await executes?.afterwards(home.workspace)).toEqual(executes?.found);
      expect(valueOf((await inspect('tools/call', confirmed)).frame)).toMatchObject({ status: 'executed', replayed: true });
    });

    test('has exercised everything that is registered', async () => {
      const client = `Inspector ${era} over ${transport}`;
      const registered = await registeredTools(home);
      const calls = successes.size + failures.size;
      expect(leftOver({ client, registered, exercised: new Set(successes.keys()), calls })).toEqual([]);
    });
  });
});
