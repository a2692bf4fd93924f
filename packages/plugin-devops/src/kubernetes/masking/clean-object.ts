import type { KubernetesObject } from '../resources/kubernetes-object.ts';
import { cleanAnnotations } from './clean-annotations.ts';
import { digestValues, maskValues } from './mask-values.ts';
import type { Digest } from './secret-digest.ts';

/**
 * An object as it may be shown: without who manages which field and without the copies of it that tools keep in annotations. The
 * values of Secrets, of the kinds in `secretKinds`, and of whatever is named like a secret are digests.
 */
export const cleanObject = ({
  object: { apiVersion, kind: ownKind, metadata, ...rest },
  kind,
  digest,
  secretKinds,
}: {
  object: KubernetesObject;
  /** As the caller asked for it: the items of a list need not say what they are. */
  kind: string;
  digest: Digest;
  secretKinds: readonly string[];
}): KubernetesObject => {
  const kinds = [kind, ownKind ?? kind];
  const isSecretKind = kinds.some((one) => secretKinds.includes(one));
  const clean = (name: string, part: unknown): unknown => {
    if (isSecretKind) return digestValues({ part, digest });
    if (kinds.includes('Secret')) return name === 'type' ? part : digestValues({ part, digest, isBase64: name === 'data' });
    return maskValues({ part, digest, hasOwnKeys: name === 'data' });
  };
  return {
    ...(apiVersion == null ? {} : { apiVersion }),
    kind: ownKind ?? kind,
    metadata: cleanMetadata({ metadata, isSecret: isSecretKind || kinds.includes('Secret'), digest }),
    ...Object.fromEntries(Object.entries(rest).map(([name, part]) => [name, clean(name, part)])),
  };
};

const cleanMetadata = ({
  metadata,
  isSecret,
  digest,
}: {
  metadata: KubernetesObject['metadata'];
  isSecret: boolean;
  digest: Digest;
}) => {
  const { managedFields: _fields, annotations, ...shown } = metadata;
  const kept = cleanAnnotations({ annotations: annotations ?? {}, isSecret, digest });
  return Object.keys(kept).length === 0 ? shown : { ...shown, annotations: kept };
};
