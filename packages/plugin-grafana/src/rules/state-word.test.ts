import { expect, test } from 'vitest';
import { stateWord } from './state-word.ts';

test.each([
  ['Alerting', 'firing'],
  ['Alerting (NoData)', 'firing (NoData)'],
  ['firing', 'firing'],
  ['Normal', 'normal'],
  ['NoData', 'nodata'],
  ['', ''],
])('%j is %j', (state, word) => {
  expect(stateWord(state)).toBe(word);
});
