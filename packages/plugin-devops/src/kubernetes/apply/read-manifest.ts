import { type JsonObject, LineclearError, quoted } from '@lineclear/core/plugin';
import { parseAllDocuments } from 'yaml';
import * as z from 'zod';
import { anyName, apiVersionName, kindName, namespaceName, noNamespace } from '../resources/names.ts';

/** One object of a manifest, as it will be sent. */
export interface ManifestObject {
  readonly apiVersion: string;
  readonly kind: string;
  /** `-` for what belongs to none: nothing is put into a namespace that it does not name. */
  readonly namespace: string;
  readonly name: string;
  readonly body: JsonObject;
}

/** One of which no value is shown, whatever its kind, where `isSecret`. */
export type GivenObject = ManifestObject & { readonly isSecret: boolean };

/** Reads YAML or JSON of one or more documents. Throws `invalid_input` for what cannot be applied as it stands. */
export const readManifest = (text: string): readonly ManifestObject[] => {
  if (text.length > maxCharacters) throw refused(`It is longer than ${maxCharacters} characters.`);
  const bodies = documentsOf(text).flatMap((document) => itemsOf(document));
  if (bodies.length === 0) throw refused('It has no object.');
  if (bodies.length > maxObjects) throw refused(`It has more than ${maxObjects} objects.`);
  const objects = bodies.map((body, index) => toObject({ body, place: index + 1 }));
  const names = objects.map(({ apiVersion, kind, namespace, name }) => `${apiVersion} ${kind} ${namespace}/${name}`);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw refused(`It has ${quoted(twice)} twice.`);
  return objects;
};

const maxCharacters = 256 << 10;
const maxObjects = 50;

// kubectl reads "yes", "0644" and merge keys as YAML 1.1 does, and leaves dates, clock times and these collections alone.
const unknownToKubectl = /:(?:binary|omap|pairs|set|timestamp)$/;

const documentsOf = (text: string): readonly unknown[] => {
  const documents = parseAllDocuments(text, {
    version: '1.1',
    customTags: (tags) =>
      tags.filter((tag) => typeof tag === 'string' || (!unknownToKubectl.test(tag.tag) && tag.format !== 'TIME')),
    logLevel: 'silent',
  });
  return documents.flatMap((document) => {
    const [problem] = document.errors;
    if (problem !== undefined) throw refused(problem.message.split('\n')[0] ?? '');
    const value = toValue(() => document.toJS({ maxAliasCount: 100 }));
    return value === null || value === undefined ? [] : [value];
  });
};

const toValue = (read: () => unknown): unknown => {
  try {
    return read();
  } catch {
    throw refused('It repeats an anchor too often, or names one that is not there.');
  }
};

const list = z.object({ kind: z.string().regex(/^List$/), items: z.array(z.unknown()) });

const itemsOf = (document: unknown): readonly unknown[] => {
  const read = list.safeParse(document);
  return read.success ? read.data.items : [document];
};

const json: z.ZodType<JsonObject> = z.record(z.string(), z.json());
const identity = z.object({
  apiVersion: apiVersionName.unwrap(),
  kind: kindName,
  metadata: z.object({ name: anyName, namespace: namespaceName.optional() }),
});

const toObject = ({ body, place }: { body: unknown; place: number }): ManifestObject => {
  const read = identity.safeParse(body);
  const whole = json.safeParse(body);
  if (!read.success || !whole.success) {
    const fields = read.error?.issues.map(({ path }) => path.join('.') || 'the whole').join(', ') ?? 'the whole';
    throw refused(`Object ${place} has no usable ${fields}.`);
  }
  const { apiVersion, kind, metadata } = read.data;
  return { apiVersion, kind, namespace: metadata.namespace ?? noNamespace, name: metadata.name, body: whole.data };
};

const refused = (problem: string): LineclearError =>
  new LineclearError('invalid_input', `The manifest cannot be applied. ${problem}`, {
    hint: 'Every object needs apiVersion, kind, metadata.name and, where it belongs to a namespace, metadata.namespace.',
    details: { reason: 'manifest' },
  });
