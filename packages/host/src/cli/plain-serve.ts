import { parseArgs } from 'node:util';
import { type Flags, flagOptions, flagsSchema } from '../flags.ts';

/**
 * The flags of a command line that only asks for stdio, as every client starts it; `undefined` for anything else, mistakes too.
 * It saves the usual start from loading the whole command line parser.
 */
export const plainServe = (argv: readonly string[]): Flags | undefined => {
  try {
    const { values, positionals } = parseArgs({ args: [...argv], options, strict: true, allowPositionals: true });
    if (positionals.length > 1 || (positionals[0] ?? 'serve') !== 'serve') return undefined;
    const named = Object.entries(values).map(([name, value]) => [camelCase(name), value]);
    return flagsSchema.safeParse(Object.fromEntries(named)).data;
  } catch {
    return undefined;
  }
};

const options = {
  stdio: { type: 'boolean' as const },
  ...Object.fromEntries(
    flagOptions.map(({ name, value }) => [name, { type: value === undefined ? ('boolean' as const) : ('string' as const) }]),
  ),
};

const camelCase = (name: string): string => name.replaceAll(/-(\w)/g, (_match, letter: string) => letter.toUpperCase());
