import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

/** Runs a tool of the workspace; its output, line by line, is the problem list when it fails. */
export async function runTool({
  root,
  tool,
  rest,
}: {
  root: string;
  /** The script below node_modules. */
  tool: string;
  rest: readonly string[];
}): Promise<readonly string[]> {
  const child = spawn(process.execPath, [join(root, 'node_modules', tool), ...rest], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [output, errors, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  if (code === 0) return [];
  const lines = `${output}\n${errors}`.split('\n').filter((line) => line.trim() !== '');
  return lines.length > 0 ? lines : [`${tool} ended with code ${code}`];
}
