import type { JsonObject } from '@lineclear/core/plugin';
import { type GrafanaFault, grafanaFaults } from '@lineclear/testing/grafana';
import { describe, expect, test } from 'vitest';
import { writeCalls } from './failures/calls.ts';
import { isWrite, startEverything } from './failures/start-everything.ts';

const writes = Object.keys(writeCalls({ silence: '', incident: '' }));
const body = { message: 'in its own words' };

const refusals: readonly (readonly [GrafanaFault, JsonObject])[] = [
  [grafanaFaults.status(400, body), { code: 'invalid_input' }],
  [grafanaFaults.status(401, body), { code: 'unauthenticated' }],
  [grafanaFaults.status(403, body), { code: 'forbidden' }],
  [grafanaFaults.status(404, body), { code: 'not_found' }],
  [grafanaFaults.status(409, body), { code: 'stale' }],
  [grafanaFaults.status(412, body), { code: 'stale' }],
  [grafanaFaults.status(413, body), { code: 'invalid_input' }],
  [grafanaFaults.rateLimited(7), { code: 'rate_limited', retry_after_s: 7 }],
];

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
  test('that is refused has changed nothing, and is not sent again', async () => {
    const { previewTool, answer, sandbox, sent, writes: calls } = await startEverything();
    const args = { ...calls[tool] };
    const before = sandbox.world.state();
    for (const [count, [fault, error]] of refusals.entries()) {
      const { ticket = null } = await previewTool(tool, args);
      const stop = sandbox.fail(fault, { accepts: isWrite });
      const confirm = { ...args, confirm: true, ticket };
      const about = `${tool}: ${JSON.stringify(error)}`;
      expect(await answer(tool, confirm), about).toMatchObject({
        kind: 'error',
        error: { ...error, hint: expect.stringMatching(/^\p{Lu}/u) },
      });
      stop();
      expect(await answer(tool, confirm), about).toMatchObject({ kind: 'error' });
      expect(sent(), about).toHaveLength(count + 1);
    }
    expect(sandbox.world.state()).toEqual(before);
  });

  test.each([
    ['a login page', grafanaFaults.loginPage()],
    ['a redirect to one', grafanaFaults.loginRedirect()],
    ['20 MB', grafanaFaults.huge()],
    ['500', grafanaFaults.status(500, body)],
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
