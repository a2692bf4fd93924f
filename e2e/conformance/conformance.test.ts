import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { startFixture } from './fixture/start.ts';

const suite = fileURLToPath(new URL('../node_modules/@modelcontextprotocol/conformance/dist/index.js', import.meta.url));

/** Runs what one revision requires and yields the exit code with everything that was printed. */
const run = async ({ url, revision }: { url: string; revision: string }): Promise<{ code: number | null; output: string }> => {
  const child = spawn(process.execPath, [suite, 'server', '--url', url, '--requirements', revision], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (chunk: string) => (output += chunk));
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { code, output };
};

/** Scenarios by outcome; those that the revision does not require are listed a second time, at the end. */
const count = (output: string) => {
  const [all = '', notScored = ''] = output.slice(output.indexOf('=== SUMMARY')).split('Not scored');
  const marks = (text: string, mark: string): number => text.split('\n').filter((line) => line.trim().startsWith(mark)).length;
  return {
    passed: marks(all, '✓') - marks(notScored, '✓'),
    failed: marks(all, '✗') - marks(notScored, '✗'),
    extras: `${marks(notScored, '✓')} of ${marks(notScored, '✓') + marks(notScored, '✗')}`,
    checks: /Total: .*/.exec(all)?.[0],
  };
};

test.each([
  { revision: '2025-11-25', fastLane: true, required: 30 },
  { revision: '2026-07-28', fastLane: true, required: 37 },
  { revision: '2026-07-28', fastLane: false, required: 37 },
])('everything that $revision requires passes, with the fast lane $fastLane', async ({ revision, fastLane, required }) => {
  const fixture = await startFixture({ fastLane });
  try {
    const { code, output } = await run({ url: fixture.url, revision });
    const { passed, failed, extras, checks } = count(output);
    const lanes = JSON.stringify(fixture.stats().answered);
    process.stderr.write(
      `conformance ${revision}, fast lane ${String(fastLane)} ${lanes}: ${passed} required scenarios pass, ${failed} fail; ${extras} others pass; ${checks}\n`,
    );
    expect(code, output).toBe(0);
    expect({ passed, failed }).toEqual({ passed: required, failed: 0 });
    expect(fixture.stats().answered.fast > 0).toBe(fastLane && revision === '2026-07-28');
  } finally {
    await fixture.close();
  }
});
