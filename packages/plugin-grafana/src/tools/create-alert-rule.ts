import { type Preview, quoted } from '@lineclear/core/plugin';
import * as z from 'zod';
import { needsGrafana } from '../client/needs-grafana.ts';
import { grafana } from '../connection.ts';
import { createFolder } from '../folders/folders.ts';
import { findRule } from '../rules/read-rules.ts';
import { ruleAliases } from '../rules/rule-alias.ts';
import { changedMeanwhile, digestOf, normaliseFor, planRule, takenBy } from '../rules/rule-plan.ts';
import { ruleFields, toApiRule } from '../rules/rule-request.ts';
import { postRule, readEffect, showWritten, writtenRule } from '../rules/send-rule.ts';
import { evaluationPhrase, findingsOf, placeOf, planWarnings } from '../rules/show-plan.ts';

interface CreateGuard {
  /** Digest of the rule as it will be sent. */
  readonly rule: string;
  /** The title of the folder that is made first; null where it is there. */
  readonly new_folder: string | null;
  /** The rule that is in the way. */
  readonly taken: string | null;
}

export const createAlertRule = grafana.write({
  name: 'create_alert_rule',
  title: 'Create an alert rule',
  toolset: 'alerting',
  risk: 'additive',
  offered: needsGrafana,
  description:
    'Create an alert rule in Grafana; the preview puts it right and evaluates it. Use update_alert_rule to change one.',
  input: z.strictObject({
    ...ruleFields,
    folder_title: z.string().optional().describe('If the folder is made'),
    uid: z.string().optional().describe('Made if absent'),
  }),
  output: writtenRule,
  aliases: ruleAliases({ tool: 'create_alert_rule', operation: 'create' }),
  async preview({ input, reader, profile, clock, signal }): Promise<Preview<CreateGuard>> {
    const plan = await planRule({
      body: bodyOf(input),
      uid: undefined,
      folderTitle: input.folder_title,
      nowMs: clock.now(),
      reader,
      signal,
    });
    const { rule, folder, makesFolder, taken, evaluation } = plan;
    return {
      description: `Create the alert rule ${placeOf(plan)} in ${profile.name}: ${evaluationPhrase(evaluation)}.`,
      guard: { rule: digestOf(rule), new_folder: makesFolder ? folder.title : null, taken: taken?.uid ?? null },
      changes: [
        ...(makesFolder ? [`+ folder ${quoted(folder.title)} (${folder.uid})`] : []),
        `+ alert rule ${placeOf(plan)}`,
        ...plan.findings.map(({ path, message }) => `~ ${path}: ${message}`),
      ],
      details: { ...findingsOf(plan), evaluation },
      warnings: planWarnings(plan),
      ...(taken !== undefined && { refusal: takenBy(taken) }),
    };
  },
  async execute({ input, writer, guard, idempotencyKey, step, signal }) {
    const { rule } = await normaliseFor({ body: bodyOf(input), reader: writer.reader, signal });
    if (digestOf(rule) !== guard.rule) throw changedMeanwhile();
    if (guard.new_folder !== null) {
      await createFolder({ uid: input.folder_uid, title: guard.new_folder, writer, signal });
      step(`made the folder ${input.folder_uid}`);
    }
    // The plan's id is the uid, so that the rule can be found again by it.
    const created = await postRule({ rule: { uid: idempotencyKey, ...rule }, writer, signal });
    return showWritten({ rule: created, reader: writer.reader });
  },
  verify: ({ output, reader, signal }) => readEffect({ uid: output.uid, reader, signal }),
  // Not there is no proof that it failed: a request that was given up may be at work.
  async reconcile({ input, reader, idempotencyKey, signal }) {
    const rule = await findRule({ uid: input.uid ?? idempotencyKey, reader, signal });
    return rule?.title === input.title ? { result: showWritten({ rule, reader }) } : 'unknown';
  },
});

/** The rule itself; the title of its folder is no part of it. */
const bodyOf = (input: Readonly<Record<string, unknown>>) => toApiRule({ ...input, folder_title: undefined });
