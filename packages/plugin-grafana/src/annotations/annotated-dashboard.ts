import { type HttpClient, LineclearError, path, quoted } from '@lineclear/core/plugin';
import * as z from 'zod';
import { hasShape } from '../client/has-shape.ts';
import { isNameOfDashboard } from '../schemas/uid.ts';

export interface AnnotatedDashboard {
  readonly title: string;
  /** Undefined where the dashboard has a form without panels of this kind. */
  readonly panelIds: readonly number[] | undefined;
}

/**
 * The dashboard that an annotation is for. Grafana takes one for a dashboard that is not there, and makes it one of the whole
 * organisation; so `not_found` is thrown here.
 */
export const annotatedDashboard = async ({
  http,
  uid,
  signal,
}: {
  http: HttpClient;
  uid: string;
  signal: AbortSignal;
}): Promise<AnnotatedDashboard> => {
  if (!isNameOfDashboard(uid)) throw absent(uid);
  // 406: it is there, in a form that this address cannot give.
  const answer = await http.get(path`/api/dashboards/uid/${uid}`, { accept: [404, 406], signal });
  if (answer.status === 406) return { title: uid, panelIds: undefined };
  if (answer.status === 404) throw hasShape(answer, notFound) === undefined ? notGrafana() : absent(uid);
  const { title, panels } = answer.json(body).dashboard;
  return {
    title: title ?? uid,
    panelIds: panels?.flatMap((panel) => [panel, ...(panel.panels ?? [])]).flatMap(({ id }) => id ?? []),
  };
};

const panel = z.object({ id: z.int().nullish() });
const body = z.object({
  dashboard: z.object({
    title: z.string().nullish(),
    // Rows that are closed hold their panels.
    panels: z.array(panel.extend({ panels: z.array(panel).nullish() })).nullish(),
  }),
});

const notFound = z.object({ message: z.string() });

/** A proxy or a wrong address answers 404 to everything. */
const notGrafana = (): LineclearError =>
  new LineclearError('not_found', 'It could not be seen whether Grafana has this dashboard: a 404 of something else.', {
    hint: 'Check that the url of this profile is Grafana itself.',
    details: { status: 404, reason: 'not_grafana' },
  });

const absent = (uid: string): LineclearError =>
  new LineclearError('not_found', `There is no dashboard ${quoted(uid)}.`, {
    hint: 'Find its uid with search_dashboards; without one the annotation is for the whole organisation.',
    details: { reason: 'no_dashboard' },
  });
