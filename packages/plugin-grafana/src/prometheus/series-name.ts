/** A series as PromQL writes it: `up{instance="a", job="b"}`, or `{}`. */
export const seriesName = (labels: Readonly<Record<string, string>>): string => {
  const { __name__: metric = '', ...others } = labels;
  const matchers = Object.entries(others).map(([label, value]) => `${label}=${JSON.stringify(value)}`);
  return matchers.length === 0 && metric !== '' ? metric : `${metric}{${matchers.join(', ')}}`;
};
