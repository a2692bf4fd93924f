import { LineclearError, quoted } from '@lineclear/core/plugin';
import { fitsPattern } from '../../text/fits-pattern.ts';

/** Whether one of the patterns of the settings means this absolute path. `*` is any part of one name, never a slash, and no hidden file. */
export const isListedLog = ({ path, patterns }: { path: string; patterns: readonly string[] }): boolean => {
  const names = path.split('/');
  if (names.some((name) => name === '.' || name === '..')) return false;
  return patterns.some((pattern) => {
    const parts = pattern.split('/');
    return parts.length === names.length && parts.every((part, index) => fitsName({ part, name: names[index] ?? '' }));
  });
};

const fitsName = ({ part, name }: { part: string; name: string }): boolean =>
  (!name.startsWith('.') || part.startsWith('.')) && fitsPattern({ pattern: part, text: name });

/** A path that the settings do not list, or that leads to one. */
export const notListed = ({
  host,
  path,
  patterns,
}: {
  host: string;
  path: string;
  patterns: readonly string[];
}): LineclearError =>
  new LineclearError(
    'forbidden',
    `${quoted(path)} is no log, or a link to something that is no log, by the settings of the host ${quoted(host)}.`,
    {
      hint:
        patterns.length === 0
          ? 'The settings list no log files; name a unit of the journal, or ask the operator to add the file to logs of the host.'
          : `Use a path such as ${patterns.slice(0, 5).map(quoted).join(', ')}, or a unit of the journal.`,
      details: { reason: 'log_not_listed', host, logs: patterns.slice(0, 20) },
      effect: 'none',
    },
  );
