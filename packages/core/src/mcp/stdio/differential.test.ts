import { PassThrough } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import { corpus } from '../test/corpus.ts';
import { fixtureCaller, type FixturePath, fixturePath } from '../test/fixture-path.ts';
import { silentLog } from '../test/logs.ts';
import { mutated } from '../test/mutations.ts';
import { metaKeys, modernBody } from '../test/wire-request.ts';
import { serveStdio } from './serve-stdio.ts';

const openings = {
  '2026-07-28': modernBody({ method: 'tools/call', params: { name: 'noop' } }),
  '2025-11-25': initialize('2025-11-25'),
  '2024-11-05': initialize('2024-11-05'),
} as const;

function initialize(protocolVersion: string) {
  const params = { protocolVersion, capabilities: {}, clientInfo: { name: 'tester', version: '1.0.0' } };
  return { jsonrpc: '2.0', id: 'i', method: 'initialize', params };
}

/** Everything that a connection answers to these lines, in the order of the texts. */
const answersOf = async ({ lines, fastLane }: { lines: readonly string[]; fastLane: boolean }) => {
  const path: FixturePath = fixturePath();
  const stdin = new PassThrough();
  const stdout = new PassThrough();
  const texts: string[] = [];
  stdout.setEncoding('utf8').on('data', (text: string) => texts.push(text));
  const connection = serveStdio({ path, caller: fixtureCaller, logger: silentLog, stdin, stdout, fastLane });
  onTestFinished(() => connection.close({ graceMs: 0 }));
  for (const line of lines) {
    stdin.write(`${line}\n`);
    // A client that sends one message at a time, as far as it can tell.
    await nextTurn();
  }
  stdin.end();
  await connection.closed;
  const answers = texts
    .join('')
    .split('\n')
    .filter((text) => text !== '');
  return { answers: answers.sort(), seen: path.seen.map(({ tool, args, caller, traceId }) => ({ tool, args, caller, traceId })) };
};

const expectSameAnswers = async ({ opening, lines }: { opening: object; lines: readonly string[] }): Promise<void> => {
  const initialized = { jsonrpc: '2.0', method: 'notifications/initialized' };
  const all = [JSON.stringify(opening), JSON.stringify(initialized), ...lines];
  const fast = await answersOf({ lines: all, fastLane: true });
  const slow = await answersOf({ lines: all, fastLane: false });
  expect(fast.answers).toEqual(slow.answers);
  expect(fast.seen).toEqual(slow.seen);
};

const lineOf = (body: string | Uint8Array): string => Buffer.from(body).toString('utf8').replaceAll('\n', ' ');

/** The same message as an older client would send it. */
const withoutEnvelope = (line: string): string =>
  Object.values(metaKeys).reduce((text, key) => text.replaceAll(JSON.stringify(key), `"was/${key.slice(-6)}"`), line);

/** Gives every line that has the usual id another one, so that answers can be told apart. */
const numbered = (lines: readonly string[]): readonly string[] =>
  lines.map((line, index) => line.replace('"id":1,', `"id":${1_000 + index},`));

describe.each(Object.entries(openings))('on a connection of %s, the fast lane and the SDK', (_era, opening) => {
  test('answer requests written by hand alike', async () => {
    const lines = Object.values(corpus).map(({ body }) => lineOf(body));
    await expectSameAnswers({ opening, lines: numbered([...lines, ...lines, ...lines.map(withoutEnvelope)]) });
  });

  test('answer requests bent at random alike', async () => {
    const line = fc
      .tuple(mutated, fc.boolean())
      .map(([{ body }, isOld]) => (isOld ? withoutEnvelope(lineOf(body)) : lineOf(body)));
    await fc.assert(
      fc.asyncProperty(fc.array(line, { minLength: 1, maxLength: 20 }), (lines) =>
        expectSameAnswers({ opening, lines: numbered(lines) }),
      ),
      { numRuns: 30 },
    );
  });
});
