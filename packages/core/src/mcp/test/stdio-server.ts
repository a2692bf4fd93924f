// A process that serves the fixture on stdin and stdout, for tests that need a real pipe.
import { serveStdio } from '../stdio/serve-stdio.ts';
import { fixtureCaller, fixturePath } from './fixture-path.ts';
import { silentLog } from './logs.ts';

const connection = serveStdio({
  path: fixturePath(),
  caller: fixtureCaller,
  logger: silentLog,
  graceMs: Number(process.env['GRACE_MS'] ?? 2_000),
  askTimes: { askMs: Number(process.env['ASK_MS'] ?? 2_000), patientMs: 4_000, beatMs: 100 },
  maxLineBytes: 100_000,
});
await connection.closed;
