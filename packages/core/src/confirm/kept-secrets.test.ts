import { afterEach, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { startWith } from '../calls/test/with-tools.ts';
import { LineclearError } from '../plugin/errors.ts';
import { secret } from '../plugin/secret.ts';
import { write } from '../plugin/tool.ts';
import type { Line } from './test/line.ts';

let line: Line;
afterEach(() => line.composition.close());

const ofProfile = 'marked-secret-token';
const ofInput = 'marked-secret-input';

/** A write whose guard and steps hold secrets; what `execute` gets is noted. */
const start = async (seen: unknown[], fails = false): Promise<void> => {
  const careless = write({
    name: 'careless',
    toolset: 'own',
    description: 'For tests.',
    risk: 'additive',
    input: z.object({ password: secret().describe('Any.') }),
    output: z.object({}),
    preview: ({ input }) => ({
      description: 'Be careless.',
      guard: { header: ofProfile, password: input.password.reveal(), etag: 7 },
    }),
    execute: ({ guard, step }) => {
      seen.push(guard);
      step(`sent ${ofProfile}`);
      if (fails) throw new LineclearError('upstream_error', 'broken', { effect: 'none' });
      return {};
    },
  });
  line = await startWith([careless]);
};

const keptText = async (): Promise<string> => JSON.stringify(await line.composition.store.plans({}));

describe('what a plan keeps', () => {
  test('holds no secret of the guard, and execute gets the guard as it was', async () => {
    const seen: unknown[] = [];
    await start(seen);
    await line.value('careless', { password: ofInput });
    expect(await keptText()).toContain('etag');
    expect(await keptText()).not.toContain('marked-secret');
    expect(await line.says('careless', { password: ofInput, confirm: true })).toBe('executed');
    expect(seen).toEqual([{ header: ofProfile, password: ofInput, etag: 7 }]);
  });

  test.each([true, false])('holds no secret of a step that was done; the write fails: %s', async (fails) => {
    await start([], fails);
    await line.value('careless', { password: ofInput });
    await line.call('careless', { password: ofInput, confirm: true });
    expect(await keptText()).toContain('sent [secret]');
    expect(await keptText()).not.toContain('marked-secret');
  });
});
