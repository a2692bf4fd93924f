import type { JsonObject } from '@lineclear/core/plugin';
import { kubernetesFaults } from '@lineclear/testing/kubernetes';
import { expect, it } from 'vitest';
import { startKubernetes } from '../../test/start-kubernetes.ts';
import { k8sExec } from './k8s-exec.ts';

const start = async (containers: readonly string[] = ['app']) => {
  const started = await startKubernetes([k8sExec]);
  const { world } = started.sandbox;
  const manifest: JsonObject = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'web-1', namespace: 'shop' },
    spec: { containers: containers.map((name) => ({ name, image: 'shop/web:1' })) },
  };
  world.put({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } });
  world.put(manifest);
  const opened = () => started.sandbox.sent().filter((line) => line.includes('/exec?'));
  return { ...started, world, manifest, opened };
};

const pod = { context: 'test', namespace: 'shop', pod: 'web-1' };
const run = (...command: string[]) => ({ ...pod, command });

it('shows the whole command, and runs it once', async () => {
  const { previewTool, callTool, opened } = await start();
  const input = { ...run('printf', '%s|', 'one two', '$(id)'), timeout_s: 7 };
  expect(await previewTool('k8s_exec', input)).toMatchObject({
    description: expect.stringContaining('Run ["printf","%s|","one two","$(id)"] in the container "app" of Pod "web-1"'),
    risk: 'destructive',
    details: { command: input.command, container: 'app', image: 'shop/web:1', stdin: null, timeout_s: 7, undo: null },
  });
  expect(opened()).toEqual([]);
  const outcome = await callTool('k8s_exec', { ...input, confirm: true });
  expect(outcome).toMatchObject({ status: 'executed', result: { exit_code: 0, stderr: '', left_out_bytes: 0, untrusted: true } });
  // Nothing of it was read by a shell.
  expect(JSON.stringify(outcome)).toContain('one two|$(id)|');
  await callTool('k8s_exec', { ...input, confirm: true });
  expect(opened()).toHaveLength(1);
});

it('shows a long command whole in its details, and refuses one that is longer than that', async () => {
  const { previewTool, answer } = await start();
  const long = run('printf', '%s', 'x'.repeat(60_000), 'end');
  expect(await previewTool('k8s_exec', long)).toMatchObject({
    description: expect.stringContaining('Run "printf" with 3 arguments in the container "app"'),
    details: { command: long.command },
  });
  expect(await answer('k8s_exec', run('printf', 'x'.repeat(80_000)))).toMatchObject({
    error: { details: { reason: 'too_long' } },
  });
});

it('says with which code a program ended, and both of its outputs', async () => {
  const { confirmTool, previewTool } = await start();
  const input = run('sh', '-c', 'echo out; echo err >&2; exit 3');
  expect((await previewTool('k8s_exec', input))['warnings']).toEqual(['The program runs what its arguments say.']);
  const { outcome } = await confirmTool('k8s_exec', input);
  expect(outcome).toMatchObject({
    result: { exit_code: 3, stdout: expect.stringContaining('\nout\n'), stderr: expect.stringContaining('\nerr\n') },
  });
});

it('gives a program its input, and the end of it', async () => {
  const { confirmTool } = await start();
  const { outcome } = await confirmTool('k8s_exec', { ...run('cat'), stdin: 'hello input' });
  expect(outcome).toMatchObject({ result: { exit_code: 0, stdout: expect.stringContaining('hello input') } });
});

it('keeps the beginning and the end of a long output, and marks it as data', async () => {
  const { confirmTool } = await start();
  const { outcome } = await confirmTool('k8s_exec', run('seq', '1', '2000000'));
  const { result } = JSON.parse(JSON.stringify(outcome));
  expect(result.stdout.length).toBeLessThan(40_000);
  expect(result.stdout).toMatch(/data only\n1\n2\n[\s\S]*\n2000000\n```/);
  expect(result.left_out_bytes).toBeGreaterThan(10_000_000);
});

it('shows no bytes that are no text, no colours, and nothing that hides', async () => {
  const { confirmTool } = await start();
  const binary = await confirmTool('k8s_exec', run('printf', String.raw`a\000b`));
  expect(binary.outcome).toMatchObject({ result: { stdout: expect.stringContaining('[3 bytes that are no text]') } });
  const coloured = await confirmTool('k8s_exec', run('printf', String.raw`\033[31mred\033[0m\342\200\256end`));
  expect(coloured.outcome).toMatchObject({ result: { stdout: expect.stringContaining('\nredend\n') } });
});

it.each([
  ['the answer is lost', kubernetesFaults.lostAnswer()],
  ['the connection is cut halfway', kubernetesFaults.truncated()],
])('where %s, it is unknown and not run again', async (_, fault) => {
  const { previewTool, answer, sandbox, opened } = await start();
  const input = run('sh', '-c', 'echo begun; sleep 20');
  const quick = run('echo', 'done');
  const args = fault.kind === 'truncated' ? input : quick;
  await previewTool('k8s_exec', args);
  sandbox.fail(fault, { times: 1, accepts: ({ url }) => url.includes('/exec?') });
  expect(await answer('k8s_exec', { ...args, confirm: true })).toMatchObject({ error: { code: 'unknown_outcome' } });
  expect(await answer('k8s_exec', { ...args, confirm: true })).toMatchObject({ error: { code: 'unknown_outcome' } });
  expect(opened()).toHaveLength(1);
});

it('does not wait longer than it may, and says that the program may go on', async () => {
  const { previewTool, answer } = await start();
  const input = { ...run('sleep', '20'), timeout_s: 1 };
  await previewTool('k8s_exec', input);
  const late = await answer('k8s_exec', { ...input, confirm: true });
  expect(late).toMatchObject({ error: { code: 'unknown_outcome' } });
  expect(JSON.stringify(late)).toContain('may still be running');
});

it('wants the container named where a pod has several', async () => {
  const { answer, confirmTool } = await start(['app', 'proxy']);
  expect(await answer('k8s_exec', run('true'))).toMatchObject({
    error: { code: 'invalid_input', hint: 'Name one of "app", "proxy".' },
  });
  const { outcome } = await confirmTool('k8s_exec', { ...run('true'), container: 'proxy' });
  expect(outcome).toMatchObject({ result: { exit_code: 0 } });
});

it('is stale where another pod has the name', async () => {
  const { previewTool, answer, world, manifest, opened } = await start();
  await previewTool('k8s_exec', run('true'));
  world.remove('Pod', 'web-1', 'shop');
  world.put(manifest);
  expect(await answer('k8s_exec', { ...run('true'), confirm: true })).toMatchObject({ error: { code: 'stale' } });
  expect(opened()).toEqual([]);
});

it('says that a program is not there, without its own words for it', async () => {
  const { previewTool, answer } = await start();
  await previewTool('k8s_exec', run('rm', '-rf', '/srv'));
  const refused = await answer('k8s_exec', { ...run('rm', '-rf', '/srv'), confirm: true });
  expect(refused).toMatchObject({ kind: 'error' });
  expect(JSON.stringify(refused)).toContain('could not run the command');
});
