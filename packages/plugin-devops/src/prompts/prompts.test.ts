import { expect, test } from 'vitest';
import github from '../github/index.ts';
import devops from '../index.ts';

const known = new Set([...devops.tools, ...github.tools].map(({ name }) => name));
const toolsIn = (text: string): readonly string[] => [...text.matchAll(/`([a-z]+(?:_[a-z]+)+)`/g)].map(([, name]) => name ?? '');
const prompts = [devops, github].flatMap((plugin) =>
  (plugin.prompts ?? []).map((prompt) => ({ name: prompt.name, prompt, plugin })),
);

test('there is a prompt for each way of working on code', () => {
  expect(prompts.map(({ name }) => name)).toEqual(['refactor_code', 'develop_feature', 'ship_hotfix', 'review_together']);
});

test.each(prompts)('$name names only tools that there are, and leads through those that it needs', ({ prompt, plugin }) => {
  const named = toolsIn(String(prompt.render({ args: {} })));
  expect(named.filter((name) => !known.has(name))).toEqual([]);
  expect(prompt.tools?.filter((name) => !plugin.tools.some((tool) => tool.name === name))).toEqual([]);
  expect(named.length).toBeGreaterThan(6);
});

test('what is known is filled in', () => {
  const text = (name: string, args: object) => String(prompts.find((one) => one.name === name)?.prompt.render({ args }));
  expect(text('review_together', { repo: 'octo/widgets', number: '45' })).toContain('pull request 45 of octo/widgets');
  expect(text('develop_feature', { branch: 'feature/user-auth' })).toContain('`git_branch_create` feature/user-auth');
  expect(text('ship_hotfix', { symptom: 'payments fail' })).toContain('for this: payments fail');
  expect(text('refactor_code', { path: 'src/cart', tests: 'npm test' })).toMatch(/Review src\/cart.*`test_run` with npm test/s);
});
