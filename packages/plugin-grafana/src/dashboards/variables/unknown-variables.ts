import { shownNames } from '../../prometheus/shown-name.ts';
import type { DashboardView, PanelView } from '../view/view.ts';
import type { GivenValues } from './values.ts';

/** Says which of the given variables a dashboard does not have: they change nothing, and an answer must not look as if they did. */
export const unknownVariables = ({
  variables,
  panels,
  given = {},
}: Pick<DashboardView, 'variables'> & {
  /** The panels that are asked: a query may use what the dashboard does not define. */
  panels: readonly PanelView[];
  given: GivenValues | undefined;
}): readonly string[] => {
  const names = variables.map(({ name }) => name);
  const texts = panels.flatMap(({ queries }) =>
    queries.flatMap(({ expression = '', datasource }) => [expression, datasource.uid ?? '']),
  );
  const unknown = Object.keys(given).filter((name) => !names.includes(name) && !texts.some((text) => text.includes(name)));
  if (unknown.length === 0) return [];
  const known = names.length === 0 ? 'it has none' : `it has ${shownNames({ texts: names, count: 20 })}`;
  return [`The dashboard has no variable ${shownNames({ texts: unknown, count: 5 })}: ${known}.`];
};
