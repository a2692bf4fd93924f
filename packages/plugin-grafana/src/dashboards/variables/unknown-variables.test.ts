import { expect, test } from 'vitest';
import type { PanelView, VariableView } from '../view/view.ts';
import { unknownVariables } from './unknown-variables.ts';

const variable = (name: string): VariableView => ({
  name,
  type: 'query',
  current: [],
  options: [],
  isMulti: false,
  allValue: undefined,
  query: undefined,
  regex: undefined,
});
const panel = (expression: string): PanelView => ({
  id: 1,
  title: 'One',
  type: 'stat',
  description: undefined,
  timeFrom: undefined,
  queries: [{ refId: 'A', datasource: { uid: '${ds}', type: undefined }, expression, isHidden: false, isInstant: true }],
});
const asked = { variables: [variable('status')], panels: [panel('up{job="$job"}')] };

test('names what is given and not there, beside what is there', () => {
  expect(unknownVariables({ ...asked, given: { instance: 'a', status: 'b' } })).toEqual([
    'The dashboard has no variable instance: it has status.',
  ]);
  expect(unknownVariables({ ...asked, variables: [], given: { instance: 'a' } })).toEqual([
    'The dashboard has no variable instance: it has none.',
  ]);
});

test('is silent where a query or its datasource uses what nothing defines, and where nothing is given', () => {
  expect(unknownVariables({ ...asked, given: { job: 'api', ds: 'prometheus' } })).toEqual([]);
  expect(unknownVariables({ ...asked, given: undefined })).toEqual([]);
});
