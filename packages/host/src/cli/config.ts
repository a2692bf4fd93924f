import { resolve } from 'node:path';
import { readText } from '../clients/write-file.ts';
import { configName } from '../config/find-config.ts';
import { findFolders } from '../config/folders.ts';
import { TrustedConfigs } from '../config/trust.ts';
import { exitCodes, ExitError } from '../exit-codes.ts';
import type { Declaration } from './declaration.ts';

/** `config trust|untrust`: whether a configuration counts where it is only found in the current folder. */
export const addConfig = ({ program, surroundings, run }: Declaration): void => {
  const config = program.command('config').description('say which configurations in project folders are yours');
  const { cwd, stdout } = surroundings;
  const trusted = new TrustedConfigs(findFolders(surroundings));

  config
    .command('trust [file]')
    .description(`let a file count where it is found, until it changes (default: ./${configName})`)
    .action((file: string = configName) =>
      run(async () => {
        const path = resolve(cwd, file);
        const text = await readText(path);
        if (text === undefined) {
          throw new ExitError({
            message: `${path} does not exist.`,
            hint: 'Name the configuration, or write one with init.',
            exitCode: exitCodes.usage,
          });
        }
        await trusted.trust({ path, text });
        stdout.write(`trusted  ${path}, until it changes\n`);
        return exitCodes.ok;
      }),
    );
  config
    .command('untrust [file]')
    .description(`take that back (default: ./${configName})`)
    .action((file: string = configName) =>
      run(async () => {
        const path = resolve(cwd, file);
        stdout.write((await trusted.forget(path)) ? `not trusted any more  ${path}\n` : `was not trusted  ${path}\n`);
        return exitCodes.ok;
      }),
    );
};
