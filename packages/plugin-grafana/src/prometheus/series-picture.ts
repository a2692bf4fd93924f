import type { Image } from '@lineclear/core/plugin';
import { drawLineChart, mostSeries } from '../charts/line-chart.ts';
import { cutLabels } from '../schemas/cut-text.ts';
import type { TimeRange } from '../time/time-range.ts';
import { seriesName } from './series-name.ts';
import type { Series } from './shown-series.ts';

/** A line chart of the series of a range, named by what tells them apart. */
export const seriesPicture = ({
  expr,
  series,
  range,
  stepS,
}: {
  expr: string;
  series: readonly Series[];
  range: TimeRange;
  stepS: number;
}): Image => {
  const title = expr.slice(0, longestText).toWellFormed().replaceAll(/\s+/g, ' ').trim();
  const common = commonLabels(series);
  const lines = series.slice(0, mostSeries).map(({ labels, samples }) => ({
    name: seriesName(cutLabels(Object.fromEntries(Object.entries(labels).filter(([label]) => !common.has(label)))).labels).slice(
      0,
      longestText,
    ),
    points: samples,
  }));
  return {
    png: drawLineChart({
      title,
      series: lines.map(({ name, points }) => ({ name: name === '{}' ? title : name, points })),
      ...range,
      total: series.length,
      // A missed scrape is no gap yet.
      gapMs: stepS * 2_500,
    }),
    alt: `A line chart of ${lines.length === series.length ? '' : `${lines.length} of `}${series.length} series: ${title.slice(0, 200).toWellFormed()}`,
  };
};

/** Characters of a name or a title, of which a picture shows a hundred. */
const longestText = 1_000;

/** Labels with the same value in all series say nothing in a legend. */
const commonLabels = (series: readonly Series[]): ReadonlySet<string> => {
  const [first, ...others] = series;
  if (first === undefined || others.length === 0) return new Set();
  const common = Object.keys(first.labels).filter((label) => others.every(({ labels }) => labels[label] === first.labels[label]));
  return new Set(common);
};
