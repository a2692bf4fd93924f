import type { Finding } from '../finding.ts';
import { openHttpLoad } from '../load/http-load.ts';
import { noOpAnswer } from '../load/messages.ts';
import { modernCalls } from '../load/requests.ts';
import { compareHttp, type LoadedServer } from '../measure/compare-http.ts';
import { ratio, summary } from '../measure/statistics.ts';
import type { Pace } from '../pace.ts';
import { startServer } from '../processes/start-server.ts';
import { temporaryFolder } from '../processes/temporary-folder.ts';
import type { Scenario } from '../scenario.ts';

/** The whole path has to cost less than other libraries' empty one. */
export const httpNoOp: Scenario = {
  name: 'http-no-op',
  title: 'A no-op read tool over HTTP, 2026-07-28',
  method:
    'tools/call on 16 keep-alive connections. lineclear: policy, redaction, audit in SQLite with a file anchor, Prometheus metrics. SDK: McpServer in createMcpHandler. tmcp: its own HTTP transport, 2026-07-28 too (it answers as an event stream). Bare node:http answers a fixed text: what the load generator reaches at most.',
  run: async (pace) => [...(await compareWith({ tools: 1, pace })), ...(await compareWith({ tools: 100, pace }))],
};

const connections = 16;

const compareWith = async ({ tools, pace }: { tools: number; pace: Pace }): Promise<readonly Finding[]> => {
  await using stack = new AsyncDisposableStack();
  const folder = stack.use(await temporaryFolder());
  const start = async (script: string): Promise<LoadedServer> => {
    const server = stack.use(await startServer({ script, args: [String(tools), folder.path] }));
    const { port } = server;
    return {
      server,
      load: stack.use(await openHttpLoad({ port, connections, request: modernCalls(port), expected: noOpAnswer })),
    };
  };
  const subjects = {
    lineclear: await start('lineclear-http.ts'),
    SDK: await start('sdk-http.ts'),
    tmcp: await start('tmcp-http.ts'),
    'bare node:http': await start('bare-http.ts'),
  };
  const turnsOf = await compareHttp({ subjects, pace });
  const rates = (name: keyof typeof subjects) => turnsOf(name).map(({ perSecond }) => perSecond);
  const times = ratio({ of: rates('lineclear'), to: rates('SDK') });
  const toTmcp = ratio({ of: rates('lineclear'), to: rates('tmcp') });
  const toBare = ratio({ of: rates('lineclear'), to: rates('bare node:http') });
  const label = tools === 1 ? '1 tool' : `${tools} tools`;
  return [
    { what: `${label}: requests/s of lineclear ÷ SDK`, ...times, unit: '×', budget: { atLeast: 4 } },
    { what: `${label}: requests/s of lineclear ÷ tmcp`, ...toTmcp, unit: '×', budget: { atLeast: 2.5 } },
    { what: `${label}: requests/s of lineclear ÷ bare node:http`, ...toBare, unit: '×' },
    ...(['lineclear', 'SDK', 'tmcp', 'bare node:http'] as const).flatMap((name): Finding[] => [
      { what: `${label}: ${name}`, ...summary(rates(name)), unit: 'requests/s' },
      { what: `${label}: ${name}, p50`, ...summary(turnsOf(name).map(({ p50Ms }) => p50Ms)), unit: 'ms' },
      {
        what: `${label}: ${name}, server's processor time per request`,
        ...summary(turnsOf(name).map(({ cpuMicros }) => cpuMicros)),
        unit: 'µs',
      },
    ]),
  ];
};
