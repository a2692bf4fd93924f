import { describe, expect, test } from 'vitest';
import { profiles, startLine } from './confirm/test/line.ts';

describe('a configuration that names what does not exist', () => {
  test.each([
    [{ tool: 'lamp_sett', allow: 'deny' } as const, 'lamp_sett'],
    [{ toolset: 'lamp/lamps', allow: 'deny' } as const, 'lamp/lamps'],
    [{ plugin: 'lamb', allow: 'deny' } as const, 'lamb'],
  ])('is refused for the rule %o', async (rule, name) => {
    await expect(startLine({ profiles: profiles({ policy: [rule] }) })).rejects.toMatchObject({
      code: 'invalid_input',
      message: expect.stringContaining(name),
    });
  });

  test('is refused for a direct entry that is no write tool', async () => {
    const direct = ['lamp_get'];
    const config = profiles({ profiles: { staging: { tier: 'staging', direct, connections: { lamp: {} } } } });
    await expect(startLine({ profiles: config })).rejects.toMatchObject({ message: expect.stringContaining('lamp_get') });
  });

  test('is taken when rules name built-in tools and wildcards', async () => {
    const line = await startLine({ profiles: profiles({ policy: [{ tool: ['audit_recent', 'lamp_*'], allow: 'deny' }] }) });
    expect(await line.says('audit_recent')).toBe('forbidden');
    expect(await line.says('lamp_get')).toBe('forbidden');
    await line.composition.close();
  });
});
