import type { Measured } from '../run-scenarios.ts';
import { cellsOf, figure, headings } from './figures.ts';
import type { Machine } from './machine.ts';

/** The page of a full run. */
export const resultsPage = ({
  measured,
  machine,
  date,
  minutes,
}: {
  measured: readonly Measured[];
  machine: Machine;
  date: Date;
  minutes: number;
}): string => {
  const budgets = measured.flatMap(({ findings }) => findings.filter(({ budget }) => budget !== undefined));
  const misses = measured.flatMap(({ missed }) => missed);
  const verdict =
    misses.length === 0
      ? `All ${budgets.length} budgets are met.`
      : `${misses.length} of ${budgets.length} budgets are missed: ${misses.map(({ what }) => what).join('; ')}.`;
  return [
    '# Benchmark results',
    'Written by `npm run bench`; not edited by hand.',
    verdict,
    machineTable({ machine, date, minutes }),
    'Servers that are compared run as processes of their own on the loopback address and take turns, A B A B …, under the same load generator. ' +
      'A figure is the median of the turns, a ratio the median of the ratios of each round; the smallest and the largest show how noisy it was.',
    ...measured.map(
      ({ scenario, findings }) => `## ${scenario.title}\n\n${scenario.method}\n\n${table([headings, ...findings.map(cellsOf)])}`,
    ),
  ]
    .join('\n\n')
    .concat('\n');
};

const machineTable = ({ machine, date, minutes }: { machine: Machine; date: Date; minutes: number }): string =>
  table([
    ['', ''],
    ['date', date.toISOString().slice(0, 10)],
    ['processor', `${machine.processor}, ${machine.cores} cores`],
    ['memory', machine.memory],
    ['system', machine.system],
    ['Node', machine.node],
    ['load before the run', figure(machine.load)],
    ['took', `${figure(minutes)} minutes`],
    ...Object.entries(machine.compared),
  ]);

const table = ([head = [], ...rows]: readonly (readonly string[])[]): string =>
  [head, head.map((_, column) => (column === 0 ? '---' : '---:')), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
