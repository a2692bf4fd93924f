import { LineclearError, quoted } from '@lineclear/core/plugin';
import { readQuantity } from './quantity.ts';
import type { Container } from './workload.ts';

type Quantities = Readonly<Record<string, string>>;

/** What a container is to ask for and may use at most. */
export interface WantedResources {
  readonly name: string;
  readonly requests?: Quantities | undefined;
  readonly limits?: Quantities | undefined;
}

/** The containers as a patch names them, with what they keep and what is set; `invalid_input` for what no cluster takes. */
export const mergeResources = ({
  containers,
  wanted,
}: {
  containers: readonly Container[];
  wanted: readonly WantedResources[];
}) =>
  wanted.map(({ name, requests, limits }) => {
    const found = containers.find((container) => container.name === name);
    if (found === undefined) throw noContainer({ name, containers });
    const merged = {
      requests: { ...texts(found.resources?.requests), ...requests },
      limits: { ...texts(found.resources?.limits), ...limits },
    };
    for (const [resource, limit] of Object.entries(merged.limits)) {
      const request = merged.requests[resource];
      if (request !== undefined && amount(request) > amount(limit)) throw aboveLimit({ name, resource, request, limit });
    }
    return {
      name,
      resources: {
        ...(requests === undefined ? {} : { requests: merged.requests }),
        ...(limits === undefined ? {} : { limits: merged.limits }),
      },
    };
  });

const texts = (quantities: Readonly<Record<string, string | number>> | null | undefined): Quantities =>
  Object.fromEntries(Object.entries(quantities ?? {}).map(([name, value]) => [name, String(value)]));

// What cannot be read is left to the server to judge.
const amount = (text: string): number => readQuantity(text) ?? Number.NaN;

const noContainer = ({ name, containers }: { name: string; containers: readonly Container[] }): LineclearError =>
  new LineclearError('not_found', `There is no container ${quoted(name)} in the template.`, {
    hint: `It has ${containers.map((container) => quoted(container.name)).join(', ')}.`,
    details: { reason: 'no_container' },
    effect: 'none',
  });

const aboveLimit = (found: { name: string; resource: string; request: string; limit: string }): LineclearError =>
  new LineclearError(
    'invalid_input',
    `The container ${quoted(found.name)} would request more ${quoted(found.resource)} than its limit.`,
    {
      hint: `It would request ${quoted(found.request)} of at most ${quoted(found.limit)}: set both.`,
      details: { reason: 'above_limit' },
      effect: 'none',
    },
  );
