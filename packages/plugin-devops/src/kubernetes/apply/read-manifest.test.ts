import { expect, it } from 'vitest';
import { readManifest } from './read-manifest.ts';

const service = 'apiVersion: v1\nkind: Service\nmetadata: { name: web, namespace: shop }\n';

it('reads several documents and lists in their order, with the namespaces that they name', () => {
  const text = `---\n${service}---\n# nothing\n---\napiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: Namespace, metadata: {name: shop}}\n`;
  expect(readManifest(text).map(({ kind, namespace, name }) => [kind, namespace, name])).toEqual([
    ['Service', 'shop', 'web'],
    ['Namespace', '-', 'shop'],
  ]);
});

it('reads scalars as kubectl does', () => {
  const text = `${service}spec: { mode: 0644, on: yes, day: 2026-01-02, time: "12:30", clock: 12:30:45, gone: ~ }\n`;
  expect(readManifest(text)[0]?.body['spec']).toEqual({
    mode: 420,
    true: true,
    day: '2026-01-02',
    time: '12:30',
    clock: '12:30:45',
    gone: null,
  });
});

it('reads anchors and merge keys', () => {
  const text = `${service}x: &x { a: 1 }\nspec: { <<: *x, b: 2 }\n`;
  expect(readManifest(text)[0]?.body['spec']).toEqual({ a: 1, b: 2 });
});

const bomb = ['a: &a [x, x, x, x, x, x, x, x, x]']
  .concat([...'bcdefgh'].map((name, index) => `${name}: &${name} [${Array(9).fill(`*${'abcdefgh'[index]}`).join(', ')}]`))
  .join('\n');

it.each([
  ['nothing', '---\n---\n', 'no object'],
  ['no YAML', 'a: b: c', 'cannot be applied'],
  ['a key twice', `${service}kind: Secret\n`, 'unique'],
  ['a text', 'just words', 'Object 1'],
  ['no name', 'apiVersion: v1\nkind: Pod\nmetadata: { generateName: x- }\n', 'metadata.name'],
  ['a name of a path', 'apiVersion: v1\nkind: Pod\nmetadata: { name: ../web, namespace: shop }\n', 'metadata.name'],
  ['a flag as a name', 'apiVersion: v1\nkind: Pod\nmetadata: { name: "--server=x", namespace: shop }\n', 'metadata.name'],
  ['a kind in another spelling', service.replace('Service', 'service'), 'kind'],
  ['an object twice', `${service}---\n${service}`, 'twice'],
  ['too many aliases', `${service}${bomb}`, 'anchor'],
  ['a date', `${service}x: !!timestamp 2026-01-02\n`, undefined],
  ['too much text', `${service}x: ${'y'.repeat(300_000)}\n`, 'longer'],
  ['too many objects', Array.from({ length: 51 }, (_, n) => service.replace('web', `web-${n}`)).join('---\n'), 'more than 50'],
])('answers %s with its reason', (_, text, reason) => {
  const read = () => readManifest(text);
  if (reason === undefined) expect(read()).toHaveLength(1);
  else expect(read).toThrowError(expect.objectContaining({ code: 'invalid_input', message: expect.stringContaining(reason) }));
});
