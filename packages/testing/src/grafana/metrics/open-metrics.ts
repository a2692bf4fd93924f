import type { TunnelCounters, TunnelMode } from './counters.ts';
import { advanceCounters, newCounters } from './counters.ts';
import { seriesText, tunnelFamilies } from './families.ts';

/** The past of the tunnel. */
export interface TunnelHistory {
  /** The last sample; whole seconds. */
  readonly endMs: number;
  readonly minutes: number;
}

/** Seconds between two samples. */
export const sampleStepS = 15;

/** When the upstream failed in every history: minutes before its end. */
export const failingMinutes = { from: 40, until: 20 } as const;

/** The series of a history in OpenMetrics text with timestamps, as `promtool tsdb create-blocks-from openmetrics` reads it. */
export const openMetricsOf = ({ endMs, minutes }: TunnelHistory): string => {
  const endS = Math.floor(endMs / 1000);
  const states = statesOf(minutes);
  const scraped = { job: 'tunnel', instance: 'tunnel.example:9464' };
  const lines = tunnelFamilies.flatMap(({ name, type, help, samples }) => [
    `# TYPE ${name} ${type}`,
    `# HELP ${name} ${help}`,
    ...samples(newCounters()).flatMap((first, index) =>
      states.map((counters, step) => {
        const value = samples(counters)[index]?.value ?? 0;
        return `${seriesText(first.name, { ...scraped, ...first.labels })} ${value} ${endS - (states.length - 1 - step) * sampleStepS}`;
      }),
    ),
  ]);
  const up = states.map((_, step) => `${seriesText('up', scraped)} 1 ${endS - (states.length - 1 - step) * sampleStepS}`);
  return [...lines, '# TYPE up gauge', ...up, '# EOF', ''].join('\n');
};

const statesOf = (minutes: number): readonly TunnelCounters[] => {
  const steps = (minutes * 60) / sampleStepS;
  const states: TunnelCounters[] = [];
  let counters = newCounters();
  for (let step = 0; step <= steps; step += 1) {
    if (step > 0)
      counters = advanceCounters(counters, { seconds: sampleStepS, mode: modeAt(steps - step), atSecond: step * sampleStepS });
    states.push(counters);
  }
  return states;
};

const modeAt = (stepsBeforeEnd: number): TunnelMode => {
  const minutesBeforeEnd = (stepsBeforeEnd * sampleStepS) / 60;
  return minutesBeforeEnd <= failingMinutes.from && minutesBeforeEnd > failingMinutes.until ? 'failing' : 'healthy';
};
