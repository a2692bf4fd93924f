import * as z from 'zod';
import { operationAliases } from '../aliases/operation-aliases.ts';
import { renameArguments } from '../aliases/rename-arguments.ts';
import { askAll } from '../client/ask-all.ts';
import { wantedPlaces } from '../alertmanager/place.ts';
import { readSilences } from '../alertmanager/read-silences.ts';
import { shownSilence, showSilence } from '../alertmanager/show-silence.ts';
import { needsAlertmanager } from '../alertmanager/needs-alertmanager.ts';
import { grafana } from '../connection.ts';
import { tryOther } from '../schemas/try-other.ts';

export const listSilences = grafana.read({
  name: 'list_silences',
  title: 'List silences',
  toolset: 'alerting',
  offered: needsAlertmanager,
  description: 'List silences, those that end first on top. Use list_alerts for the alerts that they silence.',
  input: z.strictObject({
    alertmanager: z.string().optional().describe('grafana or a uid; default all'),
    state: z.enum(['active', 'pending', 'expired']).optional().describe('Default active and pending'),
    text: z.string().optional().describe('In matchers, comment or author'),
    limit: z.int().min(1).max(200).default(50).describe('At most'),
  }),
  output: z.object({
    silences: z.array(shownSilence),
    left_out: z.int(),
    expired_left_out: z.int().describe('Silences that are over'),
    unavailable: z.array(z.object({ uid: z.string(), code: z.string() })).optional(),
    hints: z.array(z.string()).optional(),
  }),
  aliases: [
    ...operationAliases({
      tool: 'alerting_manage_silences',
      operations: ['list'],
      list: 'silences',
      input: renameArguments({ datasourceUid: 'alertmanager', datasource_uid: 'alertmanager' }),
    }),
  ],
  async run({ input, reader, signal }) {
    const places = await wantedPlaces({ uid: input.alertmanager, reader, signal });
    const { found, unavailable } = await askAll({ targets: places, ask: (place) => readSilences({ place, reader, signal }) });
    const all = found
      .flatMap(({ target: place, answer }) => answer.map((silence) => showSilence({ place, silence })))
      .filter((silence) => input.text === undefined || hasText({ silence, text: input.text }));
    const fitting = all.filter(({ state }) => (input.state === undefined ? state !== 'expired' : state === input.state));
    // What ended last is what one looks for among those that are over.
    const direction = input.state === 'expired' ? -1 : 1;
    const sorted = fitting.toSorted((one, other) => direction * (Date.parse(one.ends_at) - Date.parse(other.ends_at)));
    return {
      silences: sorted.slice(0, input.limit),
      left_out: Math.max(0, sorted.length - input.limit),
      expired_left_out: input.state === undefined ? all.length - fitting.length : 0,
      ...(unavailable.length > 0 && { unavailable }),
      ...(fitting.length === 0 && { hints: [nothing(input)] }),
    };
  },
});

const nothing = ({ state, text }: { state?: string | undefined; text?: string | undefined }): string =>
  `There is no such silence${tryOther([text !== undefined && 'no text', state !== 'expired' && 'state=expired for those that are over'])}`;

const hasText = ({
  silence: { matchers, comment, created_by },
  text,
}: {
  silence: { matchers: readonly string[]; comment: string; created_by: string };
  text: string;
}): boolean => [...matchers, comment, created_by].some((part) => part.toLowerCase().includes(text.toLowerCase()));
