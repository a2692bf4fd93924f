import type { Step } from './model.ts';
import { tableCell } from '../text/safe-text.ts';
import { schemaFields } from './schema-fields.ts';

/** A Markdown table of the steps: type, handler, dependencies, what they yield, and the notes when there are any. */
export const detailTable = ({ steps, notes }: { steps: readonly Step[]; notes: ReadonlyMap<string, string> }): string => {
  const heads = ['Step', 'Type', 'Handler', 'Depends on', 'Yields', ...(notes.size === 0 ? [] : ['Note'])];
  const rows = steps.map(({ name, type, callable, dependencies, resultSchema }) => [
    name,
    type,
    callable,
    listed(dependencies.map((dependency) => dependency.name)),
    listed(schemaFields(resultSchema).map((field) => field.name)),
    ...(notes.size === 0 ? [] : [notes.get(name) ?? '']),
  ]);
  return [toRow(heads), toRow(heads.map(() => '---')), ...rows.map((cells) => toRow(cells.map(tableCell)))].join('\n');
};

const toRow = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

const listed = (names: readonly string[]): string =>
  names.length <= 8 ? names.join(', ') : `${names.slice(0, 8).join(', ')} and ${names.length - 8} more`;
