import { execFile } from 'node:child_process';
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const directive = /\/\/ @ts-expect-error (.+)$/;
const typeTests = fileURLToPath(new URL('../../test-types', import.meta.url));
const compiler = fileURLToPath(new URL('../../../../node_modules/typescript/bin/tsc', import.meta.url));

interface Rejection {
  readonly place: string;
  readonly message: string;
}

test('the compiler accepts what authors may write and rejects the rest with the messages named', async () => {
  const names = (await readdir(import.meta.dirname)).filter((name) => name.endsWith('.test-d.ts'));
  const expected = (await Promise.all(names.map(expectedIn))).flat();
  const found = await compileWithoutDirectives(names);

  expect(expected.length).toBeGreaterThan(60);
  expect(found.map(({ place }) => place).sort()).toEqual(expected.map(({ place }) => place).sort());
  for (const { place, message } of expected) {
    expect.soft(found.find((rejection) => rejection.place === place)?.message, place).toContain(message);
  }
});

/** A directive speaks of the next line. */
const expectedIn = async (name: string): Promise<readonly Rejection[]> => {
  const lines = (await readFile(join(import.meta.dirname, name), 'utf8')).split('\n');
  return lines.flatMap((line, index) => {
    const message = directive.exec(line)?.[1];
    return message === undefined ? [] : [{ place: `${name}:${index + 2}`, message }];
  });
};

/** With its directives the compiler would accept any error; without them it says which ones there are. */
const compileWithoutDirectives = async (names: readonly string[]): Promise<readonly Rejection[]> => {
  const folder = await mkdtemp(join(typeTests, '.run-'));
  try {
    await writeFile(join(folder, 'tsconfig.json'), '{ "extends": "../tsconfig.json", "include": ["*.test-d.ts"] }');
    for (const name of names) {
      await cp(join(import.meta.dirname, name), join(folder, name));
      const text = await readFile(join(folder, name), 'utf8');
      await writeFile(join(folder, name), text.replaceAll('// @ts-expect-error', '// expected:'));
    }
    return parseErrors(await compile(folder));
  } finally {
    await rm(folder, { recursive: true });
  }
};

const compile = (folder: string): Promise<string> =>
  new Promise((resolve, reject) => {
    execFile(process.execPath, [compiler, '-p', folder, '--pretty', 'false'], (error, stdout, stderr) => {
      // 1 and 2 are the compiler's own verdicts; anything else means that it did not run.
      if (error !== null && error.code !== 1 && error.code !== 2) reject(new Error(stderr, { cause: error }));
      else resolve(stdout);
    });
  });

/** The indented lines after an error belong to its message. */
const parseErrors = (output: string): readonly Rejection[] =>
  output
    .split(/\n(?=\S)/)
    .filter((error) => error.trim() !== '')
    .map((error) => {
      const {
        file = '',
        line = '',
        message = '',
      } = /^(?<file>.*?)\((?<line>\d+),\d+\): (?<message>.*)/s.exec(error)?.groups ?? {};
      return { place: `${file.split('/').at(-1)}:${line}`, message: message || error };
    });
