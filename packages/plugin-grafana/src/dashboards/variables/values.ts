import type { DashboardView, VariableView } from '../view/view.ts';
import type { VariableValue } from './substitute.ts';

/** Values that a caller gives, by the name of the variable. */
export type GivenValues = Readonly<Record<string, string | readonly string[]>>;

/** What every variable of a dashboard stands for: what the caller says, else what the dashboard opens with, else its first option. */
export const variableValues = ({
  variables,
  given,
}: Pick<DashboardView, 'variables'> & { given: GivenValues }): ReadonlyMap<string, VariableValue> => {
  const values = new Map<string, VariableValue>();
  for (const variable of variables) {
    const value = valueOf({ variable, given: Object.hasOwn(given, variable.name) ? given[variable.name] : undefined });
    if (value !== undefined) values.set(variable.name, value);
  }
  // A value for a variable that the dashboard does not have: a query may use it all the same.
  for (const [name, said] of Object.entries(given)) {
    if (!values.has(name)) values.set(name, { values: [said].flat(), isMulti: Array.isArray(said), isRaw: false });
  }
  return values;
};

/** What Grafana knows by itself: the range and the step of a query. */
export const builtInValues = ({
  fromMs,
  toMs,
  stepS,
}: {
  fromMs: number;
  toMs: number;
  stepS: number;
}): ReadonlyMap<string, VariableValue> => {
  const rangeS = Math.round((toMs - fromMs) / 1_000);
  // Four scrapes, so that a rate always has two samples; the usual scrape interval is 15 s.
  const rateS = Math.max(Math.ceil(stepS) + usualScrapeS, 4 * usualScrapeS);
  const texts = {
    __interval: `${stepS}s`,
    __auto: `${stepS}s`,
    __interval_ms: String(stepS * 1_000),
    __rate_interval: `${rateS}s`,
    __rate_interval_ms: String(rateS * 1_000),
    __range: `${rangeS}s`,
    __range_s: String(rangeS),
    __range_ms: String(toMs - fromMs),
    __from: String(fromMs),
    __to: String(toMs),
  };
  return new Map(Object.entries(texts).map(([name, text]) => [name, { values: [text], isMulti: false, isRaw: true }]));
};

const usualScrapeS = 15;

const valueOf = ({
  variable: { current, options, isMulti, allValue, type },
  given,
}: {
  variable: VariableView;
  given: string | readonly string[] | undefined;
}): VariableValue | undefined => {
  const said = given === undefined ? current.filter((value) => value !== '') : [given].flat();
  const chosen = said.length > 0 ? said : options.slice(0, 1);
  if (chosen.includes('$__all') || (chosen.length === 0 && (isMulti || allValue !== undefined))) {
    if (allValue !== undefined) return { values: [allValue], isMulti, isRaw: true };
    return options.length > 0 ? { values: options, isMulti: true, isRaw: false } : { values: ['.*'], isMulti, isRaw: true };
  }
  return chosen.length === 0 ? undefined : { values: chosen, isMulti, isRaw: type === 'interval' };
};
