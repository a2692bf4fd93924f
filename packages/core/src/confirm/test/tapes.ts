import { compose, type Composition } from '../../compose.ts';
import type { ComposeOptions } from '../../compose-options.ts';
import type { ProfilesConfig } from '../../profiles/types.ts';
import { callerOf, type Line } from './line.ts';
import { newRecorder, type Recorder, tapePlugin } from './tape.ts';

export const tapeProfiles = (change: Partial<ProfilesConfig> = {}): ProfilesConfig => ({
  default: 'staging',
  profiles: {
    staging: { tier: 'staging', connections: { recorder: {} } },
    production: { tier: 'production', connections: { recorder: {} } },
  },
  ...change,
});

export interface Tapes extends Pick<Line, 'call' | 'value' | 'says'> {
  readonly recorder: Recorder;
  readonly composition: Composition;
  /** Previews and confirms a tape; yields the id of its plan. */
  readonly start: (tape: string, how?: Parameters<Line['value']>[2]) => Promise<string>;
  /** What was said on a tape. */
  readonly said: (tape: string) => readonly string[];
}

/** A composition over a recorder. */
export const startTapes = async ({
  risks,
  ...options
}: Partial<ComposeOptions> & { risks?: Parameters<typeof tapePlugin>[1] } = {}): Promise<Tapes> => {
  const recorder = newRecorder();
  const composition = await compose({ plugins: [tapePlugin(recorder, risks)], profiles: tapeProfiles(), ...options });
  const caller = callerOf(composition);
  return {
    recorder,
    composition,
    ...caller,
    start: async (tape, how) => {
      const { ticket } = await caller.value('tape_start', { tape }, how);
      await caller.value('tape_start', { tape, confirm: true, ticket }, how);
      return recorder.tapes.get(tape)?.plan ?? '';
    },
    said: (tape) => recorder.tapes.get(tape)?.said ?? [],
  };
};
