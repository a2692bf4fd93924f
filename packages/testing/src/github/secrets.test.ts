import { expect, test } from 'vitest';
import { openSealedBox, sealingKeyOf } from './sealed/sealed-box.ts';
import { openGitHub } from './test/open.ts';

// Sealed by libsodium for the key whose secret is 32 sevens.
const sealed = 'DLvkM0R6SDySKbYzGg4o/hwWpErupivD4/1DdKjWphFrfGfveLFXXj5VVRA6tGG6o+xhkk6ylGTnZI+c';

test('opens what libsodium sealed, and nothing that was changed', () => {
  const key = sealingKeyOf(new Uint8Array(32).fill(7));
  const box = Buffer.from(sealed, 'base64');
  expect(Buffer.from(openSealedBox(box, key) ?? []).toString()).toBe('sesame öpen');
  expect(openSealedBox(box, sealingKeyOf(new Uint8Array(32).fill(8)))).toBeUndefined();
  box[box.byteLength - 1] = (box.at(-1) ?? 0) ^ 1;
  expect(openSealedBox(box, key)).toBeUndefined();
});

test('a secret is set sealed, listed without its value, and seen by the test only', async () => {
  const { widgets, world } = await openGitHub();
  const body = { encrypted_value: sealed, key_id: '568250167242549743' };
  expect(await widgets('GET /actions/secrets/public-key')).toMatchObject({ key_id: body.key_id });
  await widgets('PUT /actions/secrets/DEPLOY_TOKEN', body, 201);
  await widgets('PUT /actions/secrets/DEPLOY_TOKEN', body, 204);
  await widgets('PUT /actions/secrets/GITHUB_TOKEN', body, 422);
  await widgets('PUT /actions/secrets/OTHER', { ...body, encrypted_value: 'AAAA' }, 422);
  await widgets('PUT /environments/staging/secrets/DEPLOY_TOKEN', body, 404);
  await widgets('PUT /environments/staging', {});
  await widgets('PUT /environments/staging/secrets/DEPLOY_TOKEN', body, 201);
  expect(world.secret('octo/widgets', 'DEPLOY_TOKEN')).toBe('sesame öpen');
  const listed = await widgets('GET /actions/secrets');
  expect(listed).toMatchObject({ total_count: 1, secrets: [{ name: 'DEPLOY_TOKEN' }] });
  expect(JSON.stringify(listed)).not.toContain('sesame');
  await widgets('DELETE /actions/secrets/DEPLOY_TOKEN');
  expect(world.secret('octo/widgets', 'DEPLOY_TOKEN')).toBeUndefined();
  expect(world.secret('octo/widgets', 'DEPLOY_TOKEN', 'staging')).toBe('sesame öpen');
});
