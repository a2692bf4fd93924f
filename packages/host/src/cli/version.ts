import { exitCodes } from '../exit-codes.ts';
import type { Declaration } from './declaration.ts';

/** `version`: this app's version and what it runs on. */
export const addVersion = ({ program, spec, surroundings, run }: Declaration): void => {
  program
    .command('version')
    .description('print the version')
    .action(() =>
      run(async () => {
        surroundings.stdout.write(`${spec.name} ${spec.version} (node ${process.versions.node})\n`);
        return exitCodes.ok;
      }),
    );
};
