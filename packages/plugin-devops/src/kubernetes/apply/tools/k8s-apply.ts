import { LineclearError, quoted } from '@lineclear/core/plugin';
import * as z from 'zod';
import { checkShown } from '../../../text/check-shown.ts';
import { detailsOf } from '../../changes/place.ts';
import { digestOf } from '../../changes/state-of.ts';
import { isTracedTo } from '../../changes/trace.ts';
import { kubernetes } from '../../connection.ts';
import { contextName, targetOf } from '../../resources/names.ts';
import { openDigest } from '../../masking/secret-digest.ts';
import { applyObject } from '../apply-object.ts';
import { conflicting, showConflicts } from '../conflicts.ts';
import { manifestFields, objectsOf } from '../manifest-input.ts';
import { type ObjectPreview, previewObject, toTarget } from '../preview-object.ts';
import { counted } from '../../../text/counted.ts';
import { hiddenText } from '../../../text/hidden-text.ts';

const inputFields = z.strictObject({
  context: contextName,
  ...manifestFields,
  force: z.boolean().default(false).describe('Take fields of others over.'),
});
type Input = z.output<typeof inputFields>;

export const k8sApply = kubernetes.write({
  name: 'k8s_apply',
  toolset: 'cluster',
  risk: 'destructive',
  classify: ({ input }) => ({
    class: 'apply',
    target: targetsOf(input),
    ...(input.force || input.secret_manifest !== undefined ? {} : { risk: 'reversible' as const }),
  }),
  description: 'Create and change objects. k8s_patch changes single fields.',
  input: inputFields.refine(
    ({ manifest, secret_manifest: secretManifest }) => manifest !== undefined || secretManifest !== undefined,
    'Give manifest or secret_manifest.',
  ),
  output: z.object({
    applied: z.array(z.string()),
    failed: z.object({ object: z.string(), code: z.string(), message: z.string() }).nullable(),
    not_tried: z.array(z.string()),
  }),
  preview: async ({ input, reader, profile, signal }) => {
    const { context, force } = input;
    const objects = objectsOf(input);
    const planned = objects.filter(({ kind }) => kind === 'Namespace').map(({ name }) => name);
    const digest = openDigest();
    const previews: ObjectPreview[] = [];
    for (const object of objects) {
      // oxlint-disable-next-line no-await-in-loop -- in their order, so that the first problem is the one that is told
      previews.push(await previewObject({ object, context, force, planned, reader, digest, signal }));
    }
    checkShown({ sent: previews.map(({ changes }) => changes), hint: 'Send fewer objects at a time.' });
    const refused = force ? undefined : previews.find(({ conflicts }) => conflicts.length > 0);
    const taken = previews.flatMap(({ conflicts }) => showConflicts(conflicts));
    const counts = (['create', 'change', 'nothing'] as const).map(
      (what) => `${previews.filter(({ does }) => does === what).length} to ${what === 'nothing' ? 'leave' : what}`,
    );
    return {
      description: `Apply ${counted(objects.length, 'object')} to ${quoted(context)} (${profile.name}, tier ${profile.tier}): ${counts.join(', ')}.`,
      guard: { objects: previews.map(({ seen, conflicts }) => ({ seen, conflicts: digestOf(conflicts) })) },
      changes: previews.map(({ target, does, changes }) => (changes === '' ? `${targetOf(target)}: ${does}` : changes)),
      details: {
        ...detailsOf({ target: input, profile, undo: undoOf(previews) }),
        objects: previews.map(({ target, does }) => ({ object: targetOf(target), does })),
        force,
      },
      warnings: [
        ...previews.flatMap(({ warnings }) => warnings),
        // YAML has escapes for them, which are seen in the argument and not in the changes.
        ...hiddenText({
          what: 'What the manifest means',
          sent: objects.flatMap(({ body, isSecret }) => (isSecret ? [] : [body])),
          given: input.manifest,
        }),
        ...(taken.length === 0 ? [] : [`Fields that others set are taken over: ${taken.join(', ')}.`]),
      ],
      ...(taken.length === 0 ? {} : { risk: 'destructive' as const, approval: 'client' as const }),
      ...(refused === undefined ? {} : { refusal: conflicting({ name: refused.target.name, conflicts: refused.conflicts }) }),
    };
  },
  execute: async ({ input, writer, guard, idempotencyKey: plan, step, signal }) => {
    const { context, force } = input;
    const objects = objectsOf(input);
    const names = objects.map((object) => targetOf(toTarget({ context, object })));
    for (const [index, object] of objects.entries()) {
      const [name = '', seen = null] = [names[index], guard.objects[index]?.seen];
      try {
        // oxlint-disable-next-line no-await-in-loop -- one after the other: later objects may need earlier ones
        await applyObject({ writer, object, context, seen, force, plan, signal });
      } catch (error) {
        // The first one decides for all; after it, what happened has to be told.
        if (index === 0 || !LineclearError.is(error) || error.effect !== 'none') throw error;
        const failed = { object: name, code: error.code, message: error.message };
        return { applied: names.slice(0, index), failed, not_tried: names.slice(index + 1) };
      }
      step(`applied ${name}`);
    }
    return { applied: names, failed: null, not_tried: [] };
  },
  reconcile: async ({ input, reader, idempotencyKey: plan, signal }) => {
    const { context } = input;
    const targets = objectsOf(input).map((object) => toTarget({ context, object }));
    const found = await Promise.all(targets.map((target) => reader.find({ ...target, signal })));
    const isDone = found.every((object) => object !== undefined && isTracedTo({ object, plan }));
    return isDone ? { result: { applied: targets.map(targetOf), failed: null, not_tried: [] } } : 'unknown';
  },
});

const targetsOf = (input: Input): readonly string[] =>
  objectsOf(input).map((object) => targetOf(toTarget({ context: input.context, object })));

const undoOf = (previews: readonly ObjectPreview[]): string => {
  const created = previews.filter(({ does }) => does === 'create').map(({ target }) => targetOf(target));
  const removal = created.length === 0 ? '' : ` k8s_delete removes what is created: ${created.join(', ')}.`;
  return `Apply what the diff removes; values of Secrets have to come from elsewhere.${removal}`;
};
