import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const child = `
import { registerHooks } from 'node:module';
const loaded = [];
registerHooks({ resolve: (specifier, context, next) => {
  const found = next(specifier, context);
  loaded.push(found.url);
  return found;
} });
const ofParser = () => loaded.filter((url) => url.includes('tree-sitter')).length;
await import(process.argv[1]);
const atStart = ofParser();
const { createParseLine } = await import(process.argv[2]);
const parse = createParseLine();
const idle = ofParser();
const kind = await parse({ line: 'ls', read: (root) => root.firstChild.type });
console.log(JSON.stringify({ atStart, idle, kind, used: ofParser() > 0 }));
`;

it('loads the parser with the first line, not with the plugin', async () => {
  const urls = ['../index.ts', './parse-line.ts'].map((path) => new URL(path, import.meta.url).href);
  const args = ['--conditions=@lineclear/source', '--input-type=module', '--eval', child, '--', ...urls];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  expect(JSON.parse(stdout)).toEqual({ atStart: 0, idle: 0, kind: 'command', used: true });
});
