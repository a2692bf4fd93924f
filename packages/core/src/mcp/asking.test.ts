import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type AskTimes, answeredBy, askByPush, askByReturn, declaresForms } from './asking.ts';
import { keepingLog, silentLog } from './test/logs.ts';

const accept = (approve: unknown) => ({ action: 'accept', content: { approve } });

describe('an answer', () => {
  test('approves only with the boolean true', () => {
    expect(answeredBy(accept(true))).toBe('approved');
    fc.assert(
      fc.property(fc.jsonValue(), (approve) => {
        fc.pre(approve !== true);
        expect(answeredBy(accept(approve))).not.toBe('approved');
      }),
    );
    for (const lookalike of ['true', 1, [true], { value: true }, 'yes', Object(true)])
      expect(answeredBy(accept(lookalike))).toBe('unanswered');
  });

  test('of any other shape approves nothing', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (response) => {
        expect(answeredBy(response)).not.toBe('approved');
      }),
    );
    expect(answeredBy({ approve: true })).toBe('unanswered');
    expect(answeredBy({ action: 'cancel', content: { approve: true } })).toBe('unanswered');
    expect(answeredBy({ action: 'decline', content: { approve: true } })).toBe('declined');
  });
});

test.each([
  [{ elicitation: {} }, true],
  [{ elicitation: { form: {} } }, true],
  [{ elicitation: { form: {}, url: {} } }, true],
  [{ elicitation: { url: {} } }, false],
  [{ elicitation: null }, false],
  [{ elicitation: true }, false],
  [{ sampling: {} }, false],
  [{}, false],
  [undefined, false],
])('capabilities %j declare forms: %s', (capabilities, declared) => {
  expect(declaresForms(capabilities)).toBe(declared);
});

describe('a question that is returned', () => {
  const approve = { approve: accept(true) };

  test('is impossible without forms, whatever was answered', () => {
    expect(askByReturn({ hasForms: false, responses: approve, state: 'sealed' })).toEqual({ mode: 'none' });
  });

  test('has an answer only under its own key', () => {
    expect(askByReturn({ hasForms: true, responses: approve, state: 'sealed' })).toEqual({
      mode: 'return',
      state: 'sealed',
      answer: 'approved',
    });
    expect(askByReturn({ hasForms: true, responses: { other: accept(true) }, state: 's' })).toMatchObject({ answer: undefined });
  });
});

describe('a question that is pushed', () => {
  const times: AskTimes = { askMs: 11, patientMs: 22, beatMs: 1 };
  const ask = async (elicit: Parameters<typeof askByPush>[0]['elicit'], beat?: () => void) => {
    const asking = askByPush({ elicit, beat, times, logger: silentLog });
    return asking.mode === 'push' ? asking.ask('Delete 3 tasks?') : undefined;
  };

  test('shows the message and one box to tick', async () => {
    let shown: unknown;
    await ask(async (form) => {
      shown = form;
      return accept(true);
    });
    expect(shown).toMatchObject({
      mode: 'form',
      message: 'Delete 3 tasks?',
      requestedSchema: { type: 'object', properties: { approve: { type: 'boolean' } }, required: ['approve'] },
    });
  });

  test('waits longer only when signs of life can be sent', async () => {
    const limits: number[] = [];
    const elicit = async (_form: unknown, timeoutMs: number) => void limits.push(timeoutMs);
    await ask(elicit);
    await ask(elicit, () => {});
    expect(limits).toEqual([11, 22]);
  });

  test('sends signs of life while it waits, and none afterwards', async () => {
    let beats = 0;
    const { promise, resolve } = Promise.withResolvers<unknown>();
    const answer = ask(
      () => promise,
      () => void (beats += 1),
    );
    await expect.poll(() => beats).toBeGreaterThan(2);
    resolve(accept(false));
    expect(await answer).toBe('declined');
    const counted = beats;
    await new Promise((done) => setTimeout(done, 20));
    expect(beats).toBe(counted);
  });

  test('that ends with an error is unanswered, and the log says why', async () => {
    const logger = keepingLog();
    const asking = askByPush({ elicit: () => Promise.reject(new Error('Request timed out')), beat: undefined, times, logger });
    expect(asking.mode === 'push' && (await asking.ask('?'))).toBe('unanswered');
    expect(logger.lines).toMatchObject([{ level: 'debug', fields: { reason: 'Request timed out' } }]);
  });
});
