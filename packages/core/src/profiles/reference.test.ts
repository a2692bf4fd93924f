import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { JsonValue } from '../plugin/json.ts';
import { resolveReferences } from './reference.ts';
import { runCommand } from './run-command.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lineclear-reference-'));
  await writeFile(join(folder, 'token'), 'from-file\n');
  await writeFile(join(folder, 'empty'), '\n');
  await writeFile(
    join(folder, 'print'),
    '#!/bin/sh\nfor word in "$@"; do echo "[$word]"; done\necho x >> "$(dirname "$0")/runs"\n',
  );
  await chmod(join(folder, 'print'), 0o700);
});
afterAll(() => rm(folder, { recursive: true }));

const resolve = (value: JsonValue, env: Record<string, string> = { TOKEN: 'from-env', NOTHING: '' }) =>
  resolveReferences({ value, env, readFile: (path) => readFile(path, 'utf8'), run: runCommand });

describe('resolveReferences', () => {
  test('resolves variables, files and commands anywhere in a value', async () => {
    const { value, secrets, issues } = await resolve({
      a: '${env:TOKEN}',
      b: [`Bearer \${file:${folder}/token}!`, 7, null],
      c: { d: '${command:printf %s from-command}' },
    });
    expect(value).toEqual({ a: 'from-env', b: ['Bearer from-file!', 7, null], c: { d: 'from-command' } });
    expect(secrets.toSorted()).toEqual(['from-command', 'from-env', 'from-file']);
    expect(issues).toEqual([]);
  });

  test('resolves several references in one text, beside escaped ones', async () => {
    const { value } = await resolve({ a: '${env:TOKEN}-$${env:TOKEN}-${env:TOKEN}', b: 'costs 5$ {now}' });
    expect(value).toEqual({ a: 'from-env-${env:TOKEN}-from-env', b: 'costs 5$ {now}' });
  });

  test('does not resolve what a reference yields', async () => {
    expect((await resolve('${env:A}', { A: '${env:B}', B: 'b' })).value).toBe('${env:B}');
  });

  test('starts a program without a shell, with its quoted words whole, once', async () => {
    const { value } = await resolve([
      `\${command:${folder}/print a "b } c" 'd "e' $HOME;x}`,
      `\${command:${folder}/print a "b } c" 'd "e' $HOME;x}`,
    ]);
    expect(value).toEqual(Array(2).fill('[a]\n[b } c]\n[d "e]\n[$HOME;x]'));
    expect(await readFile(join(folder, 'runs'), 'utf8')).toBe('x\n');
  });

  test('names what cannot be read, with the fix', async () => {
    const { issues } = await resolve({
      a: '${env:MISSING}',
      b: ['${env:NOTHING}', `\${file:${folder}/missing}`, `\${file:${folder}/empty}`],
      c: '${command:false}',
      d: `\${command:${folder}/no-such-program --password hunter2}`,
    });
    expect(issues.map(({ path, message }) => [path.join('.'), message])).toEqual([
      ['a', 'The environment variable MISSING is not set, or is empty.'],
      ['b.0', 'The environment variable NOTHING is not set, or is empty.'],
      ['b.1', `The file ${folder}/missing cannot be read, or is empty (ENOENT).`],
      ['b.2', `The file ${folder}/empty cannot be read, or is empty.`],
      ['c', 'The command false failed, or printed nothing (1).'],
      ['d', `The command ${folder}/no-such-program failed, or printed nothing (ENOENT).`],
    ]);
    expect(issues.every(({ hint }) => hint.length > 10)).toBe(true);
  });

  test.each(['${', 'x${nope}', '${env:}', '${env:A-B}', '${file:}', '${vault:a}', '${command:a "b}', '${env:TOKEN'])(
    'refuses %s without showing the text around it',
    async (text) => {
      const { issues, secrets } = await resolve({ password: `hunter2${text}` });
      expect(issues).toEqual([
        { path: ['password'], message: 'A "${" here does not begin a reference.', hint: expect.any(String) },
      ]);
      expect(secrets).toEqual([]);
    },
  );

  test('never shows what a failed program printed', async () => {
    const { issues } = await resolve('${command:sh -c "echo hunter2; echo hunter2 >&2; exit 3"}');
    expect(issues).toHaveLength(1);
    expect(JSON.stringify(issues)).not.toContain('hunter2');
  });

  test('yields every value without references as it is, and escaped texts as they were', async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), async (json) => {
        const escaped = JSON.parse(JSON.stringify(json), (_key, part: unknown) =>
          typeof part === 'string' ? part.replaceAll('${', () => '$${') : part,
        );
        expect(JSON.stringify((await resolve(escaped)).value)).toBe(JSON.stringify(json));
      }),
      { numRuns: 200 },
    );
  });
});

describe('runCommand', () => {
  test('kills a program that takes too long', async () => {
    await expect(runCommand(['sleep', '30'], { timeoutMs: 50 })).rejects.toMatchObject({ killed: true });
  });
});
