import type { JsonObject } from '@lineclear/core/plugin';
import { expect, test } from 'vitest';
import { pluginOf } from '../test/plugin-of.ts';
import { listContactPoints } from './list-contact-points.ts';
import { listIncidents } from './list-incidents.ts';
import { listLokiLabelNames } from './list-loki-label-names.ts';
import { listLokiLabelValues } from './list-loki-label-values.ts';
import { listSilences } from './list-silences.ts';
import { startInSandbox } from './test/start-in-sandbox.ts';

const plugin = pluginOf([listContactPoints, listIncidents, listLokiLabelNames, listLokiLabelValues, listSilences]);

// A filter that was not used is not to blame.
test.each<[string, JsonObject, string]>([
  ['list_incidents', {}, 'No incident fits: try drill=true for drills too.'],
  ['list_incidents', { status: 'active' }, 'No incident fits: try no status or drill=true for drills too.'],
  ['list_incidents', { status: 'active', drill: true }, 'No incident fits: try no status.'],
  ['list_incidents', { drill: true }, 'There is no incident yet; create_incident declares one.'],
  ['list_silences', {}, 'There is no such silence: try state=expired for those that are over.'],
  ['list_silences', { state: 'expired' }, 'There is no such silence.'],
  ['list_silences', { state: 'expired', text: 'x' }, 'There is no such silence: try no text.'],
  ['list_contact_points', { name: 'nobody' }, 'There is no such contact point: try no name.'],
  ['list_loki_label_names', {}, 'There are no logs in this range: try another one.'],
  [
    'list_loki_label_names',
    { selector: '{app="x"}' },
    'There are no such logs in this range: try another one, or leave the selector out.',
  ],
  ['list_loki_label_values', { label: 'app' }, 'There are no logs in this range: try another one.'],
])('%s says of %j what may be tried', async (tool, args, hint) => {
  const { callTool, sandbox } = await startInSandbox({ plugin, seed: 'empty' });
  if (tool.includes('loki')) sandbox.world.addDatasource({ uid: 'loki', name: 'Loki', type: 'loki' });
  expect(await callTool(tool, args)).toMatchObject({ hints: [hint] });
});
