import type * as z from 'zod';
import type { Clock, Log, ProfileInfo } from './context.ts';
import type { CoveredWriteSpec, CoveredWriteTool } from './covered-write.ts';
import type { OpenHttp } from './http.ts';
import type { Answer, Offered, Preview, ReadSpec, ReadTool, Unreserved, WriteSpec, WriteTool } from './tool.ts';
import type { ResourceSpec, Resource } from './resource.ts';

type Awaitable<Value> = Value | Promise<Value>;

/** What a connection yields in one profile. `writer` is asked for only when a confirmed write executes. */
export interface Live<Reader, Writer> {
  readonly reader: Reader;
  readonly writer?: Writer;
  readonly close?: () => Awaitable<void>;
}

export interface ConnectionSpec<Id extends string, Settings extends z.ZodObject, Reader, Writer> {
  /** The key in a profile; unique in a composition. */
  readonly id: Id;
  readonly profile: Settings;
  /**
   * Opens the backend. Core calls it at most twice per profile: once with an `http` that refuses unsafe methods, for the reader;
   * once with a full one, for the writer, and the same `profile` object both times. It should not talk to the backend yet: `probe` does.
   */
  readonly connect: (call: {
    readonly profile: z.output<Settings>;
    readonly info: ProfileInfo;
    readonly http: OpenHttp;
    readonly mode: 'read' | 'write';
    readonly log: Log;
    readonly clock: Clock;
    /** Resolves a relative path of the configuration file against that file's folder. */
    readonly resolvePath: (path: string) => string;
    /** Files and folders that hold lineclear's own state, configuration and tokens: deny them to every caller. */
    readonly protectedPaths: readonly string[];
  }) => Awaitable<Live<Reader, Writer>>;
  /** Files that the settings name and that hold credentials, such as a kubeconfig: denied to every caller, as `protectedPaths` are. */
  readonly secretFiles?: (call: { readonly profile: z.output<Settings> }) => readonly string[];
  /** One cheap read that proves the backend answers; its value is shown as the connection's health. */
  readonly probe: (call: { readonly reader: NoInfer<Reader>; readonly signal: AbortSignal }) => Awaitable<unknown>;
  /** The wire commands that the reader may send, where the backend is not HTTP; a recording fake asserts exactly these. */
  readonly readerCommands?: readonly string[];
  /** The entry used for the profile `local` when there is no configuration file; `undefined` leaves the connection out. */
  readonly local?: (call: { readonly cwd: string }) => z.input<Settings> | undefined;
}

interface Offerable<Settings extends z.ZodObject> {
  /** Every profile with the connection has the tool when absent. */
  readonly offered?: Offered<z.output<Settings>>;
}

export interface Connection<Id extends string, Settings extends z.ZodObject, Reader, Writer> extends ConnectionSpec<
  Id,
  Settings,
  Reader,
  Writer
> {
  /** A tool that changes nothing. */
  read<Input extends z.ZodObject, Output extends z.ZodObject, const Result extends Answer<Output>>(
    spec: ReadSpec<Input, Output, Reader, Result> & Unreserved<Input> & Offerable<Settings>,
  ): ReadTool<Input, Output, Reader>;
  /** A tool that changes something: previewed, confirmed, executed once, recorded. */
  write<
    Input extends z.ZodObject,
    Output extends z.ZodObject,
    Shown extends Preview<unknown>,
    const Result extends Answer<Output>,
  >(
    spec: WriteSpec<Input, Output, Reader, Writer, Shown, Result> & Unreserved<Input> & Offerable<Settings>,
  ): WriteTool<Input, Output, Reader, Writer, Shown>;
  /** A write that an executed plan of another write of this connection covers: recorded and run, without a preview of its own. */
  coveredWrite<Input extends z.ZodObject, Output extends z.ZodObject, const Result extends Answer<Output>>(
    spec: CoveredWriteSpec<Input, Output, Reader, Writer, Result> & Unreserved<Input> & Offerable<Settings>,
  ): CoveredWriteTool<Input, Output, Reader, Writer>;
  /** A resource read through this connection. */
  resource(spec: ResourceSpec<Reader>): Resource<Reader>;
}

// The same reason as AnyTool: connections of different types stand in one list.
// oxlint-disable-next-line typescript/no-explicit-any
export type AnyConnection = Connection<string, any, any, any>;

/** Says how to reach one backend; its `read`, `write` and `resource` make the plugin's entries. */
export const defineConnection = <const Id extends string, Settings extends z.ZodObject, Reader, Writer = unknown>(
  spec: ConnectionSpec<Id, Settings, Reader, Writer>,
): Connection<Id, Settings, Reader, Writer> => {
  const connection: Connection<Id, Settings, Reader, Writer> = {
    ...spec,
    read: (tool) => ({ ...tool, kind: 'read', connection }),
    write: (tool) => ({ ...tool, kind: 'write', connection }),
    coveredWrite: (tool) => ({ ...tool, kind: 'write', connection }),
    resource: (resource) => ({ ...resource, connection }),
  };
  return connection;
};
