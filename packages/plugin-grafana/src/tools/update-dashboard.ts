import { type Preview, quoted } from '@lineclear/core/plugin';
import * as z from 'zod';
import { needsGrafana } from '../client/needs-grafana.ts';
import { grafana } from '../connection.ts';
import { updateAlias } from '../dashboards/save/dashboard-alias.ts';
import { changedMeanwhile, planFolder } from '../dashboards/save/plan-save.ts';
import { planDigest, planUpdate } from '../dashboards/save/plan-update.ts';
import { readMistakes } from '../dashboards/save/read-mistakes.ts';
import { readEffect, recoverSaved, savedDashboard, showSaved, versionMessage } from '../dashboards/save/saved-dashboard.ts';
import { changeLines, findingsOf, lastChange, planWarnings } from '../dashboards/save/show-plan.ts';
import { createFolder } from '../folders/folders.ts';
import { textAt } from '../json/json-value.ts';

interface UpdateGuard {
  readonly uid: string;
  /** The version that is replaced: another save makes the plan stale. */
  readonly version: number;
  /** Who saved that version; a stale answer names both. */
  readonly saved_by: string | null;
  /** Digest of the dashboard as it will be sent. */
  readonly dashboard: string;
  readonly folder_uid: string;
  /** The title of the folder that is made first; null where it is there. */
  readonly new_folder: string | null;
}

export const updateDashboard = grafana.write({
  name: 'update_dashboard',
  title: 'Change a dashboard',
  toolset: 'dashboards',
  risk: 'reversible',
  offered: needsGrafana,
  description:
    'Change a dashboard by operations on JSON paths, or as a whole; the preview has the differences. Use create_dashboard for a new one.',
  input: z.strictObject({
    uid: z.string().optional().describe('Or in dashboard'),
    operations: z
      .array(
        z.strictObject({
          op: z.enum(['add', 'replace', 'remove']).describe('remove has no value'),
          path: z.string().describe('$.title, $.panels[?(@.id==2)].targets[0].expr, $.panels/-'),
          value: z.unknown().optional().describe('The new one'),
        }),
      )
      .optional()
      .describe('In this order'),
    dashboard: z.record(z.string(), z.unknown()).optional().describe('The whole new one, in place of operations'),
    folder_uid: z.string().optional().describe('Move it there'),
    message: z.string().max(400).optional().describe('For its history'),
  }),
  output: savedDashboard,
  aliases: [updateAlias('mcp_grafana_update_dashboard')],
  async preview({ input, reader, profile, signal }): Promise<Preview<UpdateGuard>> {
    const plan = await planUpdate({ change: input, reader, signal });
    const { stored, dashboard, refusal } = plan;
    const [folder, expressions] = await Promise.all([
      planFolder({ uid: input.folder_uid ?? stored.folderUid, title: undefined, reader, signal }),
      readMistakes({ dashboard, reader, signal }),
    ]);
    const found = { ...plan, expressions };
    return {
      description: `Change the dashboard ${quoted(stored.title)} (uid ${stored.uid}, version ${stored.version}, folder ${quoted(folder.title)}) in ${profile.name}.`,
      guard: {
        uid: stored.uid,
        version: stored.version,
        saved_by: stored.updatedBy ?? null,
        dashboard: planDigest(plan),
        folder_uid: folder.uid,
        new_folder: folder.isNew ? folder.title : null,
      },
      changes: changeLines({ before: stored.json, after: dashboard, folder, from: stored }),
      details: { ...findingsOf(found), last_change: lastChange(stored) },
      warnings: [
        ...planWarnings({ ...found, folder }),
        ...(plan.isLeftOld
          ? ['The dashboard has older shapes elsewhere, which stay: send it as a whole to put them right.']
          : []),
      ],
      ...(refusal !== undefined && { refusal }),
    };
  },
  async execute({ input, writer, guard, idempotencyKey, step, signal }) {
    const { reader } = writer;
    const plan = await planUpdate({ change: input, reader, signal });
    const { stored, store, dashboard } = plan;
    if (stored.version !== guard.version || planDigest(plan) !== guard.dashboard) throw changedMeanwhile();
    if (guard.new_folder !== null) {
      await createFolder({ uid: guard.folder_uid, title: guard.new_folder, writer, signal });
      step(`made the folder ${guard.folder_uid}`);
    }
    const message = versionMessage({ message: input.message, planId: idempotencyKey });
    const saved = await store.save({ uid: stored.uid, dashboard, folderUid: guard.folder_uid, message, base: stored, signal });
    return showSaved({ saved, title: textAt(dashboard, 'title') ?? stored.title, folderUid: guard.folder_uid, reader });
  },
  verify: ({ output, reader, signal }) => readEffect({ uid: output.uid, reader, signal }),
  reconcile: ({ reader, guard, idempotencyKey, signal }) =>
    recoverSaved({ uid: guard.uid, planId: idempotencyKey, reader, signal }),
});
