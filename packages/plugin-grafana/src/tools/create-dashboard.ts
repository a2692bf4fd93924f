import { LineclearError, type Preview, quoted } from '@lineclear/core/plugin';
import * as z from 'zod';
import { needsGrafana } from '../client/needs-grafana.ts';
import { grafana } from '../connection.ts';
import { createAlias } from '../dashboards/save/dashboard-alias.ts';
import { changedMeanwhile, digestOf, planFolder, prepareDashboard } from '../dashboards/save/plan-save.ts';
import { readMistakes } from '../dashboards/save/read-mistakes.ts';
import { readEffect, recoverSaved, savedDashboard, showSaved, versionMessage } from '../dashboards/save/saved-dashboard.ts';
import { changeLines, findingsOf, lastChange, planWarnings } from '../dashboards/save/show-plan.ts';
import { findNamesake } from '../dashboards/search.ts';
import { openDashboards } from '../dashboards/store/discover.ts';
import { isV2, refuseManaged } from '../dashboards/store/refusals.ts';
import type { StoredDashboard } from '../dashboards/store/stored-dashboard.ts';
import { createFolder } from '../folders/folders.ts';
import { textAt } from '../json/json-value.ts';

interface CreateGuard {
  /** Digest of the dashboard as it will be sent. */
  readonly dashboard: string;
  /** The uid; null where Grafana accepts none that the title could give, and the plan gives one. */
  readonly uid: string | null;
  /** The version that is replaced; null where there is no dashboard with this uid. */
  readonly replaces: number | null;
  readonly folder_uid: string;
  /** The title of the folder that is made first; null where it is there. */
  readonly new_folder: string | null;
}

export const createDashboard = grafana.write({
  name: 'create_dashboard',
  title: 'Create a dashboard',
  toolset: 'dashboards',
  risk: 'destructive',
  offered: needsGrafana,
  description:
    'Create a dashboard in Grafana. What is missing or wrong in it is put right and shown first. Use update_dashboard to change one.',
  input: z.strictObject({
    dashboard: z.record(z.string(), z.unknown()).describe('title, panels, templating, …; uid from the title if absent'),
    folder_uid: z.string().optional().describe('Made if it does not exist'),
    folder_title: z.string().min(1).max(190).optional().describe('Of a folder that is made'),
    overwrite: z.boolean().default(false).describe('Replace the one with this uid'),
    message: z.string().max(400).optional().describe('For its history'),
  }),
  output: savedDashboard,
  aliases: [createAlias('mcp_grafana_create_dashboard')],
  // What a replacement loses is only known once it is seen: the preview raises it again.
  classify: ({ input }) => ({ risk: input.overwrite ? 'reversible' : 'additive' }),
  async preview({ input, reader, profile, signal }): Promise<Preview<CreateGuard>> {
    const prepared = await prepareDashboard({ dashboard: input.dashboard, reader, signal });
    const { dashboard } = prepared;
    const uid = textAt(dashboard, 'uid');
    const store = await openDashboards({ reader, signal });
    const existing = uid === undefined ? undefined : await store.find({ uid, signal });
    const folderUid = input.folder_uid ?? existing?.folderUid ?? '';
    const [folder, expressions] = await Promise.all([
      planFolder({ uid: folderUid, title: input.folder_title, reader, signal }),
      readMistakes({ dashboard, reader, signal }),
    ]);
    const found = { ...prepared, expressions };
    const title = textAt(dashboard, 'title') ?? '';
    const namesake = folder.isNew ? undefined : await findNamesake({ title, uid, folderUid: folder.uid, reader, signal });
    const name = `${quoted(title)} (uid ${uid ?? 'of the plan'}, folder ${quoted(folder.title)})`;
    const refusal = existing === undefined ? undefined : refusalOf({ existing, overwrite: input.overwrite });
    return {
      description:
        existing === undefined
          ? `Create the dashboard ${name} in ${profile.name}.`
          : `Replace the dashboard ${quoted(existing.title)}, version ${existing.version}, by ${name} in ${profile.name}.`,
      guard: {
        dashboard: digestOf(dashboard),
        uid: uid ?? null,
        replaces: existing?.version ?? null,
        folder_uid: folder.uid,
        new_folder: folder.isNew ? folder.title : null,
      },
      changes: changeLines({ before: existing?.json, after: dashboard, folder, from: existing }),
      details: { ...findingsOf(found), ...(existing !== undefined && { replaces: lastChange(existing) }) },
      warnings: [
        ...(existing === undefined ? [] : ['Everything in the present dashboard is replaced; its history keeps the versions.']),
        ...(namesake === undefined ? [] : [`The folder has a dashboard with this title already: ${quoted(namesake.uid)}.`]),
        ...planWarnings({ ...found, folder }),
      ],
      ...(existing !== undefined && { risk: 'destructive' }),
      ...(refusal !== undefined && { refusal }),
    };
  },
  async execute({ input, writer, guard, idempotencyKey, step, signal }) {
    const { reader } = writer;
    const { dashboard } = await prepareDashboard({ dashboard: input.dashboard, reader, signal });
    if (digestOf(dashboard) !== guard.dashboard) throw changedMeanwhile();
    const uid = guard.uid ?? idempotencyKey;
    const store = await openDashboards({ reader, signal });
    const base = guard.replaces === null ? undefined : await store.find({ uid, signal });
    if ((base?.version ?? null) !== guard.replaces) throw changedMeanwhile();
    if (guard.new_folder !== null) {
      await createFolder({ uid: guard.folder_uid, title: guard.new_folder, writer, signal });
      step(`made the folder ${guard.folder_uid}`);
    }
    const message = versionMessage({ message: input.message, planId: idempotencyKey });
    const saved = await store.save({ uid, dashboard, folderUid: guard.folder_uid, message, base, signal });
    return showSaved({ saved, title: textAt(dashboard, 'title') ?? '', folderUid: guard.folder_uid, reader });
  },
  verify: ({ output, reader, signal }) => readEffect({ uid: output.uid, reader, signal }),
  reconcile: ({ reader, guard, idempotencyKey, signal }) =>
    recoverSaved({ uid: guard.uid ?? idempotencyKey, planId: idempotencyKey, reader, signal }),
});

const refusalOf = ({ existing, overwrite }: { existing: StoredDashboard; overwrite: boolean }): LineclearError | undefined => {
  const { uid, title, version, schema } = existing;
  if (!overwrite)
    return new LineclearError('conflict', `There is a dashboard with the uid ${quoted(uid)} already.`, {
      hint: 'Change it with update_dashboard, take another uid, or replace it with overwrite: true.',
      details: { reason: 'dashboard_exists', uid, title, version },
      effect: 'none',
    });
  return schema === 'v2' ? isV2({ uid, does: 'written' }) : refuseManaged(existing);
};
