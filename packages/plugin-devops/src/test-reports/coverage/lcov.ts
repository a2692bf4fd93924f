import { lineSlices } from '../slices.ts';
import { addShares, shareOfHits } from './coverage.ts';
import type { Coverage, Share } from './coverage.ts';

/** Where a tracefile begins. */
export const lcovStart = /^(?:TN:|SF:)/m;

/** Reads an lcov tracefile. Lines are counted one by one; where they are absent, the sums of the record count. */
export const parseLcov = async ({ text, signal }: { text: string; signal: AbortSignal }): Promise<Coverage | undefined> => {
  const records: Finished[] = [];
  let record: Record | undefined;
  for await (const lines of lineSlices({ text, signal })) {
    for (const line of lines) {
      const [, key = '', value = ''] = /^([A-Z]{2,4}):(.{0,4096})/.exec(line) ?? [];
      if (key === 'SF') {
        if (record !== undefined) records.push(finish(record));
        record = { path: value.trim(), hits: new Map(), sums: new Map() };
      } else if (record === undefined) continue;
      else if (line.trimEnd() === 'end_of_record') {
        records.push(finish(record));
        record = undefined;
      } else if (key === 'DA') addHit({ record, value });
      else if (/^(?:LF|LH|FNF|FNH|BRF|BRH)$/.test(key)) record.sums.set(key, Number(value) || 0);
    }
  }
  if (record !== undefined) records.push(finish(record));
  if (records.length === 0) return undefined;
  return {
    lines: addShares(records.map(({ lines }) => lines)),
    branches: addShares(records.map(({ branches }) => branches)),
    functions: addShares(records.map(({ functions }) => functions)),
    statements: undefined,
    files: records.map(({ path, lines }) => ({ path, lines })),
    notes: record === undefined ? [] : ['The coverage report is cut off: only what stands before its end was counted.'],
  };
};

interface Record {
  readonly path: string;
  /** How often each line ran. */
  readonly hits: Map<number, number>;
  readonly sums: Map<string, number>;
}
interface Finished {
  readonly path: string;
  readonly lines: Share;
  readonly branches: Share;
  readonly functions: Share;
}

const addHit = ({ record, value }: { record: Record; value: string }): void => {
  const [line = '', count = ''] = value.split(',');
  const [at, hits] = [Number(line), Number(count)];
  if (Number.isInteger(at) && Number.isFinite(hits)) record.hits.set(at, Math.max(record.hits.get(at) ?? 0, hits));
};

const finish = ({ path, hits, sums }: Record): Finished => {
  const share = (found: string, hit: string): Share => ({ covered: sums.get(hit) ?? 0, total: sums.get(found) ?? 0 });
  return {
    path,
    lines: hits.size > 0 ? shareOfHits(hits.values()) : share('LF', 'LH'),
    branches: share('BRF', 'BRH'),
    functions: share('FNF', 'FNH'),
  };
};
