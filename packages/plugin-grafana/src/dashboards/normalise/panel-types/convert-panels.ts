import { quoted } from '@lineclear/core/plugin';
import { type JsonObject, objectAt, omit, textAt, valueAt } from '../../../json/json-value.ts';
import { type DashboardFinding, type Outcome, unchanged } from '../finding.ts';
import { mapPanels, nameOf, type PlacedPanel } from '../panels.ts';
import { fromGraph } from './graph.ts';
import { fromDiscrete, fromPiechart, fromTable, fromWorldmap } from './plugins.ts';
import { fromSinglestat } from './singlestat.ts';

/** Panels of types that Grafana no longer has become what replaced them, with their options in the new places. */
export const convertPanels = (dashboard: JsonObject): Outcome => mapPanels(dashboard, convertPanel);

const converters: Readonly<Record<string, (panel: JsonObject) => JsonObject>> = {
  graph: fromGraph,
  singlestat: fromSinglestat,
  'grafana-singlestat-panel': fromSinglestat,
  'table-old': fromTable,
  'grafana-piechart-panel': fromPiechart,
  'grafana-worldmap-panel': fromWorldmap,
  worldmap: fromWorldmap,
  'natel-discrete-panel': fromDiscrete,
  'natel-discrete': fromDiscrete,
  text2: (panel) => ({ ...panel, type: 'text' }),
  table2: (panel) => ({ ...panel, type: 'table' }),
};

const convertPanel = ({ panel, path }: PlacedPanel): Outcome => {
  const type = textAt(panel, 'type');
  const converter = type !== undefined && Object.hasOwn(converters, type) ? converters[type] : undefined;
  if (converter !== undefined) {
    const value = converter(panel);
    const after = textAt(value, 'type') ?? null;
    return {
      value,
      findings: [
        {
          code: 'panel_type',
          path: `${path}.type`,
          message: `${nameOf(panel)} is of a type that Grafana no longer has; ${quoted(String(after))} replaced it.`,
          before: type,
          after,
        },
        ...legacyAlert({ panel, path }),
      ],
    };
  }
  if (type === undefined) return giveType({ panel, path });
  return type === 'text' ? moveText({ panel, path }) : unchanged(panel);
};

const giveType = ({ panel, path }: PlacedPanel): Outcome => ({
  value: { ...panel, type: 'timeseries' },
  findings: [
    {
      code: 'panel_type',
      path: `${path}.type`,
      message: `${nameOf(panel)} has no type: a time series.`,
      before: valueAt(panel, 'type'),
      after: 'timeseries',
    },
  ],
});

/** The text of a text panel was once a field of the panel itself. */
const moveText = ({ panel, path }: PlacedPanel): Outcome => {
  const content = textAt(panel, 'content');
  if (content === undefined) return unchanged(panel);
  const options = { mode: textAt(panel, 'mode') ?? 'markdown', content, ...objectAt(panel, 'options') };
  return {
    value: { ...omit(panel, ['content', 'mode']), options },
    findings: [
      {
        code: 'panel_options',
        path: `${path}.content`,
        message: 'The text of a text panel belongs to its options.',
        before: content.slice(0, 200),
        after: content.slice(0, 200),
      },
    ],
  };
};

const legacyAlert = ({ panel, path }: PlacedPanel): readonly DashboardFinding[] => {
  const alert = valueAt(panel, 'alert');
  if (alert === undefined || alert === null) return [];
  return [
    {
      code: 'panel_alert',
      path: `${path}.alert`,
      message: `The alert inside ${nameOf(panel)} is no longer evaluated: create an alert rule instead.`,
      before: undefined,
      after: undefined,
    },
  ];
};
