import { mapConcurrently } from '@lineclear/core/plugin';
import type { TaskerReader } from '../client/tasker-reader.ts';
import { ifAllowed } from '../client/if-allowed.ts';
import { type TemplateName, templateSightings, type TemplateSighting } from '../remote-templates/template-sightings.ts';
import { executionMs } from './execution-ms.ts';
import { toHundredth } from './rates.ts';
import { isSmall } from './step-timings.ts';

/** What recent tasks tell of a step: the handler with the answer that names it, and how long it was at work. `note` says why there is none. */
export interface StepFacts {
  readonly handler: string | null;
  readonly handler_source: string | null;
  readonly sampled_execution_seconds: number | null;
  readonly sampled_runs: number;
  readonly note: string | null;
}

const mostTemplates = 10;
const tasksPerTemplate = 3;
const concurrency = 6;

/**
 * Finds facts of steps in recent tasks of their templates. At most ten templates are looked up, the first ones named: a list per namespace,
 * and a summary and the steps of three completed tasks per template.
 */
export const findStepFacts = async ({
  reader,
  signal,
  steps,
}: {
  reader: TaskerReader;
  signal: AbortSignal;
  steps: readonly { readonly template: TemplateName; readonly step: string }[];
}): Promise<StepFacts[]> => {
  const templates = [...new Map(steps.map(({ template }) => [keyOf(template), template])).values()].slice(0, mostTemplates);
  const see = templateSightings({ reader, signal });
  const looks = await mapConcurrently({
    items: templates,
    concurrency,
    run: async (template) => {
      const sighted = await see(template);
      return 'why' in sighted ? sighted : { sighted, runs: await readRuns({ sighted, reader, signal }) };
    },
  });
  const byTemplate = new Map(templates.map((template, index) => [keyOf(template), looks[index]]));
  return steps.map(({ template, step }) => {
    const look = byTemplate.get(keyOf(template));
    if (look === undefined) return unknown(`Only ${mostTemplates} templates are looked up in one call.`);
    return 'why' in look ? unknown(look.why) : toFacts({ ...look, step });
  });
};

type Runs = ReadonlyMap<string, readonly number[]>;

/** Milliseconds by step name. */
const readRuns = async ({
  sighted: { completed },
  reader,
  signal,
}: {
  sighted: TemplateSighting;
  reader: TaskerReader;
  signal: AbortSignal;
}): Promise<Runs> => {
  const runs = new Map<string, number[]>();
  for (const { task_uuid: taskUuid } of completed.filter(isSmall).slice(0, tasksPerTemplate)) {
    for (const step of (await ifAllowed(() => reader.listSteps({ taskUuid, signal }))) ?? []) {
      const measured = executionMs(step);
      if (measured === undefined) continue;
      const known = runs.get(step.name);
      if (known === undefined) runs.set(step.name, [measured]);
      else known.push(measured);
    }
  }
  return runs;
};

const toFacts = ({ sighted, runs, step }: { sighted: TemplateSighting; runs: Runs; step: string }): StepFacts => {
  const handler = sighted.steps.get(step)?.handler ?? null;
  const measured = runs.get(step) ?? [];
  const sum = measured.reduce((whole, ms) => whole + ms, 0);
  return {
    handler,
    handler_source: handler === null ? null : sighted.source,
    sampled_execution_seconds: measured.length === 0 ? null : toHundredth(sum / measured.length / 1000),
    sampled_runs: measured.length,
    note: handler === null ? 'The template of the most recent task does not name a handler of this step.' : null,
  };
};

const keyOf = ({ namespace, name, version }: TemplateName): string => JSON.stringify([namespace, name, version]);

const unknown = (note: string): StepFacts => ({
  handler: null,
  handler_source: null,
  sampled_execution_seconds: null,
  sampled_runs: 0,
  note,
});
