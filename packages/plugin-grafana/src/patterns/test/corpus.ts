import { randomValues } from './random-values.ts';

/** A line with the template that it was made from. */
export interface LabelledLine {
  readonly template: string;
  readonly line: string;
  readonly ns: bigint;
}

type Make = (values: ReturnType<typeof randomValues>) => string;

/** Lines of many shapes. Several differ in one word only, and several begin with a value. */
const templates: Readonly<Record<string, Make>> = {
  'plain: connected': ({ address, duration }) => `Connected to ${address()} in ${duration()}`,
  'plain: connection refused': ({ address }) => `Connection to ${address()} refused`,
  'plain: connection closed': ({ address }) => `Connection to ${address()} closed`,
  'plain: user logged in': ({ person, host }) => `${person()} logged in from ${host()}`,
  'plain: user logged out': ({ person, host }) => `${person()} logged out from ${host()}`,
  'plain: not found': ({ person }) => `ERROR user ${person()} not found`,
  'plain: quoted': ({ sentence }) => `WARN could not open "${sentence()}": permission denied`,
  'plain: retry': ({ int, duration }) => `retry ${int(1, 5)}/5 after ${duration()} (code=${int(1, 99)})`,
  'plain: list': ({ words }) => `rebalancing partitions [${words().join(', ')}] done`,
  'plain: time first': ({ time, hex }) => `${time()} INFO [main] c.e.Worker - job ${hex()} started`,
  'plain: time first, other end': ({ time, hex }) => `${time()} INFO [main] c.e.Worker - job ${hex()} stopped`,
  'plain: syslog': ({ int, address }) =>
    `Jan ${int(10, 28)} 12:${int(10, 59)}:${int(10, 59)} gw sshd[${int(1, 9999)}]: Failed password for root from ${address()} port ${int(1, 65_535)} ssh2`,
  'plain: no values': () => 'Out of memory',
  'plain: shut down': () => 'Shutting down gracefully',
  'logfmt: request': ({ time, path, int, duration, uuid }) =>
    `ts=${time()} level=info msg="request served" method=GET path=${path()} bytes=${int(1, 90_000)} duration=${duration()} trace=${uuid()}`,
  'logfmt: timeout': ({ time, path, duration, bool }) =>
    `ts=${time()} level=error msg="upstream timed out" path=${path()} after=${duration()} retried=${bool()}`,
  'logfmt: message with a name': ({ time, person }) =>
    `ts=${time()} level=error msg="no session of ${person()} left" caller=session.go:88`,
  'logfmt: quoted value': ({ time, sentence }) => `ts=${time()} level=warn msg="slow query" query="${sentence()}" rows=12`,
  'json: paid': ({ time, uuid, int, person }) =>
    JSON.stringify({
      time: time(),
      level: 'info',
      msg: 'invoice paid',
      invoice: uuid(),
      amount: int(1, 900),
      customer: person(),
    }),
  'json: declined': ({ time, uuid, int, person }) =>
    JSON.stringify({
      level: 'info',
      time: time(),
      msg: 'invoice declined',
      invoice: uuid(),
      amount: int(1, 900),
      customer: person(),
    }),
  'json: nested': ({ time, int, path, bool }) =>
    JSON.stringify({
      time: time(),
      level: 'error',
      error: 'bad gateway',
      http: { status: 502, path: path(), ms: int(1, 9000) },
      cached: bool(),
      tags: ['a'],
    }),
  'access: ok': ({ address, path, int }) =>
    `${address()} - - [10/Oct/2026:13:${int(10, 59)}:36 +0000] "GET ${path()} HTTP/1.1" 200 ${int(1, 99_999)} "-" "curl/8.${int(1, 9)}"`,
  'access: failed': ({ address, path, int }) =>
    `${address()} - - [10/Oct/2026:13:${int(10, 59)}:36 +0000] "GET ${path()} HTTP/1.1" 503 ${int(1, 99_999)} "-" "curl/8.${int(1, 9)}"`,
  'trace: java': ({ int, words }) =>
    [
      `java.lang.IllegalStateException: pool exhausted after ${int(1, 90)} tries`,
      ...words().map((word) => `\tat com.example.${word}.Pool.take(Pool.java:${int(1, 400)})`),
      `Caused by: java.net.SocketTimeoutException: Read timed out`,
    ].join('\n'),
  'trace: python': ({ int, words, person }) =>
    [
      'Traceback (most recent call last):',
      ...words().map((word) => `  File "/app/${word}.py", line ${int(1, 400)}, in ${word}`),
      `KeyError: '${person()}'`,
    ].join('\n'),
};

export const templateNames: readonly string[] = Object.keys(templates);

/** Lines of every template, as many of each, in an order that the seed decides. */
export const labelledCorpus = ({ seed, perTemplate }: { seed: number; perTemplate: number }): readonly LabelledLine[] => {
  const values = randomValues(seed);
  const lines = Array.from({ length: perTemplate }, () =>
    Object.entries(templates).map(([template, make]) => ({
      template,
      line: make(values),
      ns: BigInt(values.int(1, 1_000_000)) * 1_000n,
    })),
  ).flat();
  return values.shuffled(lines);
};
