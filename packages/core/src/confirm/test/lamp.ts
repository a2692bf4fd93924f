import * as z from 'zod';
import { defineConnection } from '../../plugin/connection.ts';
import { LineclearError } from '../../plugin/errors.ts';
import { definePlugin } from '../../plugin/plugin.ts';
import { secret } from '../../plugin/secret.ts';

/** A backend of one lamp: it remembers what was done to it, and can be told to misbehave. */
export interface Lamp {
  state: 'on' | 'off';
  /** Idempotency keys of the writes that took effect, in order. */
  readonly writes: string[];
  previews: number;
  /** Runs before a preview answers. */
  onPreview: () => void | Promise<void>;
  /** Runs before a write takes effect; what it throws, the backend answers. */
  before: () => void | Promise<void>;
  /** Runs after a write took effect. */
  after: () => void | Promise<void>;
  reconcile: 'executed' | 'failed' | 'unknown';
}

export const newLamp = (): Lamp => ({
  state: 'off',
  writes: [],
  previews: 0,
  onPreview: () => {},
  before: () => {},
  after: () => {},
  reconcile: 'unknown',
});

const State = z.object({ state: z.enum(['on', 'off']) });

/** A plugin over a lamp, with a write of every risk. */
export const lampPlugin = (lamp: Lamp, { version = '1.0.0' }: { version?: string } = {}) => {
  const connection = defineConnection({
    id: 'lamp',
    profile: z.object({ token: secret().optional() }),
    connect: ({ mode }) => {
      const reader = { state: () => lamp.state };
      return mode === 'read'
        ? { reader }
        : {
            reader,
            writer: {
              set: async (state: 'on' | 'off', key: string) => {
                await lamp.before();
                lamp.state = state;
                lamp.writes.push(key);
                await lamp.after();
              },
            },
          };
    },
    probe: ({ reader }) => reader.state(),
  });

  const setter = ({ name, risk }: { name: string; risk: 'additive' | 'reversible' | 'destructive' }) =>
    connection.write({
      name,
      toolset: 'lamp',
      risk,
      description: `Set the lamp (${risk}).`,
      input: z.object({ state: z.enum(['on', 'off']).describe('on or off'), note: z.string().optional().describe('why') }),
      output: State,
      preview: async ({ input, reader }) => {
        lamp.previews += 1;
        await lamp.onPreview();
        return {
          description: `Turn the lamp ${input.state}.`,
          guard: { state: reader.state() },
          before: { state: reader.state() },
          changes: [`state: ${reader.state()} → ${input.state}`],
          warnings: [],
          ...(input.note === 'only when off' && reader.state() === 'on'
            ? { refusal: new LineclearError('conflict', 'The lamp is on.', { hint: 'Leave it.', details: { reason: 'is_on' } }) }
            : {}),
        };
      },
      execute: async ({ input, writer, idempotencyKey }) => {
        await writer.set(input.state, idempotencyKey);
        return { state: input.state };
      },
      verify: ({ reader }) => ({ state: reader.state() }),
      reconcile: ({ idempotencyKey }) => (lamp.writes.includes(idempotencyKey) ? 'executed' : lamp.reconcile),
    });

  return definePlugin({
    id: 'lamp',
    title: 'Lamp',
    version,
    toolsets: { lamp: { title: 'Lamp', use: 'the lamp' } },
    tools: [
      connection.read({
        name: 'lamp_get',
        toolset: 'lamp',
        description: 'Show the lamp.',
        input: z.object({}),
        output: State,
        run: ({ reader }) => ({ state: reader.state() }),
      }),
      setter({ name: 'lamp_add', risk: 'additive' }),
      setter({ name: 'lamp_set', risk: 'reversible' }),
      setter({ name: 'lamp_break', risk: 'destructive' }),
      connection.write({
        name: 'lamp_refuse',
        toolset: 'lamp',
        risk: 'reversible',
        description: 'Refused by its backend.',
        input: z.object({
          code: z.enum(['not_found', 'conflict', 'timeout']).describe('how it fails'),
          partly: z.boolean().default(false).describe('whether a part of it is done first'),
        }),
        output: State,
        preview: ({ reader }) => ({ description: 'Fail.', guard: reader.state() }),
        execute: ({ input, step }) => {
          if (input.partly) step('first part');
          throw new LineclearError(input.code, `the backend said ${input.code}`);
        },
      }),
    ],
  });
};
