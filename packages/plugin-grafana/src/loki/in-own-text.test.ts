import { expect, test } from 'vitest';
import { findErrorPatternLogs } from '../tools/find-error-pattern-logs.ts';
import { findSlowRequests } from '../tools/find-slow-requests.ts';
import { startLokiTools } from './test/start-loki-tools.ts';

test.each(['find_error_pattern_logs', 'find_slow_requests'])('%s points into the text of its caller', async (tool) => {
  const { callTool } = await startLokiTools({ tools: [findErrorPatternLogs, findSlowRequests] });
  await expect(callTool(tool, { selector: '{service=' })).rejects.toMatchObject({
    code: 'invalid_input',
    hint: expect.stringContaining('The expression ends too early'),
    details: { reason: 'syntax', line: 1, column: 10 },
  });
  await expect(callTool(tool, { selector: '\n {app="api"} |= |= "x"' })).rejects.toMatchObject({
    details: { reason: 'syntax', line: 2, column: 17 },
  });
});
