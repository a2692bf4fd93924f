import { LineclearError } from '@lineclear/core/plugin';
import * as z from 'zod';
import { planAnnotation } from '../changes/trace.ts';

const fields = z.record(z.string(), z.unknown());
const operations = z
  .array(z.looseObject({ op: z.enum(['add', 'remove', 'replace', 'move', 'copy', 'test']), path: z.string() }))
  .min(1)
  .max(200);

/** The two shapes that a patch has: fields to set, or operations. */
export const patchShape = z.union([fields, z.array(z.unknown())]);

export const patchType = z.enum(['merge', 'strategic', 'json']);

export interface WantedPatch {
  readonly type: z.output<typeof patchType>;
  readonly patch: z.output<typeof patchShape>;
}

/** A patch that has the shape of its type; the media types take one each. */
export const isOfItsType = ({ type, patch }: WantedPatch): boolean =>
  type === 'json' ? operations.safeParse(patch).success : !Array.isArray(patch);

/** The patch for one version of an object, with the plan that made it. */
export const patchWithTrace = ({
  wanted: { patch },
  resourceVersion,
  plan,
  hasAnnotations,
}: {
  wanted: WantedPatch;
  resourceVersion: string;
  plan: string;
  /** Whether the object has annotations once it is patched. */
  hasAnnotations: boolean;
}): unknown => {
  if (Array.isArray(patch)) {
    return [
      ...patch,
      { op: 'replace', path: '/metadata/resourceVersion', value: resourceVersion },
      ...(hasAnnotations ? [] : [{ op: 'add', path: '/metadata/annotations', value: {} }]),
      { op: 'add', path: `/metadata/annotations/${planAnnotation.replaceAll('/', '~1')}`, value: plan },
    ];
  }
  const metadata = fieldsOf(patch['metadata']);
  const annotations = { ...fieldsOf(metadata['annotations']), [planAnnotation]: plan };
  return { ...patch, metadata: { ...metadata, annotations, resourceVersion } };
};

const fieldsOf = (part: unknown): Readonly<Record<string, unknown>> => fields.safeParse(part).data ?? {};

/** What is answered for values that every record of the call would have. */
export const holdsSecrets = (kind: string): LineclearError =>
  new LineclearError('unsupported', `A patch of a ${kind} would stand in every record of this call.`, {
    hint: 'Give the whole object to k8s_apply in secret_manifest.',
    details: { reason: 'secret_values' },
    effect: 'none',
  });
