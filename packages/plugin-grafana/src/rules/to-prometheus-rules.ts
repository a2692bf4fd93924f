import { arrayAt, isObject, type JsonObject, numberAt, objectAt, textAt } from '../json/json-value.ts';
import { durationOf } from './durations.ts';
import { toExpression } from './prometheus-expression.ts';
import { toPrometheusTemplate } from './prometheus-template.ts';

/** Rules as a rule file of Prometheus. */
export interface PrometheusRules {
  readonly yaml: string;
  /** What Prometheus has no word for, so that it is not in the file. */
  readonly notes: readonly string[];
}

/**
 * Writes normalised rules of one group as a rule file of Prometheus. Throws `unsupported` with `details.reason` where the condition of a rule
 * cannot be said in PromQL.
 */
export const toPrometheusRules = ({
  group,
  intervalS,
  rules,
}: {
  group: string;
  intervalS?: number;
  rules: readonly JsonObject[];
}): PrometheusRules => {
  const written = rules.map(toRule);
  const yaml = [
    'groups:',
    `  - name: ${quote(group)}`,
    ...(intervalS === undefined ? [] : [`    interval: ${durationOf(intervalS)}`]),
    '    rules:',
    ...written.flatMap(({ lines }) => lines),
    '',
  ].join('\n');
  return { yaml, notes: written.flatMap(({ notes }) => notes) };
};

const toRule = (rule: JsonObject): { readonly lines: readonly string[]; readonly notes: readonly string[] } => {
  const title = textAt(rule, 'title') ?? '';
  const named = JSON.stringify(title.slice(0, 80));
  const data = arrayAt(rule, 'data').filter(isObject);
  const record = objectAt(rule, 'record');
  const { expression, notes, valueOf } = toExpression({
    data,
    refId: textAt(record, 'from') ?? textAt(rule, 'condition') ?? '',
    isRecord: record !== undefined,
  });
  const labels = textEntries({ texts: objectAt(rule, 'labels'), valueOf });
  if (record !== undefined) {
    const lines = [
      `      - record: ${quote(textAt(record, 'metric') ?? title)}`,
      `        expr: ${quote(expression)}`,
      ...block({ key: 'labels', entries: labels.entries }),
    ];
    return { lines, notes: [...notes, ...labels.notes].map((note) => `${named}: ${note}`) };
  }
  const annotations = textEntries({ texts: objectAt(rule, 'annotations'), valueOf });
  const keepFiringFor = textAt(rule, 'keep_firing_for');
  const lines = [
    `      - alert: ${quote(title)}`,
    `        expr: ${quote(expression)}`,
    `        for: ${textAt(rule, 'for') ?? '0s'}`,
    ...(keepFiringFor === undefined ? [] : [`        keep_firing_for: ${keepFiringFor}`]),
    ...block({ key: 'labels', entries: labels.entries }),
    ...block({ key: 'annotations', entries: annotations.entries }),
  ];
  return {
    lines,
    notes: [...notes, ...labels.notes, ...annotations.notes, ...stateNotes(rule)].map((note) => `${named}: ${note}`),
  };
};

const stateNotes = (rule: JsonObject): readonly string[] => [
  ...(textAt(rule, 'noDataState') === 'Alerting'
    ? ['no data does not alert in Prometheus; absent() in a rule of its own would.']
    : []),
  ...(objectAt(rule, 'notification_settings') === undefined ? [] : ['who is notified is decided by the Alertmanager.']),
  ...(numberAt(rule, 'missingSeriesEvalsToResolve') === undefined ? [] : ['Prometheus resolves as soon as a series is missing.']),
];

/** Names with underscores around them are Grafana's own. */
const textEntries = ({
  texts,
  valueOf,
}: {
  texts: JsonObject | undefined;
  valueOf: ReadonlySet<string>;
}): { readonly entries: readonly (readonly [string, string])[]; readonly notes: readonly string[] } => {
  const notes: string[] = [];
  const entries = Object.entries(texts ?? {}).flatMap(([name, text]) => {
    if (typeof text !== 'string' || /^__.*__$/.test(name)) return [];
    if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) {
      notes.push(`${JSON.stringify(name.slice(0, 60))} is no name that Prometheus accepts.`);
      return [];
    }
    const template = toPrometheusTemplate({ template: text, valueOf });
    if (template !== undefined) return [[name, template] as const];
    notes.push(`the template of ${name} uses what Prometheus does not know.`);
    return [];
  });
  return { entries, notes };
};

const block = ({ key, entries }: { key: string; entries: readonly (readonly [string, string])[] }): readonly string[] =>
  entries.length === 0 ? [] : [`        ${key}:`, ...entries.map(([name, text]) => `          ${name}: ${quote(text)}`)];

/** A scalar of YAML: JSON's quoted text is one, once the signs that YAML reads as line ends are escaped. */
const quote = (text: string): string =>
  JSON.stringify(text.toWellFormed()).replaceAll(
    /[\u007f-\u009f\u2028\u2029\ufeff]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
