import { afterEach, describe, expect, test } from 'vitest';
import { type Line, profiles, startLine } from './test/line.ts';

let line: Line;
afterEach(() => line.composition.close());

const on = { state: 'on' };

describe('profiles and policy', () => {
  test('writes reach the active profile only, reads any', async () => {
    line = await startLine();
    expect(await line.says('lamp_set', { ...on, profile: 'production' })).toBe('write_profile_locked');
    expect(await line.says('lamp_get', { profile: 'production' })).toBe('ok');
    expect(await line.says('lamp_get', { profile: 'nowhere' })).toBe('profile_not_found');
    expect(await line.says('lamp_get', { profile: 'production' }, { profiles: ['staging'] })).toBe('profile_not_found');
  });

  test('a read takes no confirm and no ticket', async () => {
    line = await startLine();
    expect(await line.says('lamp_get', { confirm: true })).toBe('invalid_input');
    expect(await line.says('lamp_get', { ticket: 'lct_0' })).toBe('invalid_input');
  });

  test('a read-only caller and a profile without writes are refused', async () => {
    line = await startLine({
      profiles: profiles({ profiles: { staging: { tier: 'staging', writes: 'off', connections: { lamp: {} } } } }),
    });
    expect(await line.says('lamp_set', on)).toBe('writes_off');
    await line.composition.close();
    line = await startLine();
    expect(await line.says('lamp_set', on, { readOnly: true })).toBe('writes_off');
  });

  test('the first matching rule decides: deny, preview only, a stricter approval', async () => {
    line = await startLine({
      profiles: profiles({
        policy: [
          { tool: 'lamp_add', allow: 'deny' },
          { tool: 'lamp_set', allow: 'preview' },
          { principal: 'intern', approval: 'human' },
        ],
      }),
    });
    expect(await line.says('lamp_add', on)).toBe('forbidden');
    expect(await line.says('lamp_set', on)).toBe('preview');
    expect(await line.says('lamp_set', { ...on, confirm: true })).toBe('forbidden');
    expect(await line.value('lamp_break', on, { principal: 'intern' })).toMatchObject({ approval: { required: 'human' } });
  });

  test('direct writes run in one call where the profile says so, never where a person is needed', async () => {
    const direct = ['lamp_set', 'lamp_break'];
    line = await startLine({
      profiles: profiles({ profiles: { staging: { tier: 'staging', direct, connections: { lamp: {} } } } }),
    });
    expect(await line.says('lamp_set', on)).toBe('executed');
    expect(await line.says('lamp_break', { state: 'off' })).toBe('preview');
    expect(line.lamp.writes).toHaveLength(1);
  });
});
