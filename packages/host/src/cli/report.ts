import { LineclearError } from '@lineclear/core/plugin';
import { exitCodeOf, exitCodes, ExitError, type ExitCode } from '../exit-codes.ts';
import type { Output } from '../surroundings.ts';

/** Tells a person why a command ended, in one or two lines, and yields its exit code. A stack is for defects only. */
export const report = ({ error, stderr, isVerbose }: { error: unknown; stderr: Output; isVerbose: boolean }): ExitCode => {
  if (error instanceof ExitError) {
    stderr.write(lines({ message: error.message, hint: error.hint }));
    return error.exitCode;
  }
  if (LineclearError.is(error)) {
    stderr.write(lines({ message: `${error.message} (${error.code})`, hint: error.hint }));
    return error.code === 'invalid_input' ? exitCodes.config : exitCodeOf(error.code);
  }
  const stack = error instanceof Error && isVerbose ? `${error.stack ?? ''}\n` : '';
  const message = error instanceof Error ? error.message : String(error);
  stderr.write(
    `${lines({ message, hint: isVerbose ? undefined : 'Set LINECLEAR_LOG=debug to see where this comes from.' })}${stack}`,
  );
  return exitCodes.failure;
};

const lines = ({ message, hint }: { message: string; hint: string | undefined }): string =>
  `${message.includes('\n') ? message : `error: ${message}`}\n${hint === undefined ? '' : `  fix: ${hint}\n`}`;
