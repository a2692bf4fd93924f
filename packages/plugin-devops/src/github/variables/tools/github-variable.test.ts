import { describe, expect, it } from 'vitest';
import { lostAnswers } from '../../test/lost-answers.ts';
import { startGitHub } from '../../test/start-github.ts';
import { githubVariableDelete } from './github-variable-delete.ts';
import { githubVariableList } from './github-variable-list.ts';
import { githubVariableSet } from './github-variable-set.ts';

const repo = 'octo/widgets';
const environment = 'eu/Zürich';
const region = { repo, name: 'REGION', value: 'eu' };

const start = async () => {
  const started = await startGitHub([githubVariableList, githubVariableSet, githubVariableDelete]);
  const { environments, variables } = started.sandbox.world.repository(repo).extras;
  environments.set(environment, { id: 1, by: 'octo', createdAtMs: 0, updatedAtMs: 0, body: {} });
  const stored = (name = 'REGION', of = '') => variables.get(`${of}/${name}`)?.value;
  const theirs = (value: string) => void variables.set('/REGION', { name: 'REGION', value, createdAtMs: 0, updatedAtMs: 0 });
  return { ...started, stored, theirs };
};

describe('github_variable_set', () => {
  it('creates a variable, then changes it', async () => {
    const { confirmTool, stored, sent } = await start();
    const { preview, outcome } = await confirmTool('github_variable_set', region);
    expect(preview).toMatchObject({
      description: 'Create the variable "REGION" of octo/widgets with test.',
      risk: 'reversible',
      changes: ['+ eu'],
    });
    expect([outcome['result'], stored()]).toEqual([{ name: 'REGION', change: 'created' }, 'eu']);
    const { preview: second } = await confirmTool('github_variable_set', { ...region, value: 'us\n1' });
    expect(second).toMatchObject({ changes: ['- eu', '+ us', '+ 1'] });
    expect(stored()).toBe('us\n1');
    expect(sent()).toEqual(['POST /repos/octo/widgets/actions/variables', 'PATCH /repos/octo/widgets/actions/variables/REGION']);
  });

  it('sets one of an environment, whatever its name', async () => {
    const { confirmTool, stored } = await start();
    await confirmTool('github_variable_set', { ...region, environment });
    await confirmTool('github_variable_set', { ...region, environment, value: 'us' });
    expect([stored('REGION', environment), stored()]).toEqual(['us', undefined]);
  });

  it.each(lostAnswers)('finds out that it took effect after an answer %s, and sends nothing again', async (_title, fault) => {
    const { confirmTool, sandbox, sent } = await start();
    sandbox.fail(fault, { unsafe: true });
    expect((await confirmTool('github_variable_set', region)).outcome).toMatchObject({ result: { change: 'created' } });
    const change = await confirmTool('github_variable_set', { ...region, value: 'us' });
    expect(change.outcome).toMatchObject({ result: { change: 'changed' } });
    expect(sent()).toHaveLength(2);
  });

  it('is stale when somebody else sets it meanwhile', async () => {
    const { callTool, theirs, sent } = await start();
    await callTool('github_variable_set', region);
    theirs('asia');
    await expect(callTool('github_variable_set', { ...region, confirm: true })).rejects.toMatchObject({ code: 'stale' });
    expect(sent()).toEqual([]);
  });

  it('warns of a value that is a secret or there already', async () => {
    const { previewTool, theirs } = await start();
    const key = ['-----BEGIN RSA', 'PRIVATE KEY-----\nMIIEow'].join(' ');
    expect(await previewTool('github_variable_set', { ...region, value: key })).toMatchObject({
      warnings: [expect.stringContaining('looks like a secret')],
    });
    theirs('eu');
    expect(await previewTool('github_variable_set', region)).toMatchObject({ warnings: ['It has this value already.'] });
    theirs('x'.repeat(48_000));
    const long = await previewTool('github_variable_set', { ...region, value: 'y'.repeat(48_000) });
    expect(long).toMatchObject({ changes: [`- ${'x'.repeat(4_000)}…`, `+ ${'y'.repeat(48_000)}`] });
  });

  it.each([
    ['a name in small letters', { ...region, name: 'region' }, 'invalid_input'],
    ['a value with what no preview can show', { ...region, value: 'eu\u202E\u200B' }, 'invalid_input'],
    ['a value that is too long', { ...region, value: 'ö'.repeat(25_000) }, 'invalid_input'],
    ['more lines than a preview can show', { ...region, value: '1\n'.repeat(20_000) }, 'invalid_input'],
    ['an environment that is not there', { ...region, environment: 'missing' }, 'not_found'],
  ])('refuses %s', async (_title, args, code) => {
    const { callTool, sent } = await start();
    await expect(callTool('github_variable_set', args)).rejects.toMatchObject({ code });
    expect(sent()).toEqual([]);
  });
});

describe('github_variable_list', () => {
  it('pages through values', async () => {
    const { callTool, confirmTool } = await start();
    expect(await callTool('github_variable_list', { repo })).toEqual({ variables: [], next_page: null });
    for (const name of ['A', 'B']) await confirmTool('github_variable_set', { ...region, name });
    const first = await callTool('github_variable_list', { repo, limit: 1 });
    expect(first).toMatchObject({ variables: [{ name: 'A', value: 'eu' }], next_page: 2 });
    const last = await callTool('github_variable_list', { repo, limit: 1, page: 2 });
    expect(last).toMatchObject({ variables: [{ name: 'B' }], next_page: null });
    await expect(callTool('github_variable_list', { repo, environment: 'missing' })).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('github_variable_delete', () => {
  const named = { repo, name: 'REGION' };

  it.each([['that arrives', undefined] as const, ...lostAnswers])('deletes it, after an answer %s', async (_title, fault) => {
    const { theirs, confirmTool, sandbox, stored, sent } = await start();
    theirs('eu');
    if (fault !== undefined) sandbox.fail(fault, { method: 'DELETE' });
    const { preview, outcome } = await confirmTool('github_variable_delete', named);
    expect(preview).toMatchObject({ description: expect.stringMatching(/^Delete the variable "REGION"/), changes: ['- eu'] });
    expect(outcome).toMatchObject({ status: 'executed', result: { deleted: 'REGION' } });
    expect([stored(), sent()]).toEqual([undefined, ['DELETE /repos/octo/widgets/actions/variables/REGION']]);
  });

  it('is stale when its value changed, and refused where there is none', async () => {
    const { theirs, callTool, sent } = await start();
    await expect(callTool('github_variable_delete', named)).rejects.toMatchObject({ code: 'not_found' });
    theirs('eu');
    await callTool('github_variable_delete', named);
    theirs('us');
    await expect(callTool('github_variable_delete', { ...named, confirm: true })).rejects.toMatchObject({ code: 'stale' });
    expect(sent()).toEqual([]);
  });
});
