// A process that serves the fixture on stdin and stdout, for tests that need a real pipe.
import { serveStdio } from '../stdio/serve-stdio.ts';
import { fixtureCaller, fixturePath } from './fixture-path.ts';
import { silentLog } from './logs.ts';

const connection = serveStdio({
  path: fixturePath(),
  caller: fixtureCaller,
  logger: silentLog,
  graceMs: 2_000,
  maxLineBytes: 100_000,
});
await connection.closed;
