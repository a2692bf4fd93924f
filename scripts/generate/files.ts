import { cliPage } from './cli-page.ts';
import { configSchema } from './config-schema.ts';
import { errorsPage } from './errors-page.ts';

/** The files that are made from code, by their path in the workspace. What is built must be up to date. */
export async function generatedFiles({ root }: { root: string }): Promise<ReadonlyMap<string, string>> {
  return new Map([
    ['docs/cli.md', cliPage()],
    ['docs/errors.md', errorsPage()],
    ['docs/lineclear.schema.json', await configSchema({ root })],
  ]);
}
