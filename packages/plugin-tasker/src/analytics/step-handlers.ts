import type { TaskerReader } from '../client/tasker-reader.ts';
import { type TemplateName, templateSightings } from '../system/template-sightings.ts';
import { mapConcurrently } from './map-concurrently.ts';

/** The handler of a step and the answer that names it; `handler: null` with the reason in `note`. */
export interface HandlerName {
  readonly handler: string | null;
  readonly handler_source: string | null;
  readonly note: string | null;
}

const mostTemplates = 10;
const concurrency = 6;

/** Finds the handlers of steps in recent tasks of their templates; at most ten templates are looked up, the first ones named. */
export const findHandlers = async ({
  reader,
  signal,
  steps,
}: {
  reader: TaskerReader;
  signal: AbortSignal;
  steps: readonly { readonly template: TemplateName; readonly step: string }[];
}): Promise<HandlerName[]> => {
  const see = templateSightings({ reader, signal });
  const within = new Set([...new Set(steps.map(({ template }) => keyOf(template)))].slice(0, mostTemplates));
  return mapConcurrently({
    items: steps,
    concurrency,
    run: async ({ template, step }) => {
      if (!within.has(keyOf(template))) return unknown(`Only ${mostTemplates} templates are looked up in one call.`);
      const sighting = await see(template);
      if (sighting === undefined) return unknown('No recent task of this template was found to read it from.');
      const handler = sighting.steps.get(step)?.handler ?? null;
      return handler === null
        ? unknown('The template of the most recent task does not name it.')
        : { handler, handler_source: sighting.source, note: null };
    },
  });
};

const keyOf = ({ namespace, name, version }: TemplateName): string => JSON.stringify([namespace, name, version]);

const unknown = (note: string): HandlerName => ({ handler: null, handler_source: null, note });
