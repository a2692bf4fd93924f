import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sqliteStore } from '@lineclear/core';
import type { JsonObject } from '@lineclear/core/plugin';
import { secretMarker, startPlugin } from '@lineclear/testing';
import { expect, it, onTestFinished } from 'vitest';
import * as z from 'zod';
import github from '../../src/github/index.ts';
import { startBackend } from './backend.ts';
import { allExamples } from './examples/all.ts';

const value = 'öpen-sesame "now"';
// None that a hash could have by chance.
const forms = ['sesame', Buffer.from(value).toString('base64').slice(0, 16), encodeURIComponent('öpen')];

/** Examples of every tool that takes a secret, with this value in its place. */
const cases = Object.entries(allExamples).flatMap(([tool, examples]) =>
  examples
    .filter(({ error, input }) => error === undefined && JSON.stringify(input).includes(secretMarker))
    .map((example) => ({ tool, example, input: withValue(example.input) })),
);

function withValue(input: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(input).map(([name, part]) => [name, part === secretMarker ? value : part]));
}

it('knows every tool that takes a secret', () => {
  const taking = github.tools.filter(({ input }) =>
    JSON.stringify(z.toJSONSchema(input, { io: 'input' })).includes('"writeOnly":true'),
  );
  const known = new Set(cases.map(({ tool }) => tool));
  // The key of a deploy key is public; what is refused of it has a test of its own.
  expect(taking.map(({ name }) => name).filter((name) => !known.has(name))).toEqual(['github_deploy_key_add']);
});

it.each(cases)('leaves the value that $tool takes in no byte of the store, no answer and no line of the log', async (one) => {
  const { tool, example, input } = one;
  const folder = await mkdtemp(join(tmpdir(), 'lineclear-values-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const backend = await startBackend();
  onTestFinished(async () => backend.close?.());
  const store = await sqliteStore({ path: join(folder, 'store.db') });
  const started = await startPlugin({ plugin: github, connections: backend.connections, store });
  await example.arrange?.(backend);

  const preview = await started.previewTool(tool, input);
  await started.approve(String(preview['ticket']));
  const confirm: JsonObject = { ...input, confirm: true, ticket: preview['ticket'] ?? null };
  const answers = [preview, await started.callTool(tool, confirm), await started.answer(tool, confirm)];
  expect(answers[1]).toMatchObject({ status: 'executed' });
  backend.http[0].inject({ kind: 'echo', status: 422 });
  // While nothing answers as it should, and with a field that there is not.
  for (const args of [input, { ...input, nothing: value }]) answers.push(Object(await started.answer(tool, args)));
  answers.push({ log: JSON.stringify(started.log), questions: [...started.questions] });

  await started.close();
  await store.close();
  const files = (await Promise.all((await readdir(folder)).map((name) => readFile(join(folder, name), 'latin1')))).join('\n');
  expect(files).toContain(tool);
  const told = Buffer.from(JSON.stringify(answers)).toString('latin1') + files;
  for (const form of forms) expect(told).not.toContain(Buffer.from(form).toString('latin1'));
});
