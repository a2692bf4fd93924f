import { expect, onTestFinished, test } from 'vitest';
import * as z from 'zod';
import { read } from '../plugin/index.ts';
import { startWith } from './test/with-tools.ts';

const logs = read({
  name: 'logs_read',
  toolset: 'own',
  description: 'Read logs.',
  aliases: [
    { name: 'logs' },
    { name: 'tail', input: ({ begin, ...others }) => ({ ...others, ...(begin !== undefined && { start: begin }), limit: 10 }) },
    {
      name: 'head',
      input: ({ count, file }) => {
        if (file === undefined) throw new TypeError('no file');
        return { limit: count ?? 1, file };
      },
    },
  ],
  input: z.object({ start: z.string().optional(), limit: z.int().optional(), file: z.string().optional() }),
  output: z.object({}),
  run: () => ({}),
});

const messagesFor = async (args: object) => {
  const line = await startWith([logs]);
  onTestFinished(() => line.composition.close());
  const answer = await line.call('logs_read', args);
  return answer.kind === 'error' ? answer.error.details : answer;
};

test.each([
  ['an older name says the present one', { begin: 'now-1h' }, 'unknown field; it is called "start" now'],
  ['a mistyped name is compared with the known ones', { strt: 'now-1h' }, 'unknown field; did you mean "start"?'],
  ['a mapping that wants more says nothing', { count: 3 }, 'unknown field'],
  ["what every call of an alias gets is nobody's present name", { verbose: true }, 'unknown field'],
])('%s', async (_what, args, message) => {
  expect(await messagesFor(args)).toEqual({ problems: [{ path: Object.keys(args)[0], message }] });
});
