import { checkTemplate } from './templates.ts';

// Grafana has these, Prometheus has not.
const unknownThere =
  /\b(?:mergeLabelValues|filterLabels|filterLabelsRe|removeLabels|removeLabelsRe|deduplicate|tmpl|toJson|fromJson|tz|date|stringSlice)\b/;

/** A template in the words of Prometheus, which knows one value only; undefined where it would not be understood. */
export const toPrometheusTemplate = ({
  template,
  valueOf,
}: {
  template: string;
  valueOf: ReadonlySet<string>;
}): string | undefined => {
  // Nobody writes such a text by hand, and none is checked.
  if (template.length > longest) return undefined;
  const translated = template.replaceAll(/\$values\.(\w+)(?:\.Value)?/g, (whole, letter: string) =>
    valueOf.has(letter) ? '$value' : whole,
  );
  const problems = checkTemplate({ template: translated, refIds: new Set() }).filter(({ code }) => code !== 'template_value');
  return problems.length > 0 || unknownThere.test(actionsOf(translated)) ? undefined : translated;
};

const longest = 4_000;

const actionsOf = (template: string): string => [...template.matchAll(/\{\{([^]*?)\}\}/g)].map(([, action]) => action).join(' ');
