import { isJsonObject } from '../../openapi/json.ts';
import type { LabelOperator, Labels, LogQuery, Matcher, Stage } from './query.ts';
import { durationNs, toRegExp } from './query.ts';
import type { LokiEntry, LokiStore, LokiStream } from './store.ts';

/** A line that went through a query, with the labels that were read from it. */
export interface SelectedLine extends LokiEntry {
  readonly stream: Labels;
  readonly parsed: Labels;
}

/** The time of a query in nanoseconds: from the first to before the second. */
export interface NsRange {
  readonly startNs: bigint;
  readonly endNs: bigint;
}

/** The lines of a query within a range, in no order. */
export const selectLines = ({
  store,
  query,
  range,
}: {
  store: LokiStore;
  query: LogQuery;
  range: NsRange;
}): readonly SelectedLine[] =>
  selectStreams(store, query.matchers).flatMap(({ labels, entries }) =>
    entries
      .filter(({ ns }) => ns >= range.startNs && ns < range.endNs)
      .flatMap((entry) => throughStages({ labels, entry, stages: query.stages })),
  );

export const selectStreams = (store: LokiStore, matchers: readonly Matcher[]): readonly LokiStream[] =>
  store
    .streams()
    .filter(({ labels }) =>
      matchers.every(({ name, operator, value }) => compare({ actual: labels[name] ?? '', operator, value })),
    );

const throughStages = ({
  labels,
  entry,
  stages,
}: {
  labels: Labels;
  entry: LokiEntry;
  stages: readonly Stage[];
}): readonly SelectedLine[] => {
  let parsed: Labels = {};
  for (const stage of stages) {
    if (stage.kind === 'parser') parsed = { ...parsed, ...parseLine(entry.line, stage.format) };
    else if (stage.kind === 'line') {
      if (stage.matches(entry.line) !== stage.keeps) return [];
    } else {
      const known: Labels = { ...labels, ...entry.metadata, ...parsed };
      if (!compare({ actual: known[stage.name] ?? '', operator: stage.operator, value: stage.value })) return [];
    }
  }
  return [{ ...entry, stream: labels, parsed }];
};

const compare = ({ actual, operator, value }: { actual: string; operator: LabelOperator; value: string }): boolean => {
  switch (operator) {
    case '=':
      return actual === value;
    case '!=':
      return actual !== value;
    case '=~':
      return toRegExp(value, { isAnchored: true }).test(actual);
    case '!~':
      return !toRegExp(value, { isAnchored: true }).test(actual);
    case '==':
      return quantity(actual) === quantity(value);
    case '>':
      return quantity(actual) > quantity(value);
    case '>=':
      return quantity(actual) >= quantity(value);
    case '<':
      return quantity(actual) < quantity(value);
    case '<=':
      return quantity(actual) <= quantity(value);
  }
};

// No comparison holds for what is no number: NaN.
const quantity = (text: string): number => durationNs(text) ?? (text === '' ? Number.NaN : Number(text));

const parseLine = (line: string, format: 'json' | 'logfmt'): Labels => {
  if (format === 'logfmt') {
    return Object.fromEntries(
      [...line.matchAll(/([A-Za-z_][\w.]*)=(?:"((?:[^"\\]|\\.)*)"|(\S*))/g)].map(([, name = '', quoted, bare]) => [
        name.replaceAll('.', '_'),
        quoted ?? bare ?? '',
      ]),
    );
  }
  try {
    return flatten(JSON.parse(line), '');
  } catch {
    return { __error__: 'JSONParserErr' };
  }
};

const flatten = (value: unknown, prefix: string): Labels =>
  Object.fromEntries(
    Object.entries(isJsonObject(value) ? value : {}).flatMap(([key, inner]): [string, string][] => {
      const name = prefix + key.replaceAll(/\W/g, '_');
      if (isJsonObject(inner)) return Object.entries(flatten(inner, `${name}_`));
      return Array.isArray(inner) ? [] : [[name, typeof inner === 'string' ? inner : JSON.stringify(inner)]];
    }),
  );
