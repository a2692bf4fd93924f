import { LineclearError } from '@lineclear/core/plugin';
import type { Datasource } from './datasource.ts';

type Fitting = readonly Datasource[];

/** Nobody has this uid or name. */
export const unknown = ({ uid, type, fitting }: { uid: string; type?: string; fitting: Fitting }): LineclearError =>
  new LineclearError('not_found', `There is no datasource ${JSON.stringify(uid)}.`, {
    hint: `Use one of details.datasources${type === undefined ? '' : `, or leave it out for the default of the type ${type}`}.`,
    details: { reason: 'datasource', ...choicesOf(fitting) },
  });

/** There is one, which cannot answer that. */
export const wrongType = ({ found, type, fitting }: { found: Datasource; type: string; fitting: Fitting }): LineclearError =>
  new LineclearError(
    'invalid_input',
    `The datasource ${JSON.stringify(found.uid)} is of the type ${JSON.stringify(found.type)}.`,
    {
      hint: `Use one of the type ${type}: details.datasources.`,
      details: { reason: 'datasource_type', ...choicesOf(fitting) },
    },
  );

export const ambiguous = ({ type, fitting }: { type: string; fitting: Fitting }): LineclearError =>
  new LineclearError('invalid_input', `There are ${fitting.length} datasources of the type ${type}, and none is the default.`, {
    hint: 'Name one of details.datasources.',
    details: { reason: 'datasource_ambiguous', ...choicesOf(fitting) },
  });

export const none = (type: string): LineclearError =>
  new LineclearError('not_configured', `This profile reaches no datasource of the type ${type}.`, {
    hint: `Ask the operator to add ${type} to the profile's grafana connection, or a datasource of this type to Grafana.`,
    details: { reason: 'no_datasource' },
  });

/** What a list says that Grafana's datasources are not in. */
export const unlisted = ({ code, message }: LineclearError): string => `Grafana's datasources are not here (${code}): ${message}`;

const mostChoices = 20;

const choicesOf = (fitting: Fitting) => ({
  datasources: fitting.slice(0, mostChoices).map(({ uid, name }) => ({ uid, name })),
  ...(fitting.length > mostChoices && { datasources_left_out: fitting.length - mostChoices }),
});
