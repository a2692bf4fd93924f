import { LineclearError, quoted } from '@lineclear/core/plugin';
import { openFile } from '../files/open-file.ts';
import { factsOf, realPathOf, type RemoteFile } from '../files/transfer.ts';
import { isListedLog, notListed } from './log-paths.ts';
import type { LogSource } from './log-source.ts';

/** Opens a log file that the settings list. A link has to lead to one that they list too. */
export const openLog = async ({ patterns, ...file }: RemoteFile & { patterns: readonly string[] }): Promise<LogSource> => {
  const { host, path } = file;
  if (!isListedLog({ path, patterns })) throw notListed({ host, path, patterns });
  const real = await realPathOf(file);
  const facts = real === undefined ? undefined : await factsOf({ ...file, path: real });
  if (real === undefined || facts === undefined) throw missing({ host, path });
  if (!isListedLog({ path: real, patterns })) throw notListed({ host, path, patterns });
  // A pipe would be waited for, and reading a device may do something.
  if (!facts.isFile()) throw noFile({ host, path });
  // The end of the transfer closes it.
  const opened = await openFile({ ...file, path: real, judged: facts });
  return { size: opened.facts.size, read: opened.read };
};

const missing = ({ host, path }: { host: string; path: string }): LineclearError =>
  new LineclearError('not_found', `There is no log ${quoted(path)} on the host ${quoted(host)}.`, {
    hint: 'It may have another name there; a unit of the journal can be read as well.',
    details: { reason: 'no_such_file', host, path },
  });

const noFile = ({ host, path }: { host: string; path: string }): LineclearError =>
  new LineclearError('invalid_input', `${quoted(path)} on the host ${quoted(host)} is no regular file.`, {
    hint: 'Name a file.',
    details: { reason: 'not_regular', host, path },
  });
