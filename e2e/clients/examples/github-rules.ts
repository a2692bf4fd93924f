import { expect } from 'vitest';
import type { Example } from '../example.ts';
import { widgets } from '../github-sandbox.ts';
import { inWidgets, seededGitHubIds } from '../github-world.ts';

const { rulesets } = await seededGitHubIds();
const repo = widgets;
const asked = { risk: 'destructive', approval: { required: 'client' } };
const rules = [{ type: 'deletion' }, { type: 'non_fast_forward' }];

export const githubRuleReads: readonly Example[] = [
  {
    tool: 'github_protection_get',
    args: { repo, branch: 'guarded' },
    answers: { protected: true, protection: { checks: ['test'], strict: true, approvals: 1, enforce_admins: true } },
    error: { args: { repo, branch: 'missing' }, code: 'not_found' },
  },
  {
    tool: 'github_ruleset_list',
    args: { repo },
    answers: { rulesets: [{ ruleset_id: rulesets.tags, name: 'Tags', target: 'tag' }, { ruleset_id: rulesets.old }] },
    error: { args: { repo: 'octo/missing' }, code: 'not_found' },
  },
  {
    tool: 'github_ruleset_get',
    args: { repo, ruleset_id: rulesets.tags },
    answers: { name: 'Tags', include: ['refs/tags/old-*'], rules: [{ type: 'deletion' }] },
    error: { args: { repo, ruleset_id: 999 }, code: 'not_found' },
  },
  {
    tool: 'github_alert_list',
    args: { repo, kind: 'dependency', severity: 'critical' },
    answers: { alerts: [{ number: 1, severity: 'critical', state: 'open' }], next: null },
    error: { args: { repo, kind: 'secret', severity: 'low' }, code: 'invalid_input' },
  },
  {
    tool: 'github_alert_get',
    args: { repo, kind: 'secret', number: 1 },
    answers: { state: 'open', locations: [{ path: '.env' }], closed: null },
    error: { args: { repo, kind: 'secret', number: 9 }, code: 'not_found' },
  },
];

export const githubRuleWrites: readonly Example[] = [
  {
    tool: 'github_protection_put',
    args: { repo, branch: 'docs', approvals: 1, checks: ['test'] },
    answers: { risk: 'reversible', details: { after: { approvals: 1, checks: ['test'] } } },
    executes: {
      result: { approvals: 1, checks: ['test'] },
      afterwards: inWidgets(({ protections }) => protections.get('docs')?.['required_pull_request_reviews']),
      found: expect.objectContaining({ required_approving_review_count: 1 }),
    },
    error: { args: { repo, branch: 'docs', strict: true }, code: 'invalid_input' },
  },
  {
    tool: 'github_protection_delete',
    args: { repo, branch: 'guarded' },
    answers: { ...asked, before: { approvals: 1 } },
    executes: {
      result: { unprotected: 'guarded' },
      afterwards: inWidgets(({ protections }) => protections.has('guarded')),
      found: false,
    },
    error: { args: { repo, branch: 'feature' }, code: 'not_found' },
  },
  {
    tool: 'github_ruleset_put',
    args: { repo, name: 'Main', include: ['~DEFAULT_BRANCH'], rules },
    answers: { risk: 'reversible' },
    executes: {
      result: { name: 'Main', enforcement: 'active' },
      afterwards: inWidgets((repository) => [...repository.rulesets.values()].find(({ name }) => name === 'Main')?.rules),
      found: rules,
    },
    error: { args: { repo, name: 'Main' }, code: 'invalid_input' },
  },
  {
    tool: 'github_ruleset_delete',
    args: { repo, ruleset_id: rulesets.old },
    answers: { ...asked, before: { name: 'Old tags' } },
    executes: {
      result: { deleted: rulesets.old },
      afterwards: inWidgets((repository) => repository.rulesets.has(rulesets.old)),
      found: false,
    },
    error: { args: { repo, ruleset_id: 999 }, code: 'not_found' },
  },
  {
    tool: 'github_alert_update',
    args: { repo, kind: 'code', number: 1, action: 'close', reason: 'false_positive', comment: 'It is not one' },
    answers: { ...asked, details: { comment: 'It is not one' } },
    executes: {
      result: { number: 1, state: 'dismissed' },
      afterwards: inWidgets(({ alerts }) =>
        alerts['code-scanning'].map(({ body }) => [body['state'], body['dismissed_comment']]),
      ),
      found: [['dismissed', 'It is not one']],
    },
    error: { args: { repo, kind: 'code', number: 1, action: 'close' }, code: 'invalid_input' },
  },
];
