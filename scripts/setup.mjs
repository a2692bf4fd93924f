// @ts-check
// `npm start`, `npm test`, `npm run check` and `npm run generate` from a clean checkout: installs, builds, then runs under the workspace's own Node.
// This file and scripts/setup/ run under whatever Node starts npm, so they keep to the syntax and the APIs of Node 18.
import { fileURLToPath } from 'node:url';
import { build } from './setup/build.mjs';
import { install } from './setup/install.mjs';
import { note } from './setup/note.mjs';
import { run } from './setup/run.mjs';
import { sandboxFlag } from './setup/sandbox-flag.mjs';
import { serveArguments } from './setup/serve-arguments.mjs';
import { sayCount, test } from './setup/test.mjs';

const root = fileURLToPath(new URL('..', import.meta.url)).replace(/[\\/]$/, '');
const names = ['start', 'test', 'check', 'generate'];

const [name = '', ...rest] = process.argv.slice(2);
process.exitCode = await main();

async function main() {
  if (!names.includes(name)) {
    note(`usage: node scripts/setup.mjs ${names.join('|')} [arguments]`);
    return 2;
  }
  const node = install({ root });
  // These build by themselves; for the checks the build is one of their lines.
  if (node !== undefined && (name === 'check' || name === 'generate'))
    return run({ node, root, script: `scripts/${name}.ts`, rest });
  if (node === undefined || !build({ root, node })) {
    if (name === 'test') sayCount({ passed: 0, failed: 1, skipped: 0 });
    return 1;
  }
  if (name === 'test') return test({ node, root, rest });
  const asked = sandboxFlag(rest);
  const script = asked.isSandbox ? 'scripts/sandbox.ts' : 'apps/ops/bin/lineclear.js';
  return run({ node, root, script, rest: serveArguments(asked.rest) });
}
