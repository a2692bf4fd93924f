import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { tempFolder } from '../temp-folder.ts';
import { goneSoon, isAlive, programs } from './start-process.ts';

const host = fileURLToPath(new URL('host-process.ts', import.meta.url));
const files = {
  ...programs,
  // It starts a child and a grandchild, and ignores what a terminal or a broken pipe tells it when it is asked to.
  'generations.mjs': `import { spawn } from 'node:child_process';
    const [depth, kind] = [Number(process.argv[2]), process.argv[3]];
    if (kind === 'stubborn') for (const signal of ['SIGTERM', 'SIGHUP', 'SIGPIPE']) process.on(signal, () => {});
    console.log('pid', process.pid);
    if (depth > 0) spawn(process.execPath, ['generations.mjs', String(depth - 1), kind], { stdio: 'inherit' });
    else console.log('all up');
    setInterval(() => {}, 1000);`,
};

/** Starts a host with two families of three, one of them on a terminal, and yields what runs once it says so. */
const startHost = async (ending: 'closes' | 'exits' | 'fails' | 'waits', kind = 'plain') => {
  const root = await tempFolder(files);
  const child = spawn(process.execPath, ['--conditions=@lineclear/source', host, root, ending, 'generations.mjs', '2', kind], {
    // Node tells of a defect there.
    stdio: ['ignore', 'pipe', ending === 'fails' ? 'ignore' : 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const ended = once(child, 'close');
  let text = '';
  child.stdout.setEncoding('utf8');
  await new Promise<void>((resolve) => {
    child.stdout.on('data', (chunk: string) => {
      text += chunk;
      if (text.includes('started')) resolve();
    });
    child.stdout.on('end', resolve);
  });
  const pids = [...text.matchAll(/pid (\d+)/g)].map(([, pid]) => Number(pid));
  onTestFinished(() => pids.forEach((pid) => kill(pid)));
  return { child, ended, pids };
};

const kill = (pid: number): void => {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It is gone, as it should be.
  }
};

describe('the end of a host', () => {
  it.each(['plain', 'stubborn'])(
    'ends all that it started when it closes, %s programs too',
    async (kind) => {
      const { pids, child } = await startHost('closes', kind);
      expect(pids).toHaveLength(6);
      expect(await Promise.all(pids.map(isAlive))).not.toContain(true);
      child.kill('SIGKILL');
    },
    120_000,
  );

  it.each(['exits', 'fails'] as const)(
    'ends them when it %s without closing',
    async (ending) => {
      const { pids, ended } = await startHost(ending, 'stubborn');
      await ended;
      expect(pids).toHaveLength(6);
      expect(await goneSoon(pids)).toBe(true);
    },
    120_000,
  );

  it('leaves a hang-up for programs on a terminal when it is killed outright', async () => {
    const { pids, child, ended } = await startHost('waits');
    expect(await Promise.all(pids.map(isAlive))).not.toContain(false);
    child.kill('SIGKILL');
    await ended;
    expect(await goneSoon(pids.slice(3))).toBe(true);
  });
});
