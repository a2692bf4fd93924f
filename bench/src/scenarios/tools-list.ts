import type { Finding } from '../finding.ts';
import { openHttpLoad, type HttpLoad } from '../load/http-load.ts';
import { noOpAnswer } from '../load/messages.ts';
import { modernCalls, modernRequests } from '../load/requests.ts';
import { inTurns } from '../measure/in-turns.ts';
import { ratio, summary } from '../measure/statistics.ts';
import type { Pace } from '../pace.ts';
import { type Server, startServer } from '../processes/start-server.ts';
import { temporaryFolder } from '../processes/temporary-folder.ts';
import type { Scenario } from '../scenario.ts';

/** Lists are asked for by every client, again and again. */
export const toolsList: Scenario = {
  name: 'tools-list',
  title: 'tools/list with 10, 100 and 1000 tools',
  method:
    "2026-07-28 over HTTP, one connection, one request at a time; input schemas with four fields. Server time is the processor time of the server's process per list, which includes handing the text to the socket. The round trip has that of a no-op call taken off, and includes the client's share of the transfer.",
  run: async (pace) => {
    const findings: Finding[] = [];
    for (const tools of [10, 100, 1_000]) findings.push(...(await compareWith({ tools, pace })));
    return findings;
  },
};

interface Subject {
  readonly server: Server;
  readonly lists: HttpLoad;
  readonly calls: HttpLoad;
}

const compareWith = async ({ tools, pace }: { tools: number; pace: Pace }): Promise<readonly Finding[]> => {
  await using stack = new AsyncDisposableStack();
  const folder = stack.use(await temporaryFolder());
  const start = async (script: string): Promise<Subject> => {
    const server = stack.use(await startServer({ script, args: [String(tools), folder.path] }));
    const { port } = server;
    const lists = {
      port,
      connections: 1,
      request: modernRequests({ port, method: 'tools/list' }),
      expected: `search_${tools - 2}`,
    };
    const calls = { port, connections: 1, request: modernCalls(port), expected: noOpAnswer };
    const subject = { server, lists: stack.use(await openHttpLoad(lists)), calls: stack.use(await openHttpLoad(calls)) };
    await subject.lists.run(pace.warmUpMs);
    await subject.calls.run(pace.warmUpMs);
    return subject;
  };
  const subjects = { lineclear: await start('lineclear-http.ts'), SDK: await start('sdk-http.ts') };
  const samplesOf = await inTurns({ subjects, rounds: pace.rounds, measure: (subject) => measure({ subject, pace }) });
  const cpu = (name: keyof typeof subjects) => samplesOf(name).map(({ cpuMs }) => cpuMs);
  const label = `${tools} tools`;
  return [
    {
      what: `${label}: lineclear, server time`,
      ...summary(cpu('lineclear')),
      unit: 'ms',
      ...(tools === 1_000 ? { budget: { atMost: 2 } } : {}),
    },
    { what: `${label}: SDK, server time`, ...summary(cpu('SDK')), unit: 'ms' },
    { what: `${label}: server time of SDK ÷ lineclear`, ...ratio({ of: cpu('SDK'), to: cpu('lineclear') }), unit: '×' },
    ...(['lineclear', 'SDK'] as const).map((name): Finding => ({
      what: `${label}: ${name}, round trip`,
      ...summary(samplesOf(name).map(({ roundTripMs }) => roundTripMs)),
      unit: 'ms',
    })),
  ];
};

const measure = async ({ subject: { server, lists, calls }, pace }: { subject: Subject; pace: Pace }) => {
  const before = await server.usage();
  const list = await lists.run(pace.sliceMs);
  const cpuMs = ((await server.usage()) - before) / 1_000 / list.requests;
  const call = await calls.run(pace.sliceMs / 4);
  return { cpuMs, roundTripMs: list.p50Ms - call.p50Ms };
};
