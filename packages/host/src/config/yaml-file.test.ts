import { expect, test } from 'vitest';
import { readYaml } from './yaml-file.ts';

const text = `# header
default: staging
profiles:
  staging:
    tasker: &tasker
      url: http://localhost
      token: abc
  production:
    tasker: *tasker
policy:
  - tool: x
  - { tool: y, allow: deny }
`;

test('knows the line and column of every key, through lists and aliases', async () => {
  const file = await readYaml(text);
  expect(file.issues).toEqual([]);
  expect(file.positionOf(['default'])).toEqual({ line: 2, column: 1 });
  expect(file.positionOf(['profiles', 'staging', 'tasker', 'token'])).toEqual({ line: 7, column: 7 });
  expect(file.positionOf(['profiles', 'production', 'tasker', 'url'])).toEqual({ line: 6, column: 7 });
  expect(file.positionOf(['policy', 1, 'allow'])).toEqual({ line: 12, column: 16 });
});

test('falls back to the closest key that is there', async () => {
  const file = await readYaml(text);
  expect(file.positionOf(['profiles', 'staging', 'celery', 'broker'])).toEqual({ line: 4, column: 3 });
  expect(file.positionOf([])).toEqual({ line: 2, column: 1 });
});

test.each([
  ['a: 1\nb: 2\na: 3\n', 3, 'twice'],
  ['a: [1, 2\nb: 3\n', 2, 'not YAML'],
  ['a: 1\n---\nb: 2\n', 2, 'second document'],
  ['a: !js/function x\n', 1, 'tags'],
])('names the line of a broken text', async (broken, line, message) => {
  const { issues } = await readYaml(broken);
  expect(issues[0]).toMatchObject({ line });
  expect(issues[0]?.message).toContain(message);
});

test('refuses a text that multiplies itself through aliases', async () => {
  const levels = Array.from(
    { length: 9 },
    (_level, index) => `a${index + 1}: &a${index + 1} [${Array.from({ length: 9 }, () => `*a${index}`).join(', ')}]`,
  );
  const { value, issues } = await readYaml(`a0: &a0 [x]\n${levels.join('\n')}\n`);
  expect(value).toBeUndefined();
  expect(issues[0]?.message).toContain('aliases');
});

test('an empty file is no value and no problem of the text', async () => {
  expect(await readYaml('')).toMatchObject({ value: null, issues: [] });
});
