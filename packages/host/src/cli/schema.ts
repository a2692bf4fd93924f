import { exitCodes } from '../exit-codes.ts';
import type { Declaration } from './declaration.ts';

/** `schema`: the JSON Schema of the configuration file, for editors. */
export const addSchema = ({ program, plugins, surroundings, run }: Declaration): void => {
  program
    .command('schema')
    .description('print the JSON Schema of lineclear.yaml')
    .action(() =>
      run(async () => {
        const { configSchema } = await import('../config/json-schema.ts');
        surroundings.stdout.write(`${JSON.stringify(configSchema({ plugins }), undefined, 2)}\n`);
        return exitCodes.ok;
      }),
    );
};
