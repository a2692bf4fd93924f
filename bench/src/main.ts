import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { fullPace, quickPace } from './pace.ts';
import { assertBuilt } from './processes/ops-command.ts';
import { describeMachine } from './report/machine.ts';
import { resultsPage } from './report/results-page.ts';
import { terminalTable } from './report/terminal-table.ts';
import { runScenarios } from './run-scenarios.ts';
import { scenarios } from './scenarios.ts';

// [name …] measures these scenarios only; --quick measures less of everything. Only a full run of all of them writes the results.
const { values, positionals } = parseArgs({ options: { quick: { type: 'boolean', default: false } }, allowPositionals: true });
const known = scenarios.map(({ name }) => name);
const unknown = positionals.filter((name) => !known.includes(name));
if (unknown.length > 0) {
  console.error(`There is no scenario ${unknown.join(', ')}. The scenarios are ${known.join(', ')}.`);
  process.exit(2);
}

const wanted = positionals.length === 0 ? scenarios : scenarios.filter(({ name }) => positionals.includes(name));
// Said now rather than minutes later.
const chosen = wanted.filter(({ isMissing }) => isMissing?.() !== true);
const isComplete = chosen.length === wanted.length;
if (chosen.some(({ needsApp }) => needsApp === true)) assertBuilt();

const started = performance.now();
const machine = describeMachine();
const measured = await runScenarios({
  scenarios: chosen,
  pace: values.quick ? quickPace : fullPace,
  onMeasured: ({ scenario, findings, seconds }) =>
    console.log(`\n${scenario.title} (${scenario.name}, ${seconds.toFixed(0)} s)\n${terminalTable(findings)}`),
});
const minutes = (performance.now() - started) / 60_000;
if (positionals.length === 0 && !values.quick && isComplete) {
  const page = resultsPage({ measured, machine, date: new Date(), minutes });
  await writeFile(new URL('../RESULTS.md', import.meta.url), page);
}
const missed = measured.flatMap((result) => result.missed);
for (const { what } of missed) console.log(`\nmissed: ${what}`);
console.log(`\n${missed.length === 0 ? 'all budgets met' : `${missed.length} budgets missed`}, ${minutes.toFixed(1)} minutes`);
if (!isComplete) console.log('some scenarios did not run for lack of a service; results of a part are not written');
process.exitCode = missed.length === 0 && isComplete ? 0 : 1;
