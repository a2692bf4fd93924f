import { expect, test } from 'vitest';
import { standIns } from './stand-ins.ts';

const [shownA, shownB] = ['aaaaaaaa-0000-5000-8000-000000000001', 'aaaaaaaa-0000-5000-8000-000000000002'];
const [actualA, actualB] = ['17d4f1f4-2c3a-5d2e-9a0b-0c6a4a3f1d22', '27d4f1f4-2c3a-5d2e-9a0b-0c6a4a3f1d22'];

test('an id of the page stands for that of the first answer with it, in every text from then on', () => {
  const { match, fill } = standIns();
  expect(match({ excerpt: { tasks: [{ task_id: shownA }] }, actual: { tasks: [{ task_id: actualA }] } })).toEqual([]);
  expect(fill({ task_ids: [shownA], note: `of ${shownA}` })).toEqual({ task_ids: [actualA], note: `of ${actualA}` });
  expect(match({ excerpt: { message: `Task ${shownA} is …` }, actual: { message: `Task ${actualA} is done.` } })).toEqual([]);
});

test('an id stands for one other and no other for the same', () => {
  const { match } = standIns();
  match({ excerpt: { task_id: shownA }, actual: { task_id: actualA } });
  expect(match({ excerpt: { task_id: shownA }, actual: { task_id: actualB } })).toHaveLength(1);
  expect(match({ excerpt: { task_id: shownB }, actual: { task_id: actualA } })).toHaveLength(1);
  expect(match({ excerpt: { task_id: shownB }, actual: { task_id: actualB } })).toEqual([]);
});

test('nothing is taken over from an answer that does not fit, nor from one that is no id', () => {
  const { match, fill } = standIns();
  expect(match({ excerpt: { task_id: shownA, state: 'success' }, actual: { task_id: actualB, state: 'running' } })).toHaveLength(
    1,
  );
  expect(match({ excerpt: { task_id: shownA }, actual: { task_id: 'none' } })).toHaveLength(1);
  expect(fill(shownA)).toBe(shownA);
});
