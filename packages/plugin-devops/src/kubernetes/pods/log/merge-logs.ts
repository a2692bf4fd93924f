import type { LogLine } from './log-lines.ts';
import { compareLines } from './log-lines.ts';
import type { LogSource, ReadLog } from './read-logs.ts';

/** A line with where it comes from. */
export interface MergedLine extends LogLine, LogSource {}

/** The lines of all containers in the order of their times; a line without one stays behind the line before it. */
export const mergeLogs = (logs: readonly ReadLog[]): readonly MergedLine[] =>
  logs
    .flatMap(({ pod, container, state, lines }) => {
      let last = { seconds: 0, nanos: 0 };
      return lines.map((line) => {
        if (line.at !== '') last = { seconds: line.seconds, nanos: line.nanos };
        return { ...line, ...last, pod, container, state };
      });
    })
    .toSorted(compareLines);

export interface ShownLines {
  readonly text: string;
  readonly shown: number;
}

/** As many of the newest lines as fit, each with its time and, where there are several, its pod and container. */
export const showLines = ({
  lines,
  sources,
  mostCharacters,
  change,
}: {
  lines: readonly MergedLine[];
  sources: readonly LogSource[];
  mostCharacters: number;
  /** Of the text of a line that is shown. */
  change: (text: string) => string;
}): ShownLines => {
  const prefix = prefixFor(sources);
  const shown: string[] = [];
  let left = mostCharacters;
  for (const line of lines.toReversed()) {
    const text = [line.at, prefix(line), change(line.text)].filter((part) => part !== '').join(' ');
    left -= text.length + 1;
    if (left < 0) break;
    shown.push(text);
  }
  return { text: shown.toReversed().join('\n'), shown: shown.length };
};

/** The time of the newest line, for the next call; undefined where no line has one. */
export const newestTime = (lines: readonly MergedLine[]): string | undefined => lines.findLast(({ at }) => at !== '')?.at;

const prefixFor = (sources: readonly LogSource[]): ((source: LogSource) => string) => {
  const pods = new Set(sources.map(({ pod }) => pod));
  const containers = new Set(sources.map(({ container }) => container));
  if (sources.length <= 1) return () => '';
  if (containers.size === 1) return ({ pod }) => `${pod} |`;
  return pods.size === 1 ? ({ container }) => `${container} |` : ({ pod, container }) => `${pod}/${container} |`;
};
