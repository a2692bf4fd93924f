import type { ConfigIssue } from '@lineclear/core';
import { exitCodes, ExitError } from '../exit-codes.ts';
import type { Position, TextIssue } from './yaml-file.ts';

/** One error for everything that is wrong with a file, each with its line, its key and what to do. */
export const configError = ({
  path,
  textIssues = [],
  issues = [],
  positionOf,
}: {
  path: string;
  textIssues?: readonly TextIssue[];
  issues?: readonly ConfigIssue[];
  positionOf: (path: ConfigIssue['path']) => Position;
}): ExitError => {
  const found = [
    ...textIssues.map((issue) => ({ ...issue, key: '' })),
    ...issues.map((issue) => ({ ...issue, ...positionOf(issue.path), key: issue.path.join('.') })),
  ].toSorted((left, right) => left.line - right.line || left.column - right.column);
  const lines = found.map(
    ({ line, column, key, message, hint }) =>
      `${path}:${line}:${column}  ${key === '' ? '' : `${key}: `}${message}\n  fix: ${hint}`,
  );
  const count = found.length === 1 ? 'is one problem' : `are ${found.length} problems`;
  return new ExitError({
    message: `There ${count} in the configuration; nothing was started.\n${lines.join('\n')}`,
    exitCode: exitCodes.config,
  });
};
