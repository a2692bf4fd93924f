import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { setTimeout as delay } from 'node:timers/promises';
import type { Finding } from '../finding.ts';
import { legacyRequest } from '../load/messages.ts';
import { openStdioSession, startStdio, type StdioCommand } from '../load/stdio-client.ts';
import { inTurns } from '../measure/in-turns.ts';
import { ratio, summary } from '../measure/statistics.ts';
import { withEveryConnection } from '../processes/every-connection.ts';
import { opsCommand } from '../processes/ops-command.ts';
import { publishOps } from '../processes/published-ops.ts';
import { temporaryFolder } from '../processes/temporary-folder.ts';
import type { Scenario } from '../scenario.ts';

/** Every client starts its servers when it starts, and keeps them for as long as it runs. */
export const startUp: Scenario = {
  name: 'start-up',
  needsApp: true,
  title: 'Start of the app ops over stdio',
  method:
    'From spawn to the last byte of the first tools/list, as a client of 2025-11-25 asks for it. ops is bundled as it is published, with a store and a compile cache of its own; it takes turns with a plain JavaScript server of the SDK that has one tool. Without a configuration it has its built-in profile; with every connection it loads and lists every tool. The first start of each, which fills the caches, is not counted. Memory is the resident set of ops, idle after that list.',
  run: async ({ starts, settleMs }) => {
    await using folder = await temporaryFolder();
    const ops = await publishOps(folder.path);
    const unbundled = opsCommand(folder.path);
    const connected = await withEveryConnection({ command: ops, folder: folder.path });
    const minimal = { args: [fileURLToPath(new URL('../subjects/sdk-minimal-stdio.mjs', import.meta.url))] };
    const first = await timeToList(ops);
    for (const command of [unbundled, connected, minimal]) await timeToList(command);
    const samplesOf = await inTurns({ subjects: { ops, minimal, unbundled, connected }, rounds: starts, measure: timeToList });
    const idle: number[] = [];
    for (let round = 0; round < 3; round += 1) idle.push(...(await idleMegabytes({ command: ops, settleMs })));
    const [ours, theirs] = [samplesOf('ops'), samplesOf('minimal')];
    return [
      { what: 'start of ops ÷ minimal SDK server', ...ratio({ of: ours, to: theirs }), unit: '×', budget: { atMost: 1.5 } },
      { what: 'ops', ...summary(ours), unit: 'ms' },
      { what: 'minimal SDK server', ...summary(theirs), unit: 'ms' },
      { what: 'ops with every connection ÷ minimal SDK server', ...ratio({ of: samplesOf('connected'), to: theirs }), unit: '×' },
      { what: 'ops, first start ever', value: first, unit: 'ms' },
      { what: 'ops from the workspace, not bundled', ...summary(samplesOf('unbundled')), unit: 'ms' },
      ...memoryOf(idle),
    ];
  },
};

const memoryOf = (megabytes: readonly number[]): readonly Finding[] =>
  megabytes.length === 0 ? [] : [{ what: 'ops, idle memory', ...summary(megabytes), unit: 'MB', budget: { atMost: 100 } }];

const list = legacyRequest({ id: 1, method: 'tools/list' });

const timeToList = async (command: StdioCommand): Promise<number> => {
  const started = performance.now();
  await using client = startStdio(command);
  await openStdioSession(client);
  const answer = await client.ask(list);
  const ms = performance.now() - started;
  if (!answer.includes('"tools":[{')) throw new Error(`no tools were listed: ${answer.slice(0, 500)}`);
  return ms;
};

/** The resident set of an idle server, in megabytes of 10^6 bytes; nothing where the system does not tell. */
const idleMegabytes = async ({ command, settleMs }: { command: StdioCommand; settleMs: number }): Promise<readonly number[]> => {
  await using client = startStdio(command);
  await openStdioSession(client);
  await client.ask(list);
  await delay(settleMs);
  const status = await readFile(`/proc/${client.pid}/status`, 'utf8').catch(() => '');
  const kibibytes = /^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1];
  return kibibytes === undefined ? [] : [(Number(kibibytes) * 1_024) / 1e6];
};
