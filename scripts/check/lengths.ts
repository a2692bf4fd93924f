import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Lines that a hand-written file may have. A file of one idea has 25 to 150; tests repeat themselves a little more. */
const limits = { code: 250, test: 300 };

const sources = '{packages,apps,examples,e2e,bench,scripts}/**/*.{ts,mts,js,mjs}';
const skipped = ['**/node_modules/**', '**/dist/**', 'apps/*/bundle/**'];

/** Files that stay long on purpose, with the reason. */
const allowed: ReadonlyMap<string, string> = new Map();

/** One line for each file that has grown too long. */
export function checkLengths({ root }: { root: string }): readonly string[] {
  return globSync(sources, { cwd: root, exclude: skipped })
    .filter((file) => !allowed.has(file))
    .map((file) => ({ file, lines: countLines(readFileSync(join(root, file), 'utf8')) }))
    .map(({ file, lines }) => ({ file, lines, limit: /\.test(-d)?\./.test(file) ? limits.test : limits.code }))
    .filter(({ lines, limit }) => lines > limit)
    .map(({ file, lines, limit }) => `${file}:${lines} has ${lines} lines, ${limit} is the limit: split it by idea`)
    .toSorted();
}

function countLines(text: string): number {
  return text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
}
