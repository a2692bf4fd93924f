import { LineclearError, type Secret, secret } from '@lineclear/core/plugin';
import * as z from 'zod';
import { type GivenObject, type ManifestObject, readManifest } from './read-manifest.ts';

const hasSecretValues = ({ kind, body }: ManifestObject): boolean =>
  kind === 'Secret' && [body['data'], body['stringData']].some((part) => part !== undefined && part !== null);

/** Problems of a manifest as issues of the input, so that nothing that cannot be read gets as far as a preview. */
const readable = (text: string, context: z.core.$RefinementCtx): readonly ManifestObject[] => {
  try {
    return readManifest(text);
  } catch (error) {
    if (!LineclearError.is(error)) throw error;
    context.addIssue({ code: 'custom', message: `${error.message} ${error.hint}`, input: undefined });
    return [];
  }
};

/** The input fields that hold manifests. */
export const manifestFields = {
  manifest: z
    .string()
    .superRefine((text, context) => {
      if (!readable(text, context).some(hasSecretValues)) return;
      const message = 'Values of a Secret belong into secret_manifest, which no record keeps.';
      context.addIssue({ code: 'custom', message, input: undefined });
    })
    .optional()
    .describe('YAML that names its namespaces.'),
  secret_manifest: secret()
    .superRefine((value, context) => void readable(value.reveal(), context))
    .optional()
    .describe('The same, in no record.'),
};

interface Manifests {
  readonly manifest?: string | undefined;
  readonly secret_manifest?: Secret | undefined;
}

/** Every object of an input, in the order in which they are applied: namespaces, then what is secret, because the others may need both. */
export const objectsOf = ({ manifest, secret_manifest: secretManifest }: Manifests): readonly GivenObject[] => {
  const objects = [...given({ text: secretManifest?.reveal(), isSecret: true }), ...given({ text: manifest, isSecret: false })];
  const isNamespace = ({ kind }: GivenObject): boolean => kind === 'Namespace';
  return [...objects.filter(isNamespace), ...objects.filter((object) => !isNamespace(object))];
};

const given = ({ text, isSecret }: { text: string | undefined; isSecret: boolean }): readonly GivenObject[] =>
  text === undefined ? [] : readManifest(text).map((object) => ({ ...object, isSecret }));
