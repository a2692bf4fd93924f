import { setTimeout as sleep } from 'node:timers/promises';
import { type CallAnswer, LineclearError } from '@lineclear/core';
import type { HandlerName, HandlerRun } from './journal.ts';
import { plainJsonProblem } from './plain-json.ts';
import type { Finding } from './rules.ts';
import type { Stage } from './stage.ts';

/** What is wrong with the runs of one tool's handlers so far: hanging, not JSON, not what the schema says. */
export const diagnoseRuns = async ({ stage, subject }: { stage: Stage; subject: string }): Promise<readonly Finding[]> => {
  const runs = stage.journal.runs.filter((run) => run.subject === subject);
  await graceFor(runs);
  const findings: Finding[] = [];
  for (const run of runs) {
    if (run.state === 'running') {
      findings.push({ rule: 'hangs', subject, message: `${run.handler} goes on after its signal was aborted.` });
      continue;
    }
    // Writes are sent by execute alone; reads and previews are watched as a whole, with everything around them.
    if (mayNotSend.has(run.handler) && run.sent.length > 0) {
      findings.push({ rule: 'sends_unsafe', subject, message: `${run.handler} sends ${run.sent.join(', ')}.` });
    }
    const inputProblem = plainJsonProblem(run.input, { secrets: true });
    if (inputProblem !== undefined)
      findings.push({ rule: 'input_not_json', subject, message: `The parsed input: ${inputProblem}.` });
    if (run.state === 'returned') findings.push(...(await diagnoseValue({ stage, subject, run })));
  }
  return findings;
};

const mayNotSend: ReadonlySet<HandlerName> = new Set(['verify', 'reconcile', 'covering']);

/** The finding for an answer that is not the one an example expects, in its most telling form. */
export const diagnoseAnswer = ({
  stage,
  subject,
  answer,
  doing,
  found,
}: {
  stage: Stage;
  subject: string;
  answer: CallAnswer;
  /** `Reading`, `The preview`. */
  doing: string;
  /** What the handlers' runs have shown; it explains the answer. */
  found: readonly Finding[];
}): readonly Finding[] => {
  if (answer.kind === 'value' || found.length > 0) return [];
  if (answer.kind === 'input_required') return [{ rule: 'example_failed', subject, message: `${doing} asks a person.` }];
  const { code, message, details } = answer.error;
  if (code === 'forbidden' && details?.['reason'] === 'reader')
    return [{ rule: 'sends_unsafe', subject, message: `${doing} tries to change something: ${message}` }];
  return [{ rule: 'example_failed', subject, message: `${doing} answers ${code}: ${message}${defectOf({ stage, subject })}` }];
};

// Callers never learn what a plugin's defect was; its author must.
const defectOf = ({ stage, subject }: { stage: Stage; subject: string }): string => {
  const last = stage.journal.runs.findLast((run) => run.subject === subject);
  const thrown = last?.state === 'threw' ? last.value : undefined;
  return thrown instanceof Error && !LineclearError.is(thrown) ? ` ${last?.handler} threw ${thrown.stack ?? thrown.message}` : '';
};

// Work that heard its signal needs a moment to end, on a busy machine a longer one.
const graceFor = async (runs: readonly HandlerRun[]): Promise<void> => {
  for (let waitedMs = 0; waitedMs < 2_000 && runs.some((run) => run.state === 'running'); waitedMs += 10) await sleep(10);
};

const diagnoseValue = async ({
  stage,
  subject,
  run,
}: {
  stage: Stage;
  subject: string;
  run: HandlerRun;
}): Promise<readonly Finding[]> => {
  if (run.handler === 'preview') {
    const problem = plainJsonProblem(guardOf(run));
    return problem === undefined ? [] : [{ rule: 'guard_not_json', subject, message: `The guard: ${problem}.` }];
  }
  if (run.handler !== 'run' && run.handler !== 'execute') return [];
  const output = withoutImages(run.value);
  const problem = plainJsonProblem(output);
  if (problem !== undefined) return [{ rule: 'output_not_json', subject, message: `The answer: ${problem}.` }];
  const resolved = stage.started.composition.registry.resolve(subject);
  if (!resolved.found) return [];
  const checked = await resolved.entry.checkOutput(output);
  if (checked.ok) return [];
  const problems = checked.problems.map(({ path, message }) => `${path || 'the root'}: ${message}`).join('; ');
  return [{ rule: 'output_wrong', subject, message: `The answer does not fit the output schema: ${problems}.` }];
};

/** The guard that a preview returned. */
export const guardOf = (run: HandlerRun): unknown =>
  typeof run.value === 'object' && run.value !== null && 'guard' in run.value ? run.value.guard : undefined;

// The mark that `withImages` sets; the structured part stands in `output`.
const withImagesMark = Symbol.for('lineclear.images');
const withoutImages = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && withImagesMark in value && 'output' in value ? value.output : value;
