import { arrayAt, isObject, type JsonObject, type JsonValue, objectAt, pathStep, textAt, valueAt } from '../json/json-value.ts';
import type { RuleFinding, RuleOutcome } from './finding.ts';
import { checkTemplate } from './templates.ts';

/** Labels and annotations are texts, have names that Grafana accepts, and templates that can be filled in. */
export const checkTexts = (rule: JsonObject): RuleOutcome => {
  const refIds = new Set(arrayAt(rule, 'data').flatMap((query) => (isObject(query) ? (textAt(query, 'refId') ?? []) : [])));
  const findings: RuleFinding[] = [];
  let checked = rule;
  for (const key of ['labels', 'annotations']) {
    const texts = objectAt(rule, key);
    if (texts === undefined) continue;
    const entries = Object.entries(texts).map(
      ([name, value]) => [name, asText({ value, path: `$.${key}${pathStep(name)}`, findings })] as const,
    );
    for (const [name, value] of entries)
      findings.push(...problemsOf({ name, value, path: `$.${key}${pathStep(name)}`, refIds, isLabel: key === 'labels' }));
    checked = { ...checked, [key]: Object.fromEntries(entries) };
  }
  return { rule: checked, findings: [...findings, ...panelLink(checked)] };
};

const asText = ({ value, path, findings }: { value: JsonValue; path: string; findings: RuleFinding[] }): JsonValue => {
  if (typeof value === 'string') return value;
  const after = typeof value === 'number' || typeof value === 'boolean' ? String(value) : JSON.stringify(value);
  findings.push({ code: 'text', path, message: 'Labels and annotations are texts.', before: value, after });
  return after;
};

const problemsOf = ({
  name,
  value,
  path,
  refIds,
  isLabel,
}: {
  name: string;
  value: JsonValue;
  path: string;
  refIds: ReadonlySet<string>;
  isLabel: boolean;
}): readonly RuleFinding[] => {
  const problems = typeof value === 'string' ? checkTemplate({ template: value, refIds }) : [];
  const isName = /^[A-Za-z_][A-Za-z0-9_]*$/.test(name);
  return [
    ...(isName || !isLabel
      ? []
      : [
          {
            code: 'label_name',
            path,
            message: 'A label that is not letters, digits and _ cannot be matched by every notification policy.',
            before: name,
            after: name,
          },
        ]),
    ...(isLabel && /^(?:alertname|grafana_folder|__.*__)$/.test(name)
      ? [
          {
            code: 'label_reserved',
            path,
            message: 'Grafana gives this label itself: what stands here is lost.',
            before: value,
            after: value,
          },
        ]
      : []),
    ...problems.map(({ code, message }) => ({ code, path, message, before: value, after: value })),
  ];
};

/** Grafana links a rule to a panel only where both are named. */
const panelLink = (rule: JsonObject): readonly RuleFinding[] => {
  const annotations = objectAt(rule, 'annotations');
  const [dashboard, panel] = [valueAt(annotations, '__dashboardUid__'), valueAt(annotations, '__panelId__')];
  if ((dashboard === undefined) === (panel === undefined)) return [];
  const path = dashboard === undefined ? '$.annotations.__panelId__' : '$.annotations.__dashboardUid__';
  return [
    {
      code: 'panel_link',
      path,
      message: 'Grafana refuses a link to a panel without both __dashboardUid__ and __panelId__.',
      before: undefined,
      after: undefined,
    },
  ];
};
