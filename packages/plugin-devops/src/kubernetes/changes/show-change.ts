import { objectDiff } from './object-diff.ts';
import type { KubernetesReader } from '../client/kubernetes-reader.ts';
import type { KubernetesObject } from '../resources/kubernetes-object.ts';
import { cleanObject } from '../masking/clean-object.ts';
import type { Digest } from '../masking/secret-digest.ts';
import { planAnnotation } from './trace.ts';

/** How an object changes, as a diff of what may be shown: what somebody decides about, without what the server counts and reports. */
export const showChange = ({
  before,
  after,
  kind,
  name,
  digest,
  reader,
  isSecret = false,
}: {
  before: KubernetesObject | undefined;
  after: KubernetesObject | undefined;
  kind: string;
  name: string;
  digest: Digest;
  reader: KubernetesReader;
  /** No value of it is shown, whatever its kind. */
  isSecret?: boolean;
}): string => {
  const secretKinds = [...reader.settings.secret_kinds, ...(isSecret && kind !== 'Secret' ? [kind] : [])];
  const shown = (object: KubernetesObject | undefined) =>
    object === undefined ? undefined : cleanObject({ object: withoutReports(object), kind, digest, secretKinds });
  return objectDiff({ before: shown(before), after: shown(after), name: `${kind}/${name}` });
};

const withoutReports = ({ metadata, status: _status, ...rest }: KubernetesObject): KubernetesObject => {
  const {
    resourceVersion: _version,
    generation: _generation,
    uid: _uid,
    creationTimestamp: _time,
    annotations,
    ...kept
  } = metadata;
  const others = Object.entries(annotations ?? {}).filter(([name]) => name !== planAnnotation);
  return { ...rest, metadata: { ...kept, annotations: Object.fromEntries(others) } };
};
