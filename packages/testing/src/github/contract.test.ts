import { expect, test } from 'vitest';
import { loadContract } from './contract/contract.ts';
import { missingContract } from './contract/document.ts';
import { openGitHub } from './test/open.ts';

test.for([
  ['/repos/octo/widgets', 'full_name'],
  ['/repos/octo/widgets/pulls/1', 'mergeable_state'],
  ['/repos/octo/widgets/issues/1', 'title'],
  ['/repos/octo/widgets/branches/main', 'protected'],
  ['/repos/octo/widgets/compare/main...feature', 'ahead_by'],
  ['/repos/octo/widgets/actions/workflows/test.yml', 'state'],
] as const)('the description would notice a wrong answer to %s', async ([path, field], { skip }) => {
  skip(missingContract !== undefined, missingContract);
  const contract = await loadContract();
  const { send, world } = await openGitHub();
  world.addIssue('octo/widgets', { author: 'octo', title: 'Raise', pull: { head: 'feature', base: 'main' } });
  const { json } = await send(`GET ${path}`, {}, 200);
  const answer = { method: 'GET', path, status: 200 };
  const { [field]: _, ...rest } = json as Record<string, unknown>;
  expect(contract?.answerProblems({ ...answer, json: rest })).toEqual([`must have required property '${field}'`]);
  expect(contract?.answerProblems({ ...answer, json: { ...rest, [field]: [] } })).not.toEqual([]);
});

test('says why nothing is checked, where the description is absent', async () => {
  const { unchecked } = await openGitHub();
  expect(unchecked).toBe(missingContract);
});
