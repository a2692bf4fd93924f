import type { AnyConnection } from './connection.ts';
import type { CallContext } from './context.ts';

export type ResourceContents = { readonly text: string } | { readonly bytes: Uint8Array };
export interface ResourceListing {
  readonly uri: string;
  readonly name: string;
  readonly description?: string;
}

export interface ResourceSpec<Reader> {
  /** A fixed URI, or an RFC 6570 level-1 template such as `tasker://tasks/{id}`. */
  readonly uri: string;
  readonly name: string;
  readonly title?: string;
  readonly description: string;
  readonly mimeType: string;
  readonly read: (
    call: CallContext & { readonly uri: string; readonly variables: Readonly<Record<string, string>>; readonly reader: Reader },
  ) => ResourceContents | Promise<ResourceContents>;
  /** What a template yields today; a fixed URI lists itself. */
  readonly list?: (
    call: CallContext & { readonly reader: Reader },
  ) => readonly ResourceListing[] | Promise<readonly ResourceListing[]>;
  /** Suggestions per template variable. At most 100 are sent. */
  readonly complete?: Readonly<Record<string, (prefix: string) => readonly string[] | Promise<readonly string[]>>>;
}

export interface Resource<Reader = unknown> extends ResourceSpec<Reader> {
  readonly connection: AnyConnection | undefined;
}
// oxlint-disable-next-line typescript/no-explicit-any
export type AnyResource = Resource<any>;

/** A resource that needs no backend. */
export const resource = (spec: ResourceSpec<undefined>): Resource<undefined> => ({ ...spec, connection: undefined });
