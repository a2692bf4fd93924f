import { LineclearError } from '@lineclear/core/plugin';
import { operatingCommands } from '../operating-commands.ts';
import { queryCommands } from '../query/commands.ts';

/**
 * What the reader may send: our scripts, and programs with the arguments that make them read only. A command begins with all words of
 * one of these.
 */
export const readerCommands: readonly string[] = [
  'outcome',
  'stop',
  'sftp',
  'direct-tcpip',
  ...queryCommands,
  ...operatingCommands,
];

/** Throws where the reader is asked for a program that it does not declare: a defect of the tool, and nothing is sent. */
export const checkReaderCommand = (argv: readonly string[]): void => {
  const isDeclared = readerCommands.some((command) => command.split(' ').every((word, index) => argv[index] === word));
  if (!isDeclared) {
    throw new LineclearError('internal', 'A read asked for a program that it may not run.', {
      details: { reason: 'undeclared_command' },
      effect: 'none',
    });
  }
};
