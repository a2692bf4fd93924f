import { fileURLToPath } from 'node:url';
import { checkExamples } from './check/examples.ts';
import { checkGenerated } from './check/generated.ts';
import { checkImports } from './check/imports/check-imports.ts';
import { checkLengths } from './check/lengths.ts';
import { checkPackages } from './check/packages.ts';
import { runTool } from './check/run-tool.ts';
import { removeLeftOvers } from './setup/left-overs.mjs';

type Check = (workspace: { readonly root: string }) => readonly string[] | Promise<readonly string[]>;

/** Everything that must hold beside the tests. Later checks use what `build` wrote. */
const checks: Readonly<Record<string, Check>> = {
  build: ({ root }) => {
    removeLeftOvers({ root });
    return runTool({ root, tool: 'typescript/bin/tsc', rest: ['-b'] });
  },
  types: ({ root }) => runTool({ root, tool: 'typescript/bin/tsc', rest: ['-p', 'tsconfig.test.json'] }),
  lint: ({ root }) => runTool({ root, tool: 'oxlint/bin/oxlint', rest: ['--format', 'unix'] }),
  format: ({ root }) => runTool({ root, tool: 'oxfmt/bin/oxfmt', rest: ['--list-different'] }),
  imports: checkImports,
  lengths: checkLengths,
  unused: ({ root }) => runTool({ root, tool: 'knip/bin/knip.js', rest: ['--no-progress'] }),
  packages: checkPackages,
  generated: checkGenerated,
  examples: checkExamples,
};

const root = fileURLToPath(new URL('..', import.meta.url)).replace(/[\\/]$/, '');
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in checks));
if (unknown.length > 0) throw new Error(`no such check: ${unknown.join(', ')}; there are ${Object.keys(checks).join(', ')}`);

let passed = 0;
let failed = 0;
for (const [name, check] of Object.entries(checks)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const startedAt = Date.now();
  const problems = await check({ root });
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
  if (problems.length === 0) passed += 1;
  else failed += 1;
  console.log(`${problems.length === 0 ? 'ok  ' : 'FAIL'} ${name} (${seconds} s)`);
  for (const problem of problems) console.log(`     ${problem}`);
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
