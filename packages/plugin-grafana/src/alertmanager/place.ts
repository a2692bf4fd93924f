import { type HttpRequest, type HttpResponse, LineclearError, path } from '@lineclear/core/plugin';
import type { GrafanaReader } from '../client/grafana-reader.ts';
import type { GrafanaWriter } from '../client/grafana-writer.ts';
import type { Datasource } from '../datasources/datasource.ts';

/** An Alertmanager: Grafana's own (`grafana`), the one that the profile names, or a datasource of Grafana. */
export interface Place {
  readonly uid: string;
  /** Absent for Grafana's own. */
  readonly datasource: Datasource | undefined;
}

interface Where {
  readonly reader: GrafanaReader;
  readonly signal: AbortSignal;
}

/** The uid under which Grafana's own paths know its own Alertmanager. */
const own = 'grafana';

/**
 * Those that are asked when none is named: Grafana's own, and the one that the profile names or else those that Grafana knows.
 * The latter are left out beside the former because they are usually the same server.
 */
export const usualPlaces = async ({ reader, signal }: Where): Promise<readonly Place[]> => {
  const datasources = (await reader.datasources.list({ signal })).filter(({ type }) => type === 'alertmanager');
  const direct = datasources.filter(({ origin }) => origin === 'profile');
  const others = (direct.length > 0 ? direct : datasources).map((datasource) => ({ uid: datasource.uid, datasource }));
  return reader.hasGrafana ? [{ uid: own, datasource: undefined }, ...others] : others;
};

/** The one that is named. Throws `not_found` and `invalid_input` with the choices. */
export const namedPlace = async ({ uid, reader, signal }: Where & { uid: string }): Promise<Place> => {
  if (uid === own && reader.hasGrafana) return { uid, datasource: undefined };
  try {
    const datasource = await reader.datasources.resolve({ uid, type: 'alertmanager', signal });
    return { uid: datasource.uid, datasource };
  } catch (error) {
    throw reader.hasGrafana ? withOwnChoice(error) : error;
  }
};

/** Grafana's own is no datasource, and a choice all the same. */
const withOwnChoice = (error: unknown): unknown => {
  const others = LineclearError.is(error) ? error.details?.['datasources'] : undefined;
  if (!LineclearError.is(error) || !Array.isArray(others)) return error;
  const { code, message, hint, retryAfterS, effect, cause } = error;
  const datasources = [{ uid: own, name: "Grafana's own Alertmanager" }, ...others];
  return new LineclearError(code, message, { hint, retryAfterS, effect, cause, details: { ...error.details, datasources } });
};

/** The one that is named, or all of the usual ones. */
export const wantedPlaces = async ({ uid, ...where }: Where & { uid: string | undefined }): Promise<readonly Place[]> =>
  uid === undefined ? usualPlaces(where) : [await namedPlace({ uid, ...where })];

/** The one that is named, or the only one: where there are several, a write wants to be told which. */
export const onePlace = async ({ uid, ...where }: Where & { uid: string | undefined }): Promise<Place> => {
  if (uid !== undefined) return namedPlace({ uid, ...where });
  const places = await usualPlaces(where);
  if (places[0] !== undefined && places.length === 1) return places[0];
  throw new LineclearError('invalid_input', `There are ${places.length} Alertmanagers.`, {
    hint: 'Name one of details.alertmanagers in alertmanager: "grafana" has the alerts of Grafana\'s own rules.',
    details: { reason: 'alertmanager_ambiguous', alertmanagers: places.map((place) => place.uid) },
  });
};

/** Asks one of them. Paths are below `/api/v2`. */
export const readerAt =
  ({ place: { uid, datasource }, reader }: { place: Place; reader: GrafanaReader }) =>
  (below: string, request: HttpRequest): Promise<HttpResponse> =>
    datasource?.origin === 'profile'
      ? reader.target(datasource).get(`/api/v2${below}`, request)
      : reader.grafana.get(`${path`/api/alertmanager/${uid}/api/v2`}${below}`, request);

/** Changes one of them. Paths are below `/api/v2`. */
export const writerAt = ({ place: { uid, datasource }, writer }: { place: Place; writer: GrafanaWriter }) => {
  const direct = datasource?.origin === 'profile' ? writer.alertmanager : undefined;
  const http = direct ?? writer.grafana;
  const prefix = direct === undefined ? path`/api/alertmanager/${uid}/api/v2` : '/api/v2';
  return {
    post: (below: string, request: HttpRequest) => http.post(prefix + below, request),
    delete: (below: string, request: HttpRequest) => http.delete(prefix + below, request),
  };
};
