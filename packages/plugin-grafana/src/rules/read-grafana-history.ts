import { LineclearError } from '@lineclear/core/plugin';
import * as z from 'zod';
import type { GrafanaReader } from '../client/grafana-reader.ts';
import type { TimeRange } from '../time/time-range.ts';
import type { History, StateChange } from './history.ts';
import { stateWord } from './state-word.ts';

interface Ask {
  readonly uid: string;
  readonly range: TimeRange;
  readonly reader: GrafanaReader;
  readonly signal: AbortSignal;
}

/** More than anybody reads; the newest come first. */
const mostChanges = 5_000;

/** The changes that Grafana kept: its state history, or the annotations of servers that have no such endpoint. */
export const readGrafanaHistory = async ({ uid, range, reader, signal }: Ask): Promise<History> => {
  const query = { ruleUID: uid, from: Math.floor(range.fromMs / 1_000), to: Math.ceil(range.toMs / 1_000), limit: mostChanges };
  const answer = await reader.grafana.get('/api/v1/rules/history', { query, accept: [404, 501], signal });
  if (answer.status !== 200) return readAnnotations({ uid, range, reader, signal });
  const frame = answer.json(z.union([dataFrame, z.object({ results: dataFrame }).transform(({ results }) => results)]));
  return { kept_by: 'state_history', changes: newestFirst(changesIn(frame)), resolutionS: undefined };
};

const dataFrame = z.object({
  schema: z.object({ fields: z.array(z.object({ name: z.string() })) }).nullish(),
  data: z.object({ values: z.array(z.array(z.unknown())) }).nullish(),
});

// Where the history lies in annotations the frame has `prev`, `next` and `text`; where it lies in Loki, one `line` of JSON.
const changesIn = ({ schema, data }: z.output<typeof dataFrame>): readonly StateChange[] => {
  const column = (name: string) => data?.values[schema?.fields.findIndex((field) => field.name === name) ?? -1] ?? [];
  const [times, lines, previous, next, texts, details] = ['time', 'line', 'prev', 'next', 'text', 'data'].map(column);
  return (times ?? []).flatMap((time, index): readonly StateChange[] => {
    const timeMs = Number(time);
    if (!Number.isFinite(timeMs)) return [];
    const line = historyLine.safeParse(asJson(lines?.[index]));
    if (line.success) return [{ timeMs, ...lineChange(line.data) }];
    const text = texts?.[index];
    const kept = z.object({ values }).safeParse(asJson(details?.[index]));
    return [
      {
        timeMs,
        from: stateWord(String(previous?.[index] ?? '')),
        to: stateWord(String(next?.[index] ?? '')),
        ...(typeof text === 'string' && text !== '' && { text: text.slice(0, longestText).toWellFormed() }),
        ...(kept.success && { values: kept.data.values }),
      },
    ];
  });
};

const longestText = 500;

const values = z
  .record(z.string(), z.unknown())
  .nullish()
  .transform((found) =>
    Object.fromEntries(
      Object.entries(found ?? {}).flatMap(([name, value]) => (typeof value === 'number' ? [[name, value]] : [])),
    ),
  );
const historyLine = z.object({
  previous: z.string(),
  current: z.string(),
  error: z.string().nullish(),
  labels: z.record(z.string(), z.string()).nullish(),
  values,
});

const lineChange = ({ previous, current, error, labels, values: found }: z.output<typeof historyLine>) => ({
  from: stateWord(previous),
  to: stateWord(current),
  labels: labels ?? {},
  values: found,
  ...(typeof error === 'string' && error !== '' && { error: error.slice(0, longestText).toWellFormed() }),
});

const asJson = (value: unknown): unknown => {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
};

const annotations = z.array(
  z.object({
    time: z.number(),
    prevState: z.string().nullish(),
    newState: z.string().nullish(),
    text: z.string().nullish(),
    alertUID: z.string().nullish(),
  }),
);

const readAnnotations = async ({ uid, range, reader, signal }: Ask): Promise<History> => {
  const query = { alertUID: uid, type: 'alert', from: range.fromMs, to: range.toMs, limit: mostChanges };
  const rows = (await reader.grafana.get('/api/annotations', { query, signal })).json(annotations);
  // Servers that do not know the filter answer with the annotations of every rule.
  if (rows.some(({ alertUID }) => typeof alertUID === 'string' && alertUID !== '' && alertUID !== uid)) throw unfiltered();
  const changes = rows.map(({ time, prevState, newState, text }) => ({
    timeMs: time,
    from: stateWord(prevState ?? ''),
    to: stateWord(newState ?? ''),
    ...(typeof text === 'string' && { text: text.slice(0, longestText).toWellFormed() }),
  }));
  return { kept_by: 'annotations', changes: newestFirst(changes), resolutionS: undefined };
};

const newestFirst = (changes: readonly StateChange[]) => changes.toSorted((one, other) => other.timeMs - one.timeMs);

const unfiltered = (): LineclearError =>
  new LineclearError('unsupported', 'This Grafana is too old to tell the history of one rule.', {
    hint: 'Read get_annotations for the time range instead.',
    details: { reason: 'no_rule_history' },
  });
