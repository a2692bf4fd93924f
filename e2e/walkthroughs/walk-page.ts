import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { type SdkClient, sdkClients, targetOf } from '../clients/sdk-clients.ts';
import { errorOf, valueOf } from '../processes/app/frames.ts';
import type { Home } from '../processes/app/home.ts';
import { serveHttp, type Served } from '../processes/app/serve-http.ts';
import { run } from '../processes/app/start.ts';
import { differences } from './differences.ts';
import { type Names, toActual, toShown } from './names.ts';
import type { Page, ShownCall, ShownCommand } from './read-page.ts';
import type { StandIns } from './stand-ins.ts';

const [first, , last] = sdkClients;
const runs = [
  { transport: 'stdio', connect: first?.connect },
  { transport: 'http', connect: last?.connect },
] as const;

/**
 * Runs all that a page shows, in its order, by official clients, over stdio and over HTTP: each in a world of its own, and both at the same time,
 * for most of it is waiting. No person is behind these clients: what one has to decide waits for the command line.
 */
export const walkPage = ({
  name,
  page: { shown, files },
  makeWorld,
  makeStandIns,
}: {
  name: string;
  page: Page;
  makeWorld: () => Promise<World>;
  makeStandIns: () => StandIns;
}): void => {
  describe.concurrent.each(runs)(`${name} over $transport`, ({ transport, connect }) => {
    const { match, fill } = makeStandIns();
    let world: World;
    let server: Served | undefined;
    let client: SdkClient;
    let passphrase: string;
    let ticket = '';

    beforeAll(async () => {
      world = await makeWorld();
      const { home } = world;
      for (const { path, text } of files) await home.write(path, text);
      passphrase = join(home.folder, 'passphrase');
      await writeFile(passphrase, 'correct horse battery staple\n', { mode: 0o600 });
      await run({ home, args: ['approver', 'add', 'ada', '--passphrase-file', passphrase] });
      server = transport === 'http' ? await serveHttp({ home }) : undefined;
      if (connect === undefined) throw new Error('There is no official client.');
      client = await connect({ target: targetOf({ home, server }) });
    });
    afterAll(async () => {
      await client?.close();
      await server?.[Symbol.asyncDispose]();
      await world?.[Symbol.asyncDispose]();
    });

    const at = ({ line }: { line: number }, found: readonly string[]): readonly string[] =>
      found.map((difference) => `${name}:${line}: ${difference}`);

    /** What comes back, how it was told meanwhile, and where that differs from the page. */
    const tried = async (one: ShownCall) => {
      const notifications: unknown[] = [];
      const { names = [] } = world;
      const given = args.parse(toActual({ value: fill(one.args), names }));
      const result = await client.callTool(one.tool, given, (progress) => notifications.push(progress));
      const frame = { jsonrpc: '2.0' as const, result };
      const value = result['isError'] === true ? errorOf(frame) : (bareOf(result) ?? valueOf(frame));
      const answer = toShown({ value, names });
      [, ticket = ticket] = /"ticket":"(lct_\w+)"/.exec(JSON.stringify(answer)) ?? [];
      const silent = unheard({ excerpts: one.progress, notifications });
      return { answer, found: [...match({ excerpt: one.answer, actual: answer }), ...silent] };
    };

    const answered = async (one: ShownCall) => {
      const deadline = performance.now() + (one.isLater ? patienceMs : 0);
      for (;;) {
        const last = await tried(one);
        if (last.found.length === 0 || performance.now() > deadline) return last;
        await sleep(100);
      }
    };

    /** What the command prints; `lct_…` stands for the newest ticket, and the passphrase that a person types comes from a file. */
    const printedBy = async ({ words }: ShownCommand): Promise<string> => {
      const rest = words.map((word) => (word === 'lct_…' ? ticket : word));
      const { stdout, stderr } = await run({ home: world.home, args: [...rest, '--passphrase-file', passphrase] });
      return `${stderr}${stdout}`.trim();
    };

    test.each(shown)('$name', { concurrent: false }, async (one) => {
      if (one.kind === 'command') {
        expect(at(one, differences({ excerpt: one.prints, actual: await printedBy(one), place: 'the output' }))).toEqual([]);
        return;
      }
      const { answer, found } = await answered(one);
      expect(at(one, found)).toEqual([]);
      // Only errors have a code, so an excerpt that shows one is that of an error, and every other one is not.
      expect(hasCode(answer)).toBe(hasCode(one.answer));
    });
  });
};

/** What the calls of a page reach, made for one run. */
interface World extends AsyncDisposable {
  readonly home: Home;
  /** Where the page cannot show what is there: a folder or a number that differs from run to run. */
  readonly names?: Names;
}

const patienceMs = 60_000;

const args = z.record(z.string(), z.unknown());

const hasCode = (answer: unknown): boolean => typeof answer === 'object' && answer !== null && 'code' in answer;

/** What an older name answers where it is a list or a text: alone in the text, and as `result` in the structured answer. */
const bareOf = (result: unknown): unknown => {
  const { data: answer } = bareAnswer.safeParse(result);
  const shown = answer?.structuredContent.result;
  const text = typeof shown === 'string' ? shown : JSON.stringify(shown);
  return answer?.content[0]?.text === text ? shown : undefined;
};

const bareAnswer = z.object({
  content: z.array(z.object({ text: z.string().optional() })),
  structuredContent: z.strictObject({ result: z.union([z.string(), z.array(z.unknown())]) }),
});

/** The notifications that the page shows and that did not come, or not in this order. */
const unheard = ({ excerpts, notifications }: { excerpts: readonly unknown[]; notifications: readonly unknown[] }) => {
  let from = 0;
  return excerpts.flatMap((excerpt) => {
    const index = notifications.findIndex((actual, at) => at >= from && differences({ excerpt, actual }).length === 0);
    if (index >= 0) from = index + 1;
    return index >= 0 ? [] : [`no progress ${JSON.stringify(excerpt)} among ${JSON.stringify(notifications)}`];
  });
};
