import * as z from 'zod';
import { defineConnection } from '../../plugin/connection.ts';
import type { Risk } from '../../plugin/context.ts';
import { LineclearError } from '../../plugin/errors.ts';
import { definePlugin } from '../../plugin/plugin.ts';

/** Tapes that run, by name; what was said on them. */
export interface Recorder {
  readonly tapes: Map<string, { readonly plan: string; readonly said: string[] }>;
  /** Runs while the plan of a tape is looked for. */
  search: () => void;
  /** Runs before a line is put on a tape. */
  before: () => void | Promise<void>;
  /** Runs after it was. */
  after: () => void | Promise<void>;
  /** The plan that a tape is said to have, in the place of its own. */
  claims: string | undefined;
}

export const newRecorder = (): Recorder => ({
  tapes: new Map(),
  search: () => {},
  before: () => {},
  after: () => {},
  claims: undefined,
});

const Line = z.object({ tape: z.string(), lines: z.int() });

/** A plugin whose tapes are started by a confirmed write, and spoken to under its plan. */
export const tapePlugin = (
  recorder: Recorder,
  { startRisk = 'reversible', sayRisk = 'reversible' }: { startRisk?: Risk; sayRisk?: Risk } = {},
) => {
  const connection = defineConnection({
    id: 'recorder',
    profile: z.object({}),
    connect: () => ({ reader: { tape: (name: string) => recorder.tapes.get(name) }, writer: recorder }),
    probe: () => true,
  });
  const tapeStart = connection.write({
    name: 'tape_start',
    toolset: 'tape',
    risk: startRisk,
    description: 'Start a tape.',
    input: z.object({ tape: z.string().describe('Its name'), loud: z.boolean().default(false).describe('Whether it is loud') }),
    output: z.object({ tape: z.string() }),
    classify: ({ input }) => (input.loud ? { class: 'loud' } : {}),
    preview: ({ input }) => ({ description: `Start the tape ${input.tape}.`, guard: {} }),
    execute: ({ input, writer, idempotencyKey }) => {
      if (input.tape === 'jammed') throw new LineclearError('unsupported', 'It is jammed.', { effect: 'none' });
      writer.tapes.set(input.tape, { plan: idempotencyKey, said: [] });
      if (input.tape === 'lost') throw new LineclearError('timeout', 'Nobody answered.');
      return { tape: input.tape };
    },
  });
  const tapeSay = connection.coveredWrite({
    name: 'tape_say',
    toolset: 'tape',
    risk: sayRisk,
    description: 'Say a line on a tape that tape_start started.',
    input: z.object({ tape: z.string().describe('Its name'), line: z.string().describe('What to say') }),
    output: Line,
    aliases: [{ name: 'tape.say' }],
    coveredBy: tapeStart,
    covering: ({ input, reader }) => {
      recorder.search();
      const tape = reader.tape(input.tape);
      if (tape === undefined) throw new LineclearError('not_found', 'There is no such tape.', { hint: 'Call tape_start.' });
      return recorder.claims ?? tape.plan;
    },
    execute: async ({ input, writer, coveringPlan }) => {
      await writer.before();
      const tape = [...writer.tapes.values()].find(({ plan }) => plan === coveringPlan);
      tape?.said.push(input.line);
      await writer.after();
      return { tape: input.tape, lines: tape?.said.length ?? 0 };
    },
  });
  return definePlugin({
    id: 'tape',
    title: 'Tape',
    version: '1.0.0',
    toolsets: { tape: { title: 'Tape', use: 'the tape' } },
    tools: [
      tapeStart,
      tapeSay,
      connection.read({
        name: 'tape_echo',
        toolset: 'tape',
        description: 'Try to say something while reading.',
        input: z.object({ tape: z.string().describe('Its name') }),
        output: z.object({ status: z.unknown() }),
        run: async ({ input, call }) => ({ status: (await call('tape_say', { tape: input.tape, line: 'echo' }))['status'] }),
      }),
      connection.write({
        name: 'tape_greet',
        toolset: 'tape',
        risk: 'reversible',
        description: 'Say something while executing.',
        input: z.object({ tape: z.string().describe('Its name') }),
        output: z.object({ status: z.unknown() }),
        preview: () => ({ description: 'Greet.', guard: {} }),
        execute: async ({ input, call }) => ({ status: (await call('tape_say', { tape: input.tape, line: 'hi' }))['status'] }),
      }),
    ],
  });
};
