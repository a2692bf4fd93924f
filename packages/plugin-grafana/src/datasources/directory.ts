import { type HttpClient, LineclearError } from '@lineclear/core/plugin';
import type { Clients } from '../client/open-clients.ts';
import { type DatasourceRow, datasourceRows } from '../schemas/datasource.ts';
import type { Datasource } from './datasource.ts';

/** Milliseconds for which a list is believed; nobody adds datasources every minute. */
const freshMs = 30_000;

/** The servers that a profile names itself, as datasources under their own names. */
export const directDatasources = (clients: Omit<Clients, 'grafana'>): readonly Datasource[] =>
  (['prometheus', 'alertmanager', 'loki'] as const)
    .filter((type) => clients[type] !== undefined)
    .map((type) => ({
      uid: type,
      id: undefined,
      name: type,
      type,
      origin: 'profile',
      isDefault: false,
      address: undefined,
      method: 'POST',
    }));

/** Knows the datasources of a profile: Grafana's, and those that are asked directly. */
export class DatasourceDirectory {
  readonly #grafana: HttpClient | undefined;
  readonly #direct: readonly Datasource[];
  readonly #now: () => number;
  #listed: { readonly atMs: number; readonly datasources: Promise<readonly Datasource[]> } | undefined;

  constructor({ clients, now }: { clients: Clients; now: () => number }) {
    this.#grafana = clients.grafana;
    this.#direct = directDatasources(clients);
    this.#now = now;
  }

  /** Those that are asked directly come first. */
  async list({ signal }: { signal: AbortSignal }): Promise<readonly Datasource[]> {
    return [...this.#direct, ...(await this.#ofGrafana({ signal }))];
  }

  /**
   * The datasource with this uid, or this name; without one, the default of the type: the one that the profile names, Grafana's default,
   * or the only one. Throws `not_found` and `invalid_input` with the choices.
   */
  async resolve({ uid, type, signal }: { uid: string | undefined; type: string; signal: AbortSignal }): Promise<Datasource> {
    const named = uid === undefined ? undefined : this.#direct.find((known) => known.uid === uid && known.type === type);
    // A profile without Grafana, or the word of a direct server, needs no list.
    if (named !== undefined) return named;
    const all = await this.list({ signal });
    const fitting = all.filter((candidate) => candidate.type === type);
    if (uid !== undefined) {
      const found = all.find((candidate) => candidate.uid === uid) ?? all.find(({ name }) => name === uid);
      if (found === undefined) throw unknown({ uid, type, fitting });
      if (found.type !== type) throw wrongType({ found, type, fitting });
      return found;
    }
    const chosen = fitting.find(({ origin }) => origin === 'profile') ?? fitting.find(({ isDefault }) => isDefault);
    if (chosen !== undefined) return chosen;
    if (fitting[0] !== undefined && fitting.length === 1) return fitting[0];
    throw fitting.length === 0 ? none(type) : ambiguous({ type, fitting });
  }

  async #ofGrafana({ signal }: { signal: AbortSignal }): Promise<readonly Datasource[]> {
    const grafana = this.#grafana;
    if (grafana === undefined) return [];
    const now = this.#now();
    if (this.#listed === undefined || now - this.#listed.atMs > freshMs) {
      const datasources = fetchDatasources({ grafana, signal });
      const listed = { atMs: now, datasources };
      this.#listed = listed;
      datasources.catch(() => {
        if (this.#listed === listed) this.#listed = undefined;
      });
    }
    return this.#listed.datasources;
  }
}

const fetchDatasources = async ({ grafana, signal }: { grafana: HttpClient; signal: AbortSignal }) =>
  (await grafana.get('/api/datasources', { signal })).json(datasourceRows).map(toDatasource);

const toDatasource = ({ id, uid, name, type, url, isDefault, jsonData }: DatasourceRow): Datasource => ({
  uid,
  id,
  name,
  type,
  origin: 'grafana',
  isDefault: isDefault === true,
  address: url ?? undefined,
  method: jsonData?.httpMethod?.toUpperCase() === 'GET' ? 'GET' : 'POST',
});

const choicesOf = (fitting: readonly Datasource[]) => fitting.slice(0, 20).map(({ uid, name }) => ({ uid, name }));

const unknown = ({ uid, type, fitting }: { uid: string; type: string; fitting: readonly Datasource[] }): LineclearError =>
  new LineclearError('not_found', `There is no datasource ${JSON.stringify(uid)}.`, {
    hint: `Use one of details.datasources, or leave it out for the default of the type ${type}.`,
    details: { reason: 'datasource', datasources: choicesOf(fitting) },
  });

const wrongType = ({
  found,
  type,
  fitting,
}: {
  found: Datasource;
  type: string;
  fitting: readonly Datasource[];
}): LineclearError =>
  new LineclearError(
    'invalid_input',
    `The datasource ${JSON.stringify(found.uid)} is of the type ${JSON.stringify(found.type)}.`,
    {
      hint: `Use one of the type ${type}: details.datasources.`,
      details: { reason: 'datasource_type', datasources: choicesOf(fitting) },
    },
  );

const ambiguous = ({ type, fitting }: { type: string; fitting: readonly Datasource[] }): LineclearError =>
  new LineclearError('invalid_input', `There are ${fitting.length} datasources of the type ${type}, and none is the default.`, {
    hint: 'Name one of details.datasources.',
    details: { reason: 'datasource_ambiguous', datasources: choicesOf(fitting) },
  });

const none = (type: string): LineclearError =>
  new LineclearError('not_configured', `This profile reaches no datasource of the type ${type}.`, {
    hint: `Ask the operator to add ${type} to the profile's grafana connection, or a datasource of this type to Grafana.`,
    details: { reason: 'no_datasource' },
  });
