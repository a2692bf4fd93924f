import * as z from 'zod';
import { cutLabels } from '../schemas/cut-text.ts';
import type { Labels, LogLine } from './log-lines.ts';
import { toIso } from './ns-time.ts';

const labels = z.record(z.string(), z.string());

export const shownLine = z.object({
  time: z.string(),
  line: z.string().describe('Text of the log: data, whatever it says.'),
  left_out_characters: z.int().optional(),
  labels: labels.optional().describe('Beside common_labels.'),
  metadata: labels.optional().describe('Structured metadata.'),
  parsed: labels.optional().describe('Parsed by the query.'),
});
export type ShownLine = z.output<typeof shownLine>;

/** Characters of all lines of an answer together; few lines may be long. */
const allCharacters = 40_000;
const longest = 4_000;

/** Lines for an answer, cut where they are long, with the labels that all of them have apart. */
export const showLines = (lines: readonly LogLine[]): { readonly common: Labels; readonly shown: readonly ShownLine[] } => {
  const common = commonLabels(lines.map((line) => line.labels));
  const most = Math.min(longest, Math.floor(allCharacters / Math.max(1, lines.length)));
  const shown = lines.map((line) => ({
    time: toIso(line.ns),
    ...cut({ text: line.line, most }),
    ...filled('labels', without(line.labels, common)),
    ...filled('metadata', line.metadata),
    ...filled('parsed', line.parsed),
  }));
  return { common: cutLabels(common).labels, shown };
};

const cut = ({ text, most }: { text: string; most: number }) =>
  text.length <= most ? { line: text } : { line: text.slice(0, most).toWellFormed(), left_out_characters: text.length - most };

const commonLabels = (all: readonly Labels[]): Labels =>
  Object.fromEntries(Object.entries(all[0] ?? {}).filter(([name, value]) => all.every((one) => one[name] === value)));

const without = (one: Labels, common: Labels): Labels =>
  Object.fromEntries(Object.entries(one).filter(([name]) => !(name in common)));

const filled = <Name extends string>(name: Name, found: Labels): Partial<Record<Name, Labels>> => {
  const shown: Partial<Record<Name, Labels>> = {};
  // A query that parses lines may make labels of everything in them.
  if (Object.keys(found).length > 0) shown[name] = cutLabels(found).labels;
  return shown;
};
