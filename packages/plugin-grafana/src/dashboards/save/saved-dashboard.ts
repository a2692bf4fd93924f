import * as z from 'zod';
import type { GrafanaReader } from '../../client/grafana-reader.ts';
import { dashboardLink } from '../dashboard-link.ts';
import { panelsOf } from '../normalise/panels.ts';
import { openDashboards } from '../store/discover.ts';
import type { SavedDashboard } from '../store/stored-dashboard.ts';

/** What a write of a dashboard answers. */
export const savedDashboard = z.object({
  id: z.int().nullable(),
  uid: z.string(),
  title: z.string(),
  folder_uid: z.string(),
  version: z.int(),
  url: z.string(),
});

export const showSaved = ({
  saved: { id, uid, version },
  title,
  folderUid,
  reader,
}: {
  saved: SavedDashboard;
  title: string;
  folderUid: string;
  reader: GrafanaReader;
}): z.output<typeof savedDashboard> => ({
  id: id ?? null,
  uid,
  title,
  folder_uid: folderUid,
  version,
  url: dashboardLink({ uid, title, reader }),
});

interface Ask {
  readonly uid: string;
  readonly reader: GrafanaReader;
  readonly signal: AbortSignal;
}

/** What is true of a dashboard after a write. */
export const readEffect = async ({ uid, reader, signal }: Ask) => {
  const stored = await (await openDashboards({ reader, signal })).find({ uid, signal });
  if (stored === undefined) return { exists: false };
  const { version, folderUid, json } = stored;
  return { exists: true, version, folder_uid: folderUid, panels: panelsOf(json).length };
};

/** The message of a version, with the plan in it: a lost answer is found again by it. */
export const versionMessage = ({ message, planId }: { message: string | undefined; planId: string }): string =>
  `${message ?? 'Saved by an assistant'} ${markerOf(planId)}`;

const markerOf = (planId: string): string => `[plan ${planId}]`;

/** Whether the plan's dashboard was saved, found by the message of its version. That it is not there is no proof: it may be on its way. */
export const recoverSaved = async ({ uid, planId, reader, signal }: Ask & { planId: string }) => {
  const store = await openDashboards({ reader, signal });
  const found = (await store.history({ uid, signal })).find(({ message }) => message.endsWith(markerOf(planId)));
  const stored = found === undefined ? undefined : await store.find({ uid, signal });
  if (found === undefined || stored === undefined) return 'unknown' as const;
  const saved = { id: stored.id, uid, version: found.version };
  return { result: showSaved({ saved, title: stored.title, folderUid: stored.folderUid, reader }) };
};
