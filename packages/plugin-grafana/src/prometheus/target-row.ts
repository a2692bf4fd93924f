import * as z from 'zod';
import { cutLabels, cutText } from '../schemas/cut-text.ts';
import { shownAddress, withShownAddresses } from '../datasources/shown-address.ts';
import type { ActiveTarget } from './schemas.ts';

/** A scrape target as answers show it. */
export const targetRow = z.object({
  job: z.string(),
  instance: z.string(),
  health: z.string().describe('up, down or unknown.'),
  error: z.string().optional().describe('From the last scrape.'),
  url: z.string().describe('Without its query.'),
  labels: z.record(z.string(), z.string()),
  labels_left_out: z.int().optional(),
  last_scrape: z.string().optional(),
  scrape_seconds: z.number().optional(),
  scrape_interval: z.string().optional(),
});
export type TargetRow = z.output<typeof targetRow>;

export const toTargetRow = (target: ActiveTarget): TargetRow => {
  const { job = '', instance = '', ...labels } = target.labels;
  const lastScrape = isoTime(target.lastScrape);
  return {
    job: cutName(job === '' ? target.scrapePool : job),
    instance: cutName(instance),
    health: cutText({ text: target.health, most: 40 }),
    ...(target.lastError !== '' && { error: cutText({ text: withShownAddresses(target.lastError), most: longestError }) }),
    url: cutText({ text: shownAddress(target.scrapeUrl), most: 1_000 }),
    ...cutLabels(labels),
    ...(lastScrape !== undefined && { last_scrape: lastScrape }),
    ...(typeof target.lastScrapeDuration === 'number' && { scrape_seconds: Number(target.lastScrapeDuration.toPrecision(4)) }),
    ...(target.scrapeInterval !== '' && { scrape_interval: cutText({ text: target.scrapeInterval, most: 40 }) }),
  };
};

/** A moment in UTC; undefined for the year 1, which stands for never. */
export const isoTime = (text: string): string | undefined => {
  const timeMs = Date.parse(text);
  return Number.isNaN(timeMs) || timeMs <= 0 ? undefined : new Date(timeMs).toISOString();
};

const cutName = (text: string): string => cutText({ text, most: 300 });

const longestError = 400;
