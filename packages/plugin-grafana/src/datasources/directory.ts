import { type HttpClient, LineclearError } from '@lineclear/core/plugin';
import type { Clients } from '../client/open-clients.ts';
import { type DatasourceRow, datasourceRows, frontendSettings } from '../schemas/datasource.ts';
import type { Datasource } from './datasource.ts';
import { ambiguous, none, unknown, wrongType } from './refusals.ts';
import { isOfType } from './types.ts';

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

  /** All that can be listed: where Grafana does not answer, those that are asked directly, and why. Throws where there is nothing else. */
  async listReachable({
    signal,
  }: {
    signal: AbortSignal;
  }): Promise<{ readonly datasources: readonly Datasource[]; readonly failure?: LineclearError }> {
    try {
      return { datasources: await this.list({ signal }) };
    } catch (error) {
      if (signal.aborted || !LineclearError.is(error) || this.#direct.length === 0) throw error;
      return { datasources: this.#direct, failure: error };
    }
  }

  /** The datasource with this uid or this name, whatever its type. Throws `not_found` with the choices. */
  async find({ uid, signal }: { uid: string; signal: AbortSignal }): Promise<Datasource> {
    const direct = this.#direct.find((known) => known.uid === uid);
    if (direct !== undefined) return direct;
    const all = await this.list({ signal });
    const found = named({ uid, among: all });
    if (found === undefined) throw unknown({ uid, fitting: all });
    return found;
  }

  /**
   * The datasource with this uid, or this name; without one, the default of the type: the one that the profile names, Grafana's default,
   * or the only one. Throws `not_found` and `invalid_input` with the choices.
   */
  async resolve({ uid, type, signal }: { uid: string | undefined; type: string; signal: AbortSignal }): Promise<Datasource> {
    const direct = this.#direct.find((known) => known.type === type && (uid === undefined || known.uid === uid));
    // A profile that names the server needs no list, and works while Grafana does not.
    if (direct !== undefined) return direct;
    const all = await this.list({ signal });
    const fitting = all.filter((candidate) => isOfType({ candidate, type }));
    if (uid !== undefined) {
      const found = named({ uid, among: all });
      if (found === undefined) throw unknown({ uid, type, fitting });
      if (!isOfType({ candidate: found, type })) throw wrongType({ found, type, fitting });
      return found;
    }
    const chosen = fitting.find(({ isDefault }) => isDefault);
    if (chosen !== undefined) return chosen;
    if (fitting[0] !== undefined && fitting.length === 1) return fitting[0];
    throw fitting.length === 0 ? none(type) : ambiguous({ type, fitting });
  }

  async #ofGrafana({ signal }: { signal: AbortSignal }): Promise<readonly Datasource[]> {
    const grafana = this.#grafana;
    if (grafana === undefined) return [];
    const now = this.#now();
    if (this.#listed === undefined || now - this.#listed.atMs > freshMs) {
      // Several calls may wait for this one answer, so that none of them can take it along when it leaves.
      const datasources = fetchDatasources(grafana);
      const listed = { atMs: now, datasources };
      this.#listed = listed;
      datasources.catch(() => {
        if (this.#listed === listed) this.#listed = undefined;
      });
    }
    return untilAborted({ promise: this.#listed.datasources, signal });
  }
}

const named = ({ uid, among }: { uid: string; among: readonly Datasource[] }): Datasource | undefined =>
  among.find((candidate) => candidate.uid === uid) ?? among.find(({ name }) => name === uid);

/** Viewers may not list datasources, and still see them in the settings of Grafana's own pages. */
const fetchDatasources = async (grafana: HttpClient): Promise<readonly Datasource[]> => {
  try {
    return (await grafana.get('/api/datasources')).json(datasourceRows).map(toDatasource);
  } catch (error) {
    if (!LineclearError.is(error) || error.code !== 'forbidden') throw error;
    const settings = await grafana.get('/api/frontend/settings').catch(() => undefined);
    if (settings === undefined) throw error;
    return settings.json(frontendSettings).map(toDatasource);
  }
};

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

const untilAborted = async <Value>({ promise, signal }: { promise: Promise<Value>; signal: AbortSignal }): Promise<Value> => {
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const leave = (): void => reject(gaveUp(signal.reason));
  if (signal.aborted) throw gaveUp(signal.reason);
  signal.addEventListener('abort', leave, { once: true });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', leave);
  }
};

/** The reason of a deadline is an error of its own already. */
const gaveUp = (reason: unknown): LineclearError =>
  LineclearError.is(reason)
    ? reason
    : new LineclearError('cancelled', 'The list of datasources was given up.', { cause: reason });
