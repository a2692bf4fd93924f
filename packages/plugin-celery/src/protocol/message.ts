import type { WireObject, WireValue } from './wire-value.ts';

/** The headers of a protocol 2 task message, under their names on the wire. */
export interface TaskHeaders {
  readonly lang: 'py';
  readonly task: string;
  readonly id: string;
  readonly shadow: null;
  /** ISO 8601; not before this time. */
  readonly eta: string | null;
  /** ISO 8601; never after this time. */
  readonly expires: string | null;
  readonly group: string | null;
  readonly group_index: number | null;
  readonly retries: number;
  /** Seconds, `[hard, soft]`: the order that workers read, whatever the protocol's page says. */
  readonly timelimit: readonly [number | null, number | null];
  readonly root_id: string;
  readonly parent_id: string | null;
  readonly argsrepr: string;
  readonly kwargsrepr: string;
  readonly origin: string;
  /** `null` leaves the decision to the task's own setting. */
  readonly ignore_result: boolean | null;
  readonly replaced_task_nesting: 0;
  readonly stamped_headers: readonly string[] | null;
  readonly stamps: Readonly<Record<string, string>>;
}

/** A task message that is ready to be published, the same for every broker. */
export interface TaskMessage {
  readonly headers: TaskHeaders;
  /** Where the rpc result backend answers; any id when results are kept elsewhere. */
  readonly replyTo: string;
  /** In the broker's own numbering; absent where none was asked for. */
  readonly priority: number | undefined;
  /** JSON text of `[args, kwargs, embed]`; content type `application/json`, content encoding `utf-8`. */
  readonly body: string;
}

/** A message as it came from a broker, before anything in it is trusted. */
export interface WireMessage {
  readonly headers: WireObject;
  readonly contentType: string | undefined;
  readonly contentEncoding: string | undefined;
  /** The bytes of the payload, after the transport's own encoding (base64 on Redis) was undone. */
  readonly body: Uint8Array;
  readonly correlationId: string | undefined;
  readonly replyTo: string | undefined;
  /** In the broker's own numbering. */
  readonly priority: number | undefined;
  /** True when a worker had it before; undefined where the broker does not say. */
  readonly redelivered: boolean | undefined;
}

/** What follows a task: signatures as they stand on the wire. */
export interface Embed {
  readonly callbacks: readonly WireValue[];
  readonly errbacks: readonly WireValue[];
  /** In reverse order, as on the wire: the last one runs next. */
  readonly chain: readonly WireValue[];
  readonly chord: WireValue;
}

/** What a message carries, as far as it can be read without running anybody's code. */
export type TaskBody =
  | {
      readonly readable: true;
      readonly args: readonly WireValue[];
      readonly kwargs: WireObject;
      readonly embed: Embed;
      readonly bytes: number;
    }
  | {
      readonly readable: false;
      /** `serializer`: pickle, yaml, msgpack, signed, …; `malformed`: JSON that is none, or another shape. */
      readonly reason: 'serializer' | 'compression' | 'malformed';
      /** The content type, or the compression, that kept it shut. */
      readonly kind: string;
      readonly bytes: number;
    };

/** A task that waits on a broker, as its message tells it. Times are milliseconds since the epoch. */
export interface QueuedTask {
  readonly taskId: string;
  readonly taskName: string;
  readonly etaMs: number | undefined;
  readonly expiresMs: number | undefined;
  readonly retries: number;
  readonly hardLimitS: number | undefined;
  readonly softLimitS: number | undefined;
  readonly rootId: string | undefined;
  readonly parentId: string | undefined;
  readonly groupId: string | undefined;
  /** Python's text of the arguments; the sender may have cut it. */
  readonly argsRepr: string | undefined;
  readonly kwargsRepr: string | undefined;
  readonly origin: string | undefined;
  readonly stamps: Readonly<Record<string, WireValue>>;
  readonly replyTo: string | undefined;
  readonly priority: number | undefined;
  readonly redelivered: boolean | undefined;
  readonly body: TaskBody;
}
