import { expect, test } from 'vitest';
import database from '../database/index.ts';
import droplets from '../droplets/index.ts';
import github from '../github/index.ts';
import hosts from '../hosts/index.ts';
import devops from '../index.ts';
import kubernetes from '../kubernetes/index.ts';
import net from '../net/index.ts';

const plugins = [devops, github, hosts, net, kubernetes, droplets, database];
const known = new Set(plugins.flatMap(({ tools }) => tools.map(({ name }) => name)));
const toolsIn = (text: string): readonly string[] =>
  [...text.matchAll(/`([a-z0-9]+(?:_[a-z]+)+)`/g)].map(([, name]) => name ?? '');
const prompts = plugins.flatMap((plugin) => (plugin.prompts ?? []).map((prompt) => ({ name: prompt.name, prompt, plugin })));

test('there is a prompt for each way of working on code and on machines', () => {
  expect(prompts.map(({ name }) => name)).toEqual([
    'refactor_code',
    'develop_feature',
    'ship_hotfix',
    'review_together',
    'deploy_in_stages',
    'debug_production',
    'monitor_hosts',
    'debug_workload',
    'recover_from_disaster',
  ]);
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
  expect(text('deploy_in_stages', { service: 'shop', artifact: '/srv/shop.tar.gz' })).toContain(
    'Deploy /srv/shop.tar.gz of shop',
  );
  expect(text('debug_production', { symptom: 'payments fail', hosts: 'web-1' })).toContain('payments fail (hosts: web-1)');
  expect(text('monitor_hosts', { service: 'shop', hosts: 'web-1' })).toContain('of shop on web-1');
  expect(text('debug_workload', { workload: 'Deployment web' })).toContain('wrong with Deployment web.');
  expect(text('recover_from_disaster', { lost: 'the disk of db-1' })).toContain('from this: the disk of db-1');
  expect(text('refactor_code', { path: 'src/cart', tests: 'npm test' })).toMatch(/Review src\/cart.*`test_run` with npm test/s);
});
