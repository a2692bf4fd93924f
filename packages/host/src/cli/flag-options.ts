import { type Command, Option } from 'commander';
import { type Flags, flagOptions, flagsSchema } from '../flags.ts';

/** Adds the options that every command with a composition has. */
export const withFlags = (command: Command): Command => {
  for (const { name, value, description } of flagOptions) {
    const option = new Option(value === undefined ? `--${name}` : `--${name} <${value}>`, description);
    command.addOption(name === 'names' ? option.choices(['canonical', 'original']) : option);
  }
  return command;
};

/** Those options as parsed. */
export const flagsOf = (command: Command): Flags => flagsSchema.parse(command.opts());
