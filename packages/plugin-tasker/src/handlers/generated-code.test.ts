import { spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, test } from 'vitest';
import { batchTemplate, orderTemplate } from '../template/test/templates.ts';
import { languages } from './languages.ts';
import { generate, writeCode } from './test/generate.ts';
import { hostileTemplate } from './test/hostile-template.ts';
import { workerDeclarations } from './test/worker-declarations.ts';

const texts = { orders: orderTemplate, batches: batchTemplate, hostile: hostileTemplate() };
const cases = Object.entries(texts).flatMap(([name, text]) => [true, false].map((scaffold) => ({ name, text, scaffold })));

/** What a checker of a language has to say; empty when it is content. */
const complaints = ({ command, args, folder }: { command: string; args: readonly string[]; folder: string }): string => {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: folder, encoding: 'utf8' });
  return status === 0 ? '' : `${stdout}${stderr}`.slice(0, 3_000) || 'failed';
};
const isMissing = (command: string): boolean => spawnSync(command, ['--version']).status !== 0;

describe('in TypeScript', () => {
  it.each(cases)('passes the strict compiler ($name, scaffold: $scaffold)', async ({ text, scaffold }) => {
    const folder = await writeCode(await generate({ language: 'typescript', text, scaffold }));
    await writeFile(join(folder, 'worker.d.ts'), workerDeclarations);
    const checks = { strict: true, noUnusedLocals: true, noUnusedParameters: true };
    const target = { target: 'es2022', lib: ['es2022'], module: 'esnext', moduleResolution: 'bundler', types: [], noEmit: true };
    await writeFile(
      join(folder, 'tsconfig.json'),
      JSON.stringify({ compilerOptions: { ...checks, ...target }, include: ['*.ts'] }),
    );
    const compiler = fileURLToPath(new URL('../../../../node_modules/typescript/bin/tsc', import.meta.url));
    expect(complaints({ command: process.execPath, args: [compiler, '-p', '.'], folder })).toBe('');
  });
});

describe.each([
  { language: 'python' as const, command: 'python3', package: 'python3', args: ['-m', 'py_compile'] },
  { language: 'ruby' as const, command: 'ruby', package: 'ruby', args: ['-wc'] },
  {
    language: 'rust' as const,
    command: 'rustfmt',
    package: 'rustfmt',
    args: ['--edition', '2021'],
  },
])('in $language', ({ language, command, package: name, args }) => {
  test.for(cases)('is valid ($name, scaffold: $scaffold)', async ({ text, scaffold }, { skip }) => {
    skip(isMissing(command), `apt-get install -y ${name}`);
    const { code, fileNames } = await generate({ language, text, scaffold });
    const folder = await writeCode({ code, fileNames });
    for (const file of Object.values(fileNames)) expect(complaints({ command, args: [...args, file], folder })).toBe('');
  });
});

/** A program text without its comments and the insides of its strings. */
const bare = ({ text, sign }: { text: string; sign: '#' | '//' }): string =>
  text.replaceAll(sign === '#' ? /"(?:\\.|[^"\\\n])*"|'[^'\n]*'|#.*$/gm : /"(?:\\.|[^"\\\n])*"|'[^'\n]*'|\/\/.*$/gm, '""');

it.each(languages)('in %s holds nothing of the template outside comments, strings and safe names', async (language) => {
  const { code } = await generate({ language, text: hostileTemplate(), scaffold: true });
  for (const text of Object.values(code)) {
    const rest = bare({ text, sign: language === 'python' || language === 'ruby' ? '#' : '//' });
    // Words of the text may be part of a name, always in the style of the language and never called or read alone.
    expect(rest).not.toMatch(/INJECTED/);
    expect(rest).toMatch(/^[\x20-\x7e\n]*$/);
    expect(text).not.toMatch(/[^\n\P{C}]|[\u2028\u2029]/u);
    if (language === 'ruby') expect(text.match(/"(?:\\.|[^"\\\n])*"/g)?.join('')).not.toMatch(/(?<!\\)#/);
  }
});

it('gives the same code for the same template', async () => {
  for (const language of languages) {
    const first = await generate({ language, text: orderTemplate, scaffold: true });
    expect(await generate({ language, text: orderTemplate, scaffold: true })).toEqual(first);
  }
});
