import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { rules } from '../src/index.ts';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../../', import.meta.url));
const pages = [
  'docs/write-a-plugin.md',
  'docs/test-a-plugin.md',
  'packages/testing/README.md',
  'examples/hello-plugin/README.md',
];

interface Block {
  readonly page: string;
  readonly line: number;
  /** The file that the block must equal, after `ts` on the fence; otherwise the block is compiled. */
  readonly file: string | undefined;
  readonly code: string;
}

const blocksOf = async (page: string): Promise<readonly Block[]> => {
  const text = await readFile(join(root, page), 'utf8');
  return [...text.matchAll(/^```ts(?: (\S+))?\n([\s\S]*?)^```$/gm)].map((match) => ({
    page,
    line: text.slice(0, match.index).split('\n').length,
    file: match[1],
    code: match[2] ?? '',
  }));
};

test.for(pages)('every quoted file in %s is the file', async (page) => {
  const quoted = (await blocksOf(page)).filter((block) => block.file !== undefined);
  for (const { file = '', code, line } of quoted) {
    expect(await readFile(join(root, file), 'utf8'), `${page}:${line} quotes ${file}`).toBe(code);
  }
});

test('every other piece of code in the pages compiles', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'docs-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  // Beside a copy of the example, so that `./connection.ts` means what a reader takes it for.
  await cp(join(root, 'examples/hello-plugin/src'), join(folder, 'src'), { recursive: true });
  await symlink(join(root, 'examples/hello-plugin/node_modules'), join(folder, 'node_modules'));
  const blocks = (await Promise.all(pages.map(blocksOf))).flat().filter((block) => block.file === undefined);
  expect(blocks.length).toBeGreaterThan(15);
  for (const { page, line, code } of blocks) {
    const name = `${page.replaceAll(/[^a-z-]+/gi, '_')}_line_${line}.ts`;
    await writeFile(join(folder, 'src', name), code);
  }
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(config));
  const { stdout } = await run(join(root, 'node_modules/.bin/tsc'), ['-p', folder]).catch((error: unknown) =>
    typeof error === 'object' && error !== null && 'stdout' in error ? { stdout: String(error.stdout) } : Promise.reject(error),
  );
  expect(stdout).toBe('');
});

test('the page about testing has every rule of the contract', async () => {
  const text = await readFile(join(root, 'docs/test-a-plugin.md'), 'utf8');
  const rows = text.split('\n').filter((line) => /^\| `[a-z_]+` \| [A-Z]/.test(line));
  expect(rows).toEqual(Object.entries(rules).map(([rule, how]) => `| \`${rule}\` | ${how} |`));
});

const config = {
  extends: join(root, 'tsconfig.base.json'),
  compilerOptions: {
    noEmit: true,
    composite: false,
    declaration: false,
    declarationMap: false,
    sourceMap: false,
    inlineSources: false,
    preserveSymlinks: false,
    typeRoots: [join(root, 'node_modules/@types')],
  },
  include: ['src'],
};
