import { afterEach, describe, expect, test } from 'vitest';
import { errorOf, type Line, startLine } from './test/line.ts';

let line: Line;
afterEach(() => line.composition.close());

const args = { state: 'on', note: 'only when off' };
const refusal = { code: 'conflict', details: { reason: 'is_on' } };

describe('a preview that refuses', () => {
  test('is answered with its error, and there is nothing to confirm', async () => {
    line = await startLine();
    line.lamp.state = 'on';
    expect(await errorOf(line.value('lamp_set', args))).toMatchObject({ ...refusal, hint: 'Leave it.' });
    expect(await errorOf(line.value('lamp_set', { ...args, confirm: true }))).toMatchObject(refusal);
    expect(line.lamp.writes).toEqual([]);
  });

  test.each(['lamp_set', 'lamp_break'])(
    'makes the confirmation of an earlier preview stale, with what changed (%s)',
    async (tool) => {
      line = await startLine();
      await line.value(tool, args);
      line.lamp.state = 'on';
      expect(await errorOf(line.value(tool, { ...args, confirm: true }))).toMatchObject({
        code: 'stale',
        hint: 'Leave it.',
        details: { changed: { state: { was: 'off', is: 'on' } }, refusal: { ...refusal, message: 'The lamp is on.' } },
      });
      expect(line.lamp.writes).toEqual([]);
    },
  );
});
