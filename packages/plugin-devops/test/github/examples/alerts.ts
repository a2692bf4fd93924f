import { type Examples, type GitHubBackend, widgets } from '../backend.ts';

const repo = widgets;
const kinds = { code: 'code-scanning', dependency: 'dependabot', secret: 'secret-scanning' } as const;

const found = (kind: keyof typeof kinds) => (backend: GitHubBackend) =>
  void backend.world.addAlert(widgets, { kind: kinds[kind], title: 'found', place: 'src/price.js' });
const fixed = (kind: keyof typeof kinds) => (backend: GitHubBackend) =>
  void Object.assign(backend.world.repository(widgets).alerts[kinds[kind]][0]?.body ?? {}, { state: 'fixed' });

export const alertExamples: Examples = {
  github_alert_list: [
    { input: { repo, kind: 'code' }, arrange: found('code') },
    { input: { repo, kind: 'dependency', severity: 'high' }, arrange: found('dependency') },
    { input: { repo, kind: 'secret', severity: 'high' }, error: 'invalid_input' },
  ],
  github_alert_get: [
    { input: { repo, kind: 'secret', number: 1 }, arrange: found('secret') },
    { input: { repo, kind: 'code', number: 9 }, error: 'not_found' },
  ],
  github_alert_update: [
    {
      input: { repo, kind: 'code', number: 1, action: 'close', reason: 'wont_fix', comment: 'Never reached' },
      arrange: found('code'),
      drift: fixed('code'),
    },
    {
      input: { repo, kind: 'secret', number: 1, action: 'close', reason: 'revoked' },
      arrange: found('secret'),
      drift: fixed('secret'),
    },
    { input: { repo, kind: 'code', number: 1, action: 'reopen' }, arrange: found('code'), error: 'conflict' },
  ],
};
