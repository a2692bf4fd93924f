// @ts-check
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from './run.mjs';

/** @typedef {{ passed: number, failed: number, skipped: number }} Count */

/**
 * Runs the tests; the last line on stdout is their count, also when the runner itself broke.
 * @param {{ root: string, node: string, rest: string[] }} workspace
 */
export async function test({ root, node, rest }) {
  const folder = mkdtempSync(join(tmpdir(), 'lineclear-test-'));
  const outcomeFile = join(folder, 'outcome.json');
  const env = { ...process.env, LINECLEAR_TEST_OUTCOME: outcomeFile };
  const code = await run({ node, root, script: 'node_modules/vitest/vitest.mjs', rest: ['run', '--root', root, ...rest], env });
  const count = readCount(outcomeFile);
  rmSync(folder, { recursive: true });
  const failed = code !== 0 && count.failed === 0 ? 1 : count.failed;
  sayCount({ ...count, failed });
  return failed > 0 ? Math.max(code, 1) : 0;
}

/**
 * The one line that says how a run went, on stdout.
 * @param {Count} count
 */
export function sayCount({ passed, failed, skipped }) {
  process.stdout.write(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`);
}

/**
 * @param {string} file
 * @returns {Count}
 */
function readCount(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
}
