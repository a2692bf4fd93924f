import { fence } from '@lineclear/core/plugin';
import * as z from 'zod';
import { hasFailed, type Job } from '../job.ts';
import { errorsIn, failingPart, type Range } from './failing-part.ts';
import { type LogLine, logLines, shownLine } from './log-lines.ts';

export const shownLog = z.object({
  job_id: z.int(),
  name: z.string(),
  conclusion: z.string().nullable(),
  failed_step: z.string().nullable(),
  total_lines: z.int(),
  first_line: z.int().nullable().describe('Of the shown part, from 1.'),
  next_offset: z.int().nullable(),
  error_lines: z.array(z.int()).describe('The last 20.'),
  log: z.string().nullable().describe('Null where GitHub has none (any more).'),
});
export type ShownLog = z.output<typeof shownLog>;

/** A part of a job's log in a fence: what fails, or what follows `offset`, a line from 1. `most` limits it in lines and characters. */
export const showLog = ({
  job,
  name,
  log,
  offset,
  most,
}: {
  job: Job;
  name: (text: string) => string;
  log: string | undefined;
  offset: number | undefined;
  most: { readonly lines: number; readonly characters: number };
}): ShownLog => {
  const step = job.steps.find(hasFailed);
  const facts = {
    job_id: job.id,
    name: name(job.name),
    conclusion: job.conclusion,
    failed_step: step === undefined ? null : name(step.name),
  };
  if (log === undefined) return { ...facts, total_lines: 0, first_line: null, next_offset: null, error_lines: [], log: null };
  const lines = logLines(log);
  const wanted =
    offset === undefined
      ? failingPart({ lines, step, most: most.lines })
      : { from: Math.min(offset - 1, lines.length), to: Math.min(offset - 1 + most.lines, lines.length) };
  const part = fitting({ lines, range: wanted, characters: most.characters, keepsEnd: offset === undefined });
  const text = lines.slice(part.from, part.to).map(shownLine).join('\n');
  return {
    ...facts,
    total_lines: lines.length,
    first_line: part.from < part.to ? part.from + 1 : null,
    next_offset: part.to < lines.length ? part.to + 1 : null,
    error_lines: errorsIn({ lines, range: { from: 0, to: lines.length } })
      .slice(-20)
      .map((index) => index + 1),
    log: fence(text, { source: 'the log of a job', limit: most.characters }),
  };
};

/** As much of a range as the characters allow: its end where that tells most, else its beginning. */
const fitting = ({
  lines,
  range: { from, to },
  characters,
  keepsEnd,
}: {
  lines: readonly LogLine[];
  range: Range;
  characters: number;
  keepsEnd: boolean;
}): Range => {
  let left = characters;
  const takes = (index: number): boolean => {
    const line = lines[index];
    left -= line === undefined ? 0 : shownLine(line).length + 1;
    return left >= 0;
  };
  if (keepsEnd) {
    let first = to;
    while (first > from && takes(first - 1)) first -= 1;
    return { from: first, to };
  }
  let end = from;
  while (end < to && takes(end)) end += 1;
  return { from, to: end };
};
