import type { TimeRange } from '../time/time-range.ts';

/** Points of one series that Prometheus answers at most. */
export const mostPoints = 11_000;
/** Points that show the shape of a series; more cost time and tell little. */
const enoughPoints = 250;
/** Metrics are rarely scraped more often. */
const shortestDefaultS = 15;

const roundSteps = [15, 20, 30, 60, 120, 300, 600, 900, 1_200, 1_800, 3_600, 7_200, 10_800, 21_600, 43_200, 86_400];

/** Seconds between the points of a range: as asked, as long as there are not more points than Prometheus allows. */
export const queryStep = ({
  range,
  wantedS,
}: {
  range: TimeRange;
  wantedS: number | undefined;
}): { stepS: number; isRaised: boolean } => {
  const lengthS = (range.toMs - range.fromMs) / 1_000;
  if (wantedS === undefined) {
    const rough = Math.max(shortestDefaultS, lengthS / enoughPoints);
    return { stepS: roundSteps.find((step) => step >= rough) ?? Math.ceil(rough / 86_400) * 86_400, isRaised: false };
  }
  // Both ends have a point.
  const leastS = Math.ceil(lengthS / (mostPoints - 1));
  return wantedS * (mostPoints - 1) >= lengthS ? { stepS: wantedS, isRaised: false } : { stepS: leastS, isRaised: true };
};
