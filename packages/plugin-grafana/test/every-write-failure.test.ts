import { type GrafanaFault, grafanaFaults } from '@lineclear/testing/grafana';
import { describe, expect, test } from 'vitest';
import { writeCalls } from './failures/calls.ts';
import { startEverything } from './failures/start-everything.ts';

const writes = Object.keys(writeCalls({ silence: '', incident: '' }));
const isWrite = ({ path, method }: { path: string; method: string }): boolean =>
  !['GET', 'HEAD'].includes(method) && !/\.(?:Get|Query)\w+$|\/query(?:_range)?$/.test(path);
const body = { message: 'in its own words' };

/** Previews, lets the write itself fail, confirms, and confirms once more when all is well again. */
const confirmed = async ({ tool, fault, spares }: { tool: string; fault: GrafanaFault; spares?: string }) => {
  const { previewTool, answer, sandbox, sent, writes: calls } = await startEverything();
  const args = { ...calls[tool] };
  const { ticket = null } = await previewTool(tool, args);
  const before = sandbox.world.state();
  const stop = sandbox.fail(fault, {
    accepts: (request) => isWrite(request) && (spares === undefined || !request.path.endsWith(spares)),
  });
  const confirm = { ...args, confirm: true, ticket };
  const first = await answer(tool, confirm);
  stop();
  const again = await answer(tool, confirm);
  return { first, again, sent: sent(), before, after: sandbox.world.state() };
};

describe.each(writes)('a confirmed %s', (tool) => {
  test.each([
    [400, 'invalid_input'],
    [401, 'unauthenticated'],
    [403, 'forbidden'],
    [404, 'not_found'],
    [409, 'stale'],
    [412, 'stale'],
    [413, 'invalid_input'],
  ])('that is refused with %i has changed nothing, and is not sent again', async (status, code) => {
    const { first, again, sent, before, after } = await confirmed({ tool, fault: grafanaFaults.status(status, body) });
    expect(first).toMatchObject({ kind: 'error', error: { code, hint: expect.stringMatching(/^\p{Lu}/u) } });
    expect(again).toMatchObject({ kind: 'error' });
    expect(sent).toHaveLength(1);
    expect(after).toEqual(before);
  });

  test('that comes too often says when to come again', async () => {
    const { first, sent } = await confirmed({ tool, fault: grafanaFaults.rateLimited(7) });
    expect(first).toMatchObject({ kind: 'error', error: { code: 'rate_limited', retry_after_s: 7 } });
    expect(sent).toHaveLength(1);
  });

  test.each([
    ['a login page', grafanaFaults.loginPage()],
    ['a redirect to one', grafanaFaults.loginRedirect()],
    ['20 MB', grafanaFaults.huge()],
    ['500', grafanaFaults.status(500, body)],
    ['a cut', grafanaFaults.cut()],
  ])('that is answered with %s has an unknown outcome, and is not sent again', async (_what, fault) => {
    const { first, again, sent } = await confirmed({ tool, fault });
    expect(first).toMatchObject({ kind: 'error', error: { code: 'unknown_outcome', hint: expect.stringMatching(/^\p{Lu}/u) } });
    expect(again).toMatchObject({ kind: 'error', error: { code: 'unknown_outcome' } });
    expect(sent).toHaveLength(1);
  });

  // The note before an incident is resolved is a request of its own; without its answer the incident stays open.
  const isTwo = tool === 'resolve_incident';
  test.each([
    ['504', grafanaFaults.status(504, {}, { afterEffect: true })],
    ['a cut', grafanaFaults.lostAnswer()],
  ])('whose answer was lost by %s is found to have happened, and happens once', async (_what, fault) => {
    const lost = await confirmed({ tool, fault, ...(isTwo && { spares: '.AddActivity' }) });
    expect(lost.first).toMatchObject({ kind: 'value', value: { status: 'executed' } });
    expect(lost.again).toMatchObject({ kind: 'value', value: { status: 'executed' } });
    expect(lost.sent).toHaveLength(isTwo ? 2 : 1);
    expect(lost.after).not.toEqual(lost.before);
  });
});
