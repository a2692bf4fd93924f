import type { JsonObject } from '@lineclear/core/plugin';
import { type Examples, type GitHubBackend, widgets } from '../backend.ts';

const repo = widgets;
const main = { repo, branch: 'main' };

const protection = (fields: JsonObject) => (backend: GitHubBackend) =>
  void backend.world.repository(widgets).protections.set('main', {
    required_status_checks: { strict: true, contexts: [], checks: [{ context: 'test', app_id: -1 }] },
    required_pull_request_reviews: { required_approving_review_count: 2 },
    enforce_admins: true,
    restrictions: null,
    ...fields,
  });

const ruleset = (fields: object) => (backend: GitHubBackend) =>
  void backend.world.repository(widgets).rulesets.set(7, {
    id: 7,
    createdAtMs: 0,
    updatedAtMs: 0,
    name: 'Theirs',
    target: 'branch',
    enforcement: 'active',
    bypassActors: [],
    conditions: { ref_name: { include: ['~ALL'], exclude: [] } },
    rules: [{ type: 'deletion' }],
    ...fields,
  });

/** The toolset administration, as far as it is about what may be pushed and merged. */
export const branchRuleExamples: Examples = {
  github_protection_get: [
    { input: main, arrange: protection({}) },
    { input: { repo, branch: 'missing' }, error: 'not_found' },
  ],
  github_protection_put: [
    { input: { ...main, approvals: 1, checks: ['test'] }, drift: protection({}) },
    { input: { ...main, approvals: 1 }, arrange: protection({}), drift: protection({ lock_branch: true }) },
    { input: { ...main, strict: true }, error: 'invalid_input' },
  ],
  github_protection_delete: [
    { input: main, arrange: protection({}), drift: protection({ lock_branch: true }) },
    { input: { repo, branch: 'feature' }, error: 'not_found' },
  ],
  github_ruleset_list: [{ input: { repo }, arrange: ruleset({}) }],
  github_ruleset_get: [
    { input: { repo, ruleset_id: 7 }, arrange: ruleset({}) },
    { input: { repo, ruleset_id: 8 }, error: 'not_found' },
  ],
  github_ruleset_put: [
    {
      input: { repo, name: 'Main', include: ['~DEFAULT_BRANCH'], rules: [{ type: 'deletion' }, { type: 'non_fast_forward' }] },
      drift: ruleset({ name: 'Main' }),
    },
    { input: { repo, ruleset_id: 7, enforcement: 'disabled' }, arrange: ruleset({}), drift: ruleset({ rules: [] }) },
    { input: { repo, name: 'Main' }, error: 'invalid_input' },
  ],
  github_ruleset_delete: [
    { input: { repo, ruleset_id: 7 }, arrange: ruleset({}), drift: ruleset({ rules: [] }) },
    { input: { repo, ruleset_id: 8 }, error: 'not_found' },
  ],
};
