import type { Finding } from '../finding.ts';
import { openHttpLoad } from '../load/http-load.ts';
import { noOpAnswer } from '../load/messages.ts';
import { sessionCalls } from '../load/requests.ts';
import { compareHttp, type LoadedServer } from '../measure/compare-http.ts';
import { ratio, summary } from '../measure/statistics.ts';
import { startServer } from '../processes/start-server.ts';
import { temporaryFolder } from '../processes/temporary-folder.ts';
import type { Scenario } from '../scenario.ts';

const connections = 16;

/** Older clients must not pay for what lineclear adds. */
export const httpSessions: Scenario = {
  name: 'http-sessions',
  title: 'A no-op read tool over HTTP, sessions of 2025-11-25',
  method:
    'tools/call on 16 keep-alive connections with a session each, 10 tools. SDK: McpServer on a NodeStreamableHTTPServerTransport per session. Both answer as event streams.',
  run: async (pace) => {
    await using stack = new AsyncDisposableStack();
    const folder = stack.use(await temporaryFolder());
    const start = async (script: string): Promise<LoadedServer> => {
      const server = stack.use(await startServer({ script, args: ['10', folder.path] }));
      const { port } = server;
      const request = await sessionCalls({ port, connections });
      return { server, load: stack.use(await openHttpLoad({ port, connections, request, expected: noOpAnswer })) };
    };
    const subjects = { lineclear: await start('lineclear-http.ts'), SDK: await start('sdk-sessions-http.ts') };
    const turnsOf = await compareHttp({ subjects, pace });
    const rates = (name: keyof typeof subjects) => turnsOf(name).map(({ perSecond }) => perSecond);
    return [
      {
        what: 'requests/s of lineclear ÷ SDK',
        ...ratio({ of: rates('lineclear'), to: rates('SDK') }),
        unit: '×',
        budget: { atLeast: 0.95 },
      },
      ...(['lineclear', 'SDK'] as const).flatMap((name): Finding[] => [
        { what: name, ...summary(rates(name)), unit: 'requests/s' },
        { what: `${name}, p50`, ...summary(turnsOf(name).map(({ p50Ms }) => p50Ms)), unit: 'ms' },
        {
          what: `${name}, server's processor time per request`,
          ...summary(turnsOf(name).map(({ cpuMicros }) => cpuMicros)),
          unit: 'µs',
        },
      ]),
    ];
  },
};
