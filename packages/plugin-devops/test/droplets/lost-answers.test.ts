import type { JsonObject } from '@lineclear/core/plugin';
import { dropletFaults } from '@lineclear/testing/droplets';
import { describe, expect, it } from 'vitest';
import droplets from '../../src/droplets/index.ts';
import { allExamples } from './examples/all.ts';
import { start } from '../../src/droplets/test/start.ts';

const writes = droplets.tools.filter(({ kind }) => kind === 'write').map(({ name }) => name);
const examples = writes.flatMap((tool) =>
  (allExamples[tool] ?? []).filter(({ error }) => error === undefined).map((example) => ({ tool, example })),
);
// Its first request is not all of it: the alert is a second one, and nobody sends it after the answer to the first was lost.
const isHalf = ({ example }: (typeof examples)[number]): boolean => example.input['alert_email'] !== undefined;

const preview = async ({ tool, example }: (typeof examples)[number]) => {
  const started = await start();
  await example.arrange?.(started);
  const { ticket = null } = await started.previewTool(tool, example.input);
  const confirm: JsonObject = { ...example.input, confirm: true, ticket };
  return { ...started, confirm };
};

const faults = [
  { fault: dropletFaults.badGateway({ afterEffect: true }), how: 'by a gateway' },
  { fault: dropletFaults.lostAnswer(), how: 'by nobody' },
];
const lost = examples.filter((one) => !isHalf(one)).flatMap((one) => faults.map((fault) => ({ ...one, ...fault })));

describe('a confirmed write of droplets', () => {
  it.each(lost)('of $tool that took effect and is answered $how is found, and not sent again', async ({ fault, ...one }) => {
    const { callTool, sandbox, confirm, sent } = await preview(one);
    sandbox.fail(fault, { unsafe: true });
    expect(await callTool(one.tool, confirm)).toMatchObject({ status: 'executed', result: expect.any(Object) });
    expect(await callTool(one.tool, confirm)).toMatchObject({ status: 'executed', replayed: true });
    expect(sent()).toHaveLength(1);
  });

  it.each(examples.filter(isHalf))('of $tool that is half done is unknown', async (one) => {
    const { answer, sandbox, confirm, sent } = await preview(one);
    sandbox.fail(dropletFaults.lostAnswer(), { unsafe: true });
    expect(await answer(one.tool, confirm)).toMatchObject({ kind: 'error', error: { code: 'unknown_outcome' } });
    expect(sent()).toHaveLength(1);
  });

  it.each(examples)('of $tool that never arrived is unknown, and not sent again', async (one) => {
    const { answer, sandbox, confirm, sent } = await preview(one);
    sandbox.fail(dropletFaults.cut(), { unsafe: true });
    expect(await answer(one.tool, confirm)).toMatchObject({ kind: 'error', error: { code: 'unknown_outcome' } });
    expect(await answer(one.tool, confirm)).toMatchObject({ kind: 'error', error: { code: 'unknown_outcome' } });
    expect(sent()).toHaveLength(1);
  });
});
