import { exitCodes, type ExitCode } from '../exit-codes.ts';
import type { HostSpec } from '../host-spec.ts';
import type { Surroundings } from '../surroundings.ts';
import { plainServe } from './plain-serve.ts';

/** Does what a command line asks and yields the exit code. Everything but the usual stdio start loads when it is needed. */
export const main = async ({ spec, surroundings }: { spec: HostSpec; surroundings: Surroundings }): Promise<ExitCode> => {
  try {
    const flags = plainServe(surroundings.argv);
    if (flags !== undefined) {
      const { serveStdio } = await import('../stdio/serve-stdio.ts');
      await serveStdio({ spec, surroundings, flags });
      return exitCodes.ok;
    }
    const { runProgram } = await import('./program.ts');
    return await runProgram({ spec, surroundings });
  } catch (error) {
    const { report } = await import('./report.ts');
    return report({ error, stderr: surroundings.stderr, isVerbose: surroundings.env['LINECLEAR_LOG'] === 'debug' });
  }
};
