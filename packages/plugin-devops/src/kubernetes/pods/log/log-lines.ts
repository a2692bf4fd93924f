/** One line of a container's log. */
export interface LogLine {
  /** As the kubelet wrote it, such as `2026-01-31T08:00:00.123456789Z`; empty where it wrote none. */
  readonly at: string;
  /** To compare lines of several containers by. */
  readonly seconds: number;
  readonly nanos: number;
  readonly text: string;
}

/** Characters of one line that are kept. */
const longest = 2_000;

/** The lines of a log that was asked for with timestamps. */
export const logLines = (log: string): readonly LogLine[] => splitLog(log).map(toLine);

/** The lines as they are, for those who need only some of them. */
export const splitLog = (log: string): readonly string[] => (log === '' ? [] : log.replace(/\n$/, '').split('\n'));

/** The lines after a time that an earlier answer ended with. */
export const after = ({ lines, since }: { lines: readonly LogLine[]; since: string | undefined }): readonly LogLine[] => {
  if (since === undefined) return lines;
  const from = toLine(`${since} `);
  return lines.filter((line) => compareLines(line, from) > 0);
};

export const compareLines = (one: Pick<LogLine, 'seconds' | 'nanos'>, other: Pick<LogLine, 'seconds' | 'nanos'>): number =>
  one.seconds - other.seconds || one.nanos - other.nanos;

/** A time with up to nine digits behind the second, as `since` takes it. */
export const logTime = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)$/;

export const toLine = (line: string): LogLine => {
  const space = line.indexOf(' ');
  const stamp = space === -1 ? line : line.slice(0, space);
  const [whole, second = '', fraction = '', zone = ''] = logTime.exec(stamp) ?? [];
  const atMs = Date.parse(`${second}${zone}`);
  if (whole === undefined || Number.isNaN(atMs)) return { at: '', seconds: 0, nanos: 0, text: short(line) };
  const text = space === -1 ? '' : line.slice(space + 1);
  return { at: stamp, seconds: atMs / 1_000, nanos: Number(fraction.padEnd(9, '0')), text: short(text) };
};

// What a progress bar wrote over is left out; a carriage return at the end is one of Windows.
const short = (line: string): string => {
  const text = line.replace(/\r$/, '');
  const shown = text.slice(text.lastIndexOf('\r') + 1);
  return shown.length <= longest ? shown : `${shown.slice(0, longest).toWellFormed()}… [${shown.length - longest} more]`;
};
