import * as z from 'zod';
import { type OpenTransfer, readText } from './host-state.ts';

const outcomes = ['deployed', 'rolled_back', 'rollback_failed', 'untouched'] as const;

/** How a script ended, in its own words. */
const scriptEnd = z.object({ outcome: z.enum(outcomes), reason: z.string(), detail: z.string() });
export type ScriptEnd = z.output<typeof scriptEnd>;

/** What a script has noted so far: its steps, and its end. */
export interface PlanState {
  readonly steps: readonly string[];
  readonly end: ScriptEnd | undefined;
}

/** The folder in which a run notes its state and hears of others. */
export const planFolder = ({ root, planId }: { root: string; planId: string }): string => `${root}/.lineclear/plans/${planId}`;

/** Reads it; nothing where the script has not come so far. */
export const readPlanState = async ({
  root,
  planId,
  ...open
}: OpenTransfer & { root: string; planId: string }): Promise<PlanState> => {
  const text = await readText({ ...open, path: `${planFolder({ root, planId })}/state`, limitBytes: 8_192 });
  // A line without its end is still being written.
  const steps = (text ?? '').split('\n').slice(0, -1);
  const [word, outcome, reason = '', detail = ''] = steps.at(-1)?.split(' ') ?? [];
  const end = word === 'end' ? scriptEnd.safeParse({ outcome, reason, detail }) : undefined;
  return { steps, end: end?.data };
};
