import { number, object, text } from '../protocol/field.ts';
import type { WireValue } from '../protocol/wire-value.ts';
import type { TaskProgress } from './judgement.ts';

/**
 * Reads how far a task says that it is from the metadata of its state: `percent`, `current` of `total`, or `progress`. Nothing is
 * guessed: numbers out of range, and a `progress` that may be a fraction as well as a percentage, are left out.
 */
export const readProgress = (meta: WireValue): TaskProgress | undefined => {
  const fields = object(meta);
  if (fields === undefined) return undefined;
  const percent =
    inRange(number(fields['percent'])) ??
    partOf({ current: number(fields['current']), total: number(fields['total']) }) ??
    wholePercent(number(fields['progress']));
  const message = text(fields['message']) ?? text(fields['status']);
  return percent === undefined && message === undefined ? undefined : { percent, message };
};

const partOf = ({ current, total }: { current: number | undefined; total: number | undefined }): number | undefined =>
  current === undefined || total === undefined || total <= 0 ? undefined : inRange(round((current / total) * 100));

// 0.5 may be half of the way or half of a percent, and 1 may be all of it.
const wholePercent = (value: number | undefined): number | undefined =>
  value !== undefined && value > 0 && value <= 1 ? undefined : inRange(value);

const inRange = (percent: number | undefined): number | undefined =>
  percent !== undefined && percent >= 0 && percent <= 100 ? percent : undefined;

const round = (percent: number): number => Math.round(percent * 10) / 10;
