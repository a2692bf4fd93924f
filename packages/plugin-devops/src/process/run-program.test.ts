import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { holdTimer } from '../../test/held-timer.ts';
import { goneSoon } from '../../test/process/start-process.ts';
import { tempFolder } from '../../test/temp-folder.ts';
import { openFolder } from '../files/folder.ts';
import { runProgram } from './run-program.ts';
import type { ProgramCall } from './run-program.ts';

const run = async ({ script, ...rest }: { script: string } & Partial<ProgramCall>) => {
  const folder = await openFolder(await tempFolder());
  onTestFinished(() => folder[Symbol.asyncDispose]());
  let stdout = '';
  const end = await runProgram({
    program: process.execPath,
    args: ['-e', script],
    folder,
    env: {},
    timeoutMs: 20_000,
    signal: new AbortController().signal,
    onStdout: (chunk) => (stdout += chunk),
    onStderr: () => undefined,
    ...rest,
  });
  return { ...end, stdout, folder: folder.real };
};

describe('runProgram', () => {
  it('runs in the folder that was opened, with exactly the environment it was given', async () => {
    const { stdout, folder, exitCode } = await run({
      script: 'console.log(process.cwd(), Object.keys(process.env).join())',
      env: { ONLY: '1' },
    });
    expect(stdout.trim()).toBe(`${folder} ONLY`);
    expect(exitCode).toBe(0);
  });

  it('reports exit codes and signals', async () => {
    expect(await run({ script: 'process.exit(7)' })).toMatchObject({ exitCode: 7, signal: null, stopped: undefined });
    expect(await run({ script: 'process.kill(process.pid, "SIGABRT")' })).toMatchObject({ exitCode: null, signal: 'SIGABRT' });
  });

  it('hands over stdin, and does not mind a program that never reads it', async () => {
    expect(await run({ script: 'process.stdin.pipe(process.stdout)', stdin: 'héllo' })).toMatchObject({ stdout: 'héllo' });
    expect(await run({ script: 'process.exit(0)', stdin: 'x'.repeat(1 << 20) })).toMatchObject({ exitCode: 0 });
  });

  it('ends the whole group at the timeout, also what ignores SIGTERM', async () => {
    const grandchild = `process.on('SIGTERM',()=>{});setInterval(()=>{},1000);console.log('deaf')`;
    const script = `const c=require('node:child_process').spawn(process.execPath,['-e',${JSON.stringify(grandchild)}],{stdio:'inherit'});console.log(c.pid);setInterval(()=>{},1000)`;
    const limit = holdTimer(77_000);
    let said = '';
    const onStdout = (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes('deaf')) limit.end();
    };
    expect(await run({ script, timeoutMs: 77_000, onStdout })).toMatchObject({ stopped: 'timeout' });
    const pid = Number(/\d+/.exec(said));
    expect(pid).toBeGreaterThan(1);
    expect(await goneSoon([pid])).toBe(true);
  });

  it('ends what a finished program left running in its group', async () => {
    const script = `const c=require('node:child_process').spawn(process.execPath,['-e','setInterval(()=>{},1000)'],{stdio:'inherit'});console.log(c.pid);c.unref()`;
    const { stdout, exitCode, stopped } = await run({ script });
    expect({ exitCode, stopped }).toEqual({ exitCode: 0, stopped: undefined });
    expect(await goneSoon([Number(stdout)])).toBe(true);
  });

  it('stops when the caller leaves, also before it began', async () => {
    const controller = new AbortController();
    const running = run({
      script: 'console.log(1);setInterval(()=>{},1000)',
      signal: controller.signal,
      onStdout: () => controller.abort(),
    });
    expect(await running).toMatchObject({ stopped: 'cancelled', signal: 'SIGTERM' });
    expect(await run({ script: 'setInterval(()=>{},1000)', signal: AbortSignal.abort() })).toMatchObject({
      stopped: 'cancelled',
    });
  });

  it('fails with a certain "nothing ran" when the program cannot be started', async () => {
    const folder = await tempFolder({ 'not-executable': '' });
    for (const program of [join(folder, 'missing'), join(folder, 'not-executable')]) {
      await expect(run({ script: '', program })).rejects.toMatchObject({ code: 'invalid_input', effect: 'none' });
    }
    await expect(run({ script: '', args: ['x'.repeat(4 << 20)] })).rejects.toMatchObject({
      code: 'invalid_input',
      effect: 'none',
    });
  });

  it('passes arguments through untouched: no shell reads them', async () => {
    const args = ['$(touch pwned)', '`id`', '; rm -rf /', '&& id', '| sh', '> out', '*', "'", '"', '\n', '$HOME', '~'];
    const { stdout } = await run({
      script: 'console.log(JSON.stringify(process.argv.slice(1)))',
      args: ['-e', 'console.log(JSON.stringify(process.argv.slice(1)))', '--', ...args],
    });
    expect(JSON.parse(stdout)).toEqual(args);
  });
});
