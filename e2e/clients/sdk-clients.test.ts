import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { errorOf, valueOf } from '../processes/app/frames.ts';
import { serveHttp, type Served } from '../processes/app/serve-http.ts';
import { hasCelery } from './celery-world.ts';
import { leftOver, registeredTools } from './coverage.ts';
import { hasPostgres } from './database-world.ts';
import { examples, reads } from './examples.ts';
import type { Example } from './example.ts';
import { lostInDatabase } from './examples/database.ts';
import { lostAroundDroplets } from './examples/droplet-networks.ts';
import { lostDroplets } from './examples/droplets.ts';
import { lostOnHosts } from './examples/hosts.ts';
import { lostInCluster } from './examples/kubernetes.ts';
import { hasGrafana } from './grafana-world.ts';
import { hasHosts } from './hosts-world.ts';
import { prepare } from './prepare.ts';
import { type SdkClient, sdkClients, targetOf } from './sdk-clients.ts';
import { endServices, makeTaskerWorld, makeWorld, type World } from './world.ts';

const lostInGitHub = [
  'Delete the branch "stale"',
  'Merge #2 of octo/widgets',
  'Set the status "ci/acceptance"',
  'Delete the label "wontfix"',
  'Start the workflow "ship"',
  'Run the failed jobs',
  'Cancel run',
  'Disable the workflow "test"',
  'Publish the release "v1.1.0"',
  'Delete the draft "v0.9.0"',
  'Create the secret "REGISTRY_TOKEN"',
  'Delete the secret "OLD_TOKEN"',
  'Delete the variable "OLD_HOST"',
  'Delete the environment "old"',
  'Delete the deploy key',
  'Send push of octo/widgets to "https://ci.example.com/new"',
  'Delete the webhook',
  'Delete the protection of the branch "guarded"',
  'Delete the ruleset',
  'Close the code alert 1',
];
/** Reads and writes of each kind, those that stream and those that ask a person among them. */
const someTools = ['fs_read', 'fs_write', 'fs_delete', 'process_run', 'git_status', 'task_list', 'task_cancel'];
const partSize = 80;
const lostInCelery = ['Cancel "tasks.add"', 'Delete all 1 waiting task', 'Shut "celery@e2e" down'];

// The clients share it, one after another.
afterAll(endServices);

describe.each(sdkClients)('the official client, $client,', ({ client: name, revision, connect, everyToolOver }) => {
  describe.each(['http', 'stdio'] as const)('over %s', (transport) => {
    const triesAll = transport === everyToolOver;
    const tried = triesAll ? examples : examples.filter(({ tool }) => someTools.includes(tool));
    let world: World;
    let server: Served | undefined;
    let client: SdkClient;
    let calls = 0;
    const exercised = new Set<string>();
    const questions: string[] = [];

    beforeAll(async () => {
      world = await (triesAll ? makeWorld() : makeTaskerWorld());
      const { home } = world;
      server = transport === 'http' ? await serveHttp({ home }) : undefined;
      const target = targetOf({ home, server });
      const person = (question: string) => {
        questions.push(question);
        return { action: 'accept', content: { approve: true } } as const;
      };
      client = await connect({ target, person });
    });
    afterAll(async () => {
      await client?.close();
      await server?.[Symbol.asyncDispose]();
      await world?.[Symbol.asyncDispose]();
    });

    const call = async (tool: string, args: Readonly<Record<string, unknown>>) => {
      calls += 1;
      exercised.add(tool);
      return { jsonrpc: '2.0' as const, result: await client.callTool(tool, args) };
    };

    // What an example needs is done once, so that what was previewed is what is confirmed.
    const prepared = new Map<string, ReturnType<typeof prepare>>();
    const argsOf = (example: Example): ReturnType<typeof prepare> => {
      const args = prepared.get(example.tool) ?? prepare({ example, call });
      prepared.set(example.tool, args);
      return args;
    };

    test('lists every tool that the app registers', async () => {
      expect(client.revision()).toBe(revision);
      expect((await client.listTools()).toSorted()).toEqual(await registeredTools(world.home));
    });

    const answers = async (example: Example): Promise<void> => {
      const value = valueOf(await call(example.tool, await argsOf(example)));
      expect(value).toMatchObject(example.answers);
      if (example.executes !== undefined)
        expect(value).toMatchObject({ status: 'preview', action: example.tool, ticket: expect.stringMatching(/^lct_/) });
    };
    const isRead = new Set(reads);
    test.each(tried.filter((example) => isRead.has(example)))('gets what $tool answers', answers);

    test.each(tried)('gets the error of $tool with a code and a hint', async ({ tool, error }) => {
      const { code, hint } = errorOf(await call(tool, error.args));
      expect(code).toBe(error.code);
      expect(hint).not.toBe('');
    });

    // A caller may have 100 open previews, so some writes are confirmed before others are previewed.
    const writes = tried.filter((example) => !isRead.has(example));
    const parts = Array.from({ length: Math.ceil(writes.length / partSize) }, (_, part) =>
      writes.slice(part * partSize, (part + 1) * partSize),
    );
    describe.each(parts.map((part, index) => ({ part, number: index + 1 })))('in part $number', ({ part }) => {
      test.each(part)('gets what $tool answers', answers);

      const confirmable = part.flatMap((example) =>
        example.executes === undefined ? [] : [{ ...example, executes: example.executes }],
      );
      test.each(confirmable)('runs $tool once with confirm: true', async (example) => {
        const {
          tool,
          executes: { result, afterwards, found },
        } = example;
        const args = await argsOf(example);
        const done = valueOf(await call(tool, { ...args, confirm: true }));
        expect(done).toMatchObject({
          status: 'executed',
          action: tool,
          result,
          receipt: { outcome: 'executed', seq: expect.any(Number) },
        });
        expect(done).not.toHaveProperty('replayed');
        expect(await afterwards(world)).toEqual(found);
        const again = valueOf(await call(tool, { ...args, confirm: true }));
        expect(again).toMatchObject({ replayed: true, receipt: done['receipt'] });
      });
    });

    if (!triesAll) return;

    test('asked the person once about each thing that is lost', () => {
      expect(questions).toEqual([
        expect.stringContaining('Delete the file "junk.txt"'),
        expect.stringContaining('Cancel "order_fulfillment"'),
        ...[
          ...lostInGitHub,
          ...lostDroplets,
          ...lostAroundDroplets,
          ...lostInCluster,
          ...(hasHosts ? lostOnHosts : []),
          ...(hasPostgres ? lostInDatabase : []),
          ...(hasCelery ? lostInCelery : []),
        ].map((text) => expect.stringContaining(text)),
        ...(hasGrafana ? [expect.stringContaining('Delete the alert rule "Tunnel Silent"')] : []),
      ]);
    });

    test('has exercised everything that is registered', async () => {
      const registered = await registeredTools(world.home);
      expect(leftOver({ client: `${name} over ${transport}`, registered, exercised, calls })).toEqual([]);
    });
  });
});
