import * as z from 'zod';
import { type OpenTransfer, readText } from './host-state.ts';

const limitBytes = 64 << 10;
const word = z.string().max(200);

const line = z.object({
  at: word,
  action: word,
  release: word,
  from: word,
  outcome: word,
  reason: word,
  plan: word,
  by: word,
  sha256: word,
});
export type HistoryLine = z.output<typeof line>;

/** What was deployed on a host, newest first, as its own record says. Lines that somebody else wrote there are left out. */
export const readHistory = async ({ root, ...open }: OpenTransfer & { root: string }): Promise<readonly HistoryLine[]> => {
  const text = await readText({ ...open, path: `${root}/releases.jsonl`, limitBytes });
  return (text ?? '')
    .split('\n')
    .flatMap((one) => {
      const parsed = line.safeParse(parseJson(one));
      return parsed.success ? [parsed.data] : [];
    })
    .toReversed();
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
