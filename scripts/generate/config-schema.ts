import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The JSON Schema of `lineclear.yaml` with every plugin, as the built command line prints it. */
export async function configSchema({ root }: { root: string }): Promise<string> {
  const { stdout } = await run(process.execPath, [join(root, 'apps/ops/bin/lineclear.js'), 'schema'], { cwd: root });
  return stdout;
}
