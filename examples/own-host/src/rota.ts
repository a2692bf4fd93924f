import { definePlugin, LineclearError, read, write } from '@lineclear/core/plugin';
import * as z from 'zod';

const Shift = z.object({ day: z.string(), person: z.string() });
const day = z.iso.date().describe('A day, for example 2026-12-24');

// No backend: what it knows stands in the plugin's own durable state.
const rotaShow = read({
  name: 'rota_show',
  toolset: 'rota',
  description: 'Show who is on call, in order of the day. Use rota_assign to change it.',
  input: z.object({}),
  output: z.object({ shifts: z.array(Shift) }),
  run: async ({ state }) => ({
    shifts: (await state.list()).map(({ key, value }) => ({ day: key, person: String(value) })),
  }),
});

const rotaAssign = write({
  name: 'rota_assign',
  toolset: 'rota',
  risk: 'reversible',
  description: 'Put somebody on call for one day.',
  input: z.object({ day, person: z.string().min(1).max(64).describe('Who, for example ada') }),
  output: Shift,
  async preview({ input, state }) {
    const current = (await state.get(input.day)) ?? null;
    if (current === input.person) throw new LineclearError('conflict', `${input.person} is on call on ${input.day} already.`);
    return {
      description: `Put ${input.person} on call on ${input.day} instead of ${String(current ?? 'nobody')}.`,
      guard: { current },
    };
  },
  async execute({ input, state }) {
    await state.set(input.day, input.person);
    return input;
  },
  // Setting the same value twice is harmless, so what stands there now is the answer.
  reconcile: async ({ input, state }) => ((await state.get(input.day)) === input.person ? 'executed' : 'failed'),
});

export const rotaPlugin = definePlugin({
  id: 'rota',
  title: 'On-call rota',
  version: '1.0.0',
  toolsets: { rota: { title: 'On-call rota', use: 'See and change who is on call.' } },
  tools: [rotaShow, rotaAssign],
});
