import { fileURLToPath } from 'node:url';
import type { Finding } from '../finding.ts';
import { legacyRequest, modernRequest, noOp, noOpAnswer } from '../load/messages.ts';
import { openStdioSession, startStdio, type StdioClient } from '../load/stdio-client.ts';
import { inTurns } from '../measure/in-turns.ts';
import { percentile, ratio, summary } from '../measure/statistics.ts';
import type { Pace } from '../pace.ts';
import { temporaryFolder } from '../processes/temporary-folder.ts';
import type { Scenario } from '../scenario.ts';

type Era = '2025-11-25' | '2026-07-28';

/** One person's assistant waits for each answer. */
export const stdioLatency: Scenario = {
  name: 'stdio-latency',
  title: 'A no-op read tool over stdio',
  method:
    'tools/call as lines to a child process, one at a time, 10 tools; the p50 of every turn. lineclear with policy, redaction, audit and metrics as over HTTP. SDK: McpServer in serveStdio.',
  run: async (pace) => [...(await compareEra({ era: '2026-07-28', pace })), ...(await compareEra({ era: '2025-11-25', pace }))],
};

const compareEra = async ({ era, pace }: { era: Era; pace: Pace }): Promise<readonly Finding[]> => {
  await using stack = new AsyncDisposableStack();
  const folder = stack.use(await temporaryFolder());
  const start = async (script: string): Promise<StdioClient> => {
    const path = fileURLToPath(new URL(`../subjects/${script}`, import.meta.url));
    const client = stack.use(startStdio({ args: ['--conditions=@lineclear/source', path, folder.path] }));
    if (era === '2025-11-25') await openStdioSession(client);
    await callMany({ client, era, calls: pace.calls });
    return client;
  };
  const subjects = { lineclear: await start('lineclear-stdio.ts'), SDK: await start('sdk-stdio.ts') };
  const samplesOf = await inTurns({
    subjects,
    rounds: pace.rounds,
    measure: (client) => callMany({ client, era, calls: pace.calls }),
  });
  const [ours, theirs] = [samplesOf('lineclear'), samplesOf('SDK')];
  return [
    { what: `${era}: p50 of lineclear ÷ SDK`, ...ratio({ of: ours, to: theirs }), unit: '×', budget: { atMost: 1.1 } },
    { what: `${era}: lineclear, p50`, ...summary(ours), unit: 'µs' },
    { what: `${era}: SDK, p50`, ...summary(theirs), unit: 'µs' },
  ];
};

/** The p50 of so many calls, in microseconds. */
const callMany = async ({ client, era, calls }: { client: StdioClient; era: Era; calls: number }): Promise<number> => {
  const make = era === '2025-11-25' ? legacyRequest : modernRequest;
  const times: number[] = [];
  for (let id = 1; id <= calls; id += 1) {
    const line = make({ id, method: 'tools/call', params: noOp });
    const started = performance.now();
    const answer = await client.ask(line);
    times.push((performance.now() - started) * 1_000);
    if (!answer.includes(noOpAnswer)) throw new Error(`a server answered something else: ${answer.slice(0, 500)}`);
  }
  return percentile(times, 0.5);
};
