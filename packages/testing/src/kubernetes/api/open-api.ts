import type { ResourceKind } from '../model/kinds.ts';

/**
 * The server's description of itself as clients read it: an OpenAPI 2 document in protocol buffers. It says that every
 * kind can be patched without effect, and no types: clients leave the checking of fields to the server then.
 */
export const openApiDocument = (kinds: readonly ResourceKind[]): Uint8Array =>
  Buffer.concat([
    field(1, text('2.0')),
    field(2, Buffer.concat([field(1, text('Kubernetes')), field(2, text('v1.35.0'))])),
    field(8, Buffer.concat(kinds.map((kind) => field(2, pathOf(kind))))),
  ]);

export const openApiType = 'application/com.github.proto-openapi.spec.v2.v1.0+protobuf';

// The numbers are those of the messages of gnostic: https://github.com/google/gnostic/blob/main/openapiv2/OpenAPIv2.proto
const pathOf = ({ group, version, kind, plural, namespaced }: ResourceKind): Buffer => {
  const root = group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
  const path = `${root}${namespaced ? '/namespaces/{namespace}' : ''}/${plural}/{name}`;
  const extension = field(2, text(JSON.stringify({ group, version, kind })));
  const patch = Buffer.concat([
    field(8, queryParameter('dryRun')),
    field(13, Buffer.concat([field(1, text('x-kubernetes-group-version-kind')), field(2, extension)])),
  ]);
  return Buffer.concat([field(1, text(path)), field(2, field(8, patch))]);
};

const queryParameter = (name: string): Buffer =>
  field(1, field(2, field(3, Buffer.concat([field(2, text('query')), field(4, text(name))]))));

/** A field of a message that holds bytes, a text or a message. */
const field = (number: number, content: Buffer): Buffer =>
  Buffer.concat([varint(number * 8 + 2), varint(content.byteLength), content]);

const text = (value: string): Buffer => Buffer.from(value);

const varint = (value: number): Buffer => {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  return Buffer.from([...bytes, rest]);
};
