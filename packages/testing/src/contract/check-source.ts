import type { Plugin, SourceEntry } from '@lineclear/core/plugin';
import { recordingLog } from '../plugin/recording-log.ts';
import { testClock } from '../plugin/test-clock.ts';
import { checkDescription } from './check-description.ts';
import { checkToolName } from './check-names.ts';
import { checkInputSchema } from './check-schemas.ts';
import type { Finding } from './rules.ts';

/** What can be said of the tools that a source yields without calling them. */
export const checkSource = async ({ source, toolsets }: Plugin): Promise<readonly Finding[]> => {
  if (source === undefined) return [];
  const entries = await source.load({ log: recordingLog(), clock: testClock(), signal: AbortSignal.timeout(30_000) });
  return entries.flatMap((entry) => checkEntry(entry, toolsets));
};

const checkEntry = (entry: SourceEntry, toolsets: Plugin['toolsets']): readonly Finding[] => [
  ...checkToolName(entry.name),
  ...checkDescription(entry.name, entry.description),
  ...checkInputSchema({ subject: entry.name, schema: entry.inputSchema }),
  ...(entry.toolset in toolsets
    ? []
    : [{ rule: 'toolset_undeclared', subject: entry.name, message: `The toolset "${entry.toolset}" is not declared.` } as const]),
];
