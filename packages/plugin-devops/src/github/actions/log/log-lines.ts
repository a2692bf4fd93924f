import { shortened } from '../../../text/shortened.ts';

/** One line of a job's log, without its time and its marker. */
export interface LogLine {
  /** Milliseconds since the epoch; undefined where the line has no time. */
  readonly atMs: number | undefined;
  readonly kind: 'text' | 'error' | 'warning' | 'command' | 'group' | 'end';
  readonly text: string;
  readonly isInGroup: boolean;
}

/**
 * The lines of a log as the runner writes it: `2026-01-31T08:00:00.1234567Z ##[error]Process completed with exit code 1.`
 * Colours are left out, and what a progress bar wrote over.
 */
export const logLines = (log: string): readonly LogLine[] => {
  if (log === '') return [];
  let isInGroup = false;
  return log
    .replace(/^\ufeff/, '')
    .replace(/\r?\n$/, '')
    .split('\n')
    .map((part) => {
      const { atMs, rest } = timeOf(part.replace(/\r$/, ''));
      const [, marker = '', text = rest] = /^(?:##)?\[(\w+)\]([^]*)$/.exec(rest) ?? [];
      const kind = kinds.get(marker) ?? 'text';
      // Groups of a runner do not nest: one that begins ends the one before.
      if (kind === 'group' || kind === 'end') isInGroup = false;
      const line: LogLine = { atMs, kind, text: shortened({ text: kind === 'text' ? rest : text, longest }), isInGroup };
      if (kind === 'group') isInGroup = true;
      return line;
    });
};

/** A line as it is shown. */
export const shownLine = ({ kind, text, isInGroup }: LogLine): string => {
  const indent = isInGroup ? '  ' : '';
  switch (kind) {
    case 'error':
    case 'warning':
      return `${indent}${kind}: ${text}`;
    case 'command':
      return `${indent}$ ${text}`;
    case 'group':
      return `> ${text}`;
    case 'end':
      return '';
    case 'text':
      return indent + text;
  }
};

const timed = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?Z ?/;
// oxlint-disable-next-line no-control-regex
const colours = /\u001b\[[0-?]*[ -/]*[@-~]/g;

const timeOf = (part: string): { atMs: number | undefined; rest: string } => {
  const [stamp = '', second = '', fraction = ''] = timed.exec(part) ?? [];
  const text = part.slice(stamp.length);
  const rest = text.slice(text.lastIndexOf('\r') + 1).replaceAll(colours, '');
  if (stamp === '') return { atMs: undefined, rest };
  return { atMs: Date.parse(`${second}Z`) + Number(fraction.slice(0, 3).padEnd(3, '0')), rest };
};

const kinds: ReadonlyMap<string, LogLine['kind']> = new Map([
  ['error', 'error'],
  ['warning', 'warning'],
  ['command', 'command'],
  ['group', 'group'],
  ['endgroup', 'end'],
]);

const longest = 1_000;
