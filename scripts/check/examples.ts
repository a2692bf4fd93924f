import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { runTool } from './run-tool.ts';

/** Compiles every example as its reader would: against what the packages publish, not against their sources. */
export async function checkExamples({ root }: { root: string }): Promise<readonly string[]> {
  const folder = join(root, 'examples');
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => existsSync(join(folder, name, 'tsconfig.json'))) : [];
  const problems = await Promise.all(
    names.map((name) =>
      runTool({
        root,
        tool: 'typescript/bin/tsc',
        rest: ['-p', `examples/${name}`, '--noEmit', '--composite', 'false', '--customConditions', 'null'],
      }),
    ),
  );
  return problems.flat();
}
