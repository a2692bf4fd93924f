import type { Progress } from '@lineclear/core/plugin';
import { expect, test } from 'vitest';
import { evidence, result } from '../test/evidence.ts';
import { judge } from './judge.ts';
import { progressVoice } from './progress-voice.ts';
import { showStatus } from './show-status.ts';

const answerTo = ({ status, value, mayRead = true }: { status: string; value: object; mayRead?: boolean }) => {
  const found = evidence({ record: result(status, { value: { ...value } }) });
  return showStatus({ evidence: found, judgement: judge(found), catalogue: undefined, mayRead, resultCharacters: 100 });
};
const listen = () => {
  const heard: Progress[] = [];
  return { heard, voice: progressVoice({ progress: (progress) => heard.push(progress) }) };
};

test('says everything once, with values that grow', () => {
  const { heard, voice } = listen();
  voice.state(answerTo({ status: 'STARTED', value: {} }));
  voice.state(answerTo({ status: 'STARTED', value: {} }));
  voice.report({ percent: 40, message: 'reading' });
  voice.report({ percent: 40, message: 'reading' });
  voice.report({ percent: 30, message: 'writing' });
  expect(heard.map(({ message }) => message)).toEqual(['lost', 'reading', 'writing']);
  expect(heard[1]?.progress).toBe(40);
  expect(heard[2]?.progress).toBeGreaterThan(40);
});

test('comes to the end with a task that has succeeded', () => {
  const { heard, voice } = listen();
  voice.report({ percent: 93, message: 'writing' });
  voice.state(answerTo({ status: 'SUCCESS', value: {} }));
  expect(heard.at(-1)).toEqual({ progress: 100, total: 100, message: 'success' });
});

test('the words of a task are not for everybody, how far it is may be seen', () => {
  const { heard, voice } = listen();
  const answer = answerTo({ status: 'PROGRESS', value: { percent: 40, message: 'patient Smith' }, mayRead: false });
  voice.state(answer);
  expect(answer).toMatchObject({ withheld: true, progress: { percent: 40, message: null } });
  expect(heard).toEqual([{ progress: 40, total: 100, message: 'lost' }]);
});
