import { LineclearError, type PluginState } from '@lineclear/core/plugin';
import type { IncidentBackend } from './backend.ts';
import {
  type CreatedEvent,
  keyOf,
  keysOf,
  kindOfChange,
  type LocalEvent,
  type LocalIncident,
  noIncident,
  numberOf,
  readIncidents,
  showEvent,
  showLocal,
} from './local-events.ts';

/** Incidents in the plugin's own durable store, for servers without the incident plugin. */
export const localIncidents = ({
  state,
  by,
  now,
}: {
  state: PluginState;
  /** Who writes. */
  by: string;
  /** Milliseconds since the epoch. */
  now: () => number;
}): IncidentBackend => {
  const time = (): string => new Date(now()).toISOString();
  const find = async (id: string): Promise<LocalIncident> => {
    const [incident] = readIncidents(await state.list({ prefix: keysOf(numberOf(id)) }));
    if (incident === undefined) throw noIncident(id);
    return incident;
  };
  /** False where another writer was there first. */
  const append = ({ incident: { number, length }, event }: { incident: LocalIncident; event: LocalEvent }): Promise<boolean> =>
    state.create(keyOf({ number, position: length + 1 }), event);
  return {
    name: 'local',
    async list({ status, drills, limit }) {
      const all = readIncidents(await state.list({ prefix: keysOf() }))
        .toReversed()
        .map(showLocal);
      const fitting = all.filter((one) => (drills || !one.drill) && (status === undefined || one.status === status));
      return { incidents: fitting.slice(0, limit), hasMore: fitting.length > limit };
    },
    get: async (id) => showLocal(await find(id)),
    async activity({ id, limit }) {
      const { number, events } = await find(id);
      const shown = events.map((event, index) => showEvent({ event, number, position: index + 1 })).toReversed();
      return { activity: shown.slice(0, limit), hasMore: shown.length > limit };
    },
    async create({ title, severity, labels, drill, status, attachment, note }) {
      const event: CreatedEvent = {
        kind: 'incidentCreated',
        time: time(),
        by,
        body: note,
        title,
        severity,
        status,
        labels: [...labels],
        drill,
        ...(attachment !== undefined && { attachment }),
      };
      const taken = readIncidents(await state.list({ prefix: keysOf() })).at(-1)?.number ?? 0;
      for (let number = taken + 1; number <= taken + attempts; number += 1) {
        if (await state.create(keyOf({ number, position: 1 }), event))
          return showLocal({ number, first: event, events: [event], length: 1 });
      }
      throw crowded();
    },
    async change({ id, field, from, to }) {
      const incident = await find(id);
      if (showLocal(incident)[field] !== from) throw changedMeanwhile({ id, field });
      const event = { kind: kindOfChange[field], time: time(), by, body: to };
      if (!(await append({ incident, event }))) throw changedMeanwhile({ id, field });
      return showLocal(await find(id));
    },
    async addNote({ id, body, eventTime }) {
      for (let attempt = 0; attempt < attempts; attempt += 1) {
        const incident = await find(id);
        const event: LocalEvent = { kind: 'userNote', time: time(), by, body, eventTime };
        const { number, length } = incident;
        if (await append({ incident, event })) return showEvent({ event, number, position: length + 1 });
      }
      throw crowded();
    },
  };
};

/** Other writers may be faster so often. */
const attempts = 20;

const changedMeanwhile = ({ id, field }: { id: string; field: string }): LineclearError =>
  new LineclearError('conflict', `The incident ${id} was changed in the meantime.`, { details: { reason: 'changed', field } });

const crowded = (): LineclearError =>
  new LineclearError('conflict', 'Too many others write incidents at this moment.', { details: { reason: 'crowded' } });
