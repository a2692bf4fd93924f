import type { WireMessage } from '../../../protocol/message.ts';
import { FieldReader } from './field-reader.ts';
import { findText, hasKey, readTable } from './field-table.ts';
import type { Frame } from './frame-reader.ts';

// Which properties a message has, in the order in which they follow each other.
const has = {
  contentType: 1 << 15,
  contentEncoding: 1 << 14,
  headers: 1 << 13,
  deliveryMode: 1 << 12,
  priority: 1 << 11,
  correlationId: 1 << 10,
  replyTo: 1 << 9,
} as const;
const idKey = Buffer.from('id');
const deliveryCountKey = Buffer.from('x-delivery-count');

/** What is told of a message before its body. Of the properties nothing is read before somebody asks, and no more than was asked for. */
export class ContentHeader {
  readonly bodyBytes: number;
  readonly #frame: Frame;

  constructor(frame: Frame) {
    this.#frame = frame;
    this.bodyBytes = this.#reader().bodyBytes;
  }

  /** The id of a task. A result that waits for its reader has the same as its correlation id, and is none. */
  get taskId(): string | undefined {
    const table = this.#headers();
    return table && findText({ table, key: idKey });
  }

  /** True for a message of a quorum queue that was given back before. */
  get hasDeliveryCount(): boolean {
    const table = this.#headers();
    return table !== undefined && hasKey({ table, key: deliveryCountKey });
  }

  /** In the words that all brokers share. Where one of the headers cannot be read, there are none. */
  properties(): Omit<WireMessage, 'body' | 'redelivered'> {
    const { flags, fields } = this.#reader();
    const contentType = flags & has.contentType ? fields.shortText() : undefined;
    const contentEncoding = flags & has.contentEncoding ? fields.shortText() : undefined;
    const headers = flags & has.headers ? readTable(fields.nested()) : undefined;
    return { contentType, contentEncoding, headers: headers ?? {}, ...readLast({ flags, fields }) };
  }

  #headers(): FieldReader | undefined {
    const { flags, fields } = this.#reader();
    if (flags & has.contentType) fields.skip(fields.octet());
    if (flags & has.contentEncoding) fields.skip(fields.octet());
    return flags & has.headers ? fields.nested() : undefined;
  }

  #reader() {
    const fields = new FieldReader(this.#frame);
    // The class, and a weight that means nothing.
    fields.skip(4);
    return { bodyBytes: fields.longLong(), flags: fields.short(), fields };
  }
}

/** What comes behind the headers. */
const readLast = ({ flags, fields }: { flags: number; fields: FieldReader }) => {
  if (flags & has.deliveryMode) fields.skip(1);
  return {
    priority: flags & has.priority ? fields.octet() : undefined,
    correlationId: flags & has.correlationId ? fields.shortText() : undefined,
    replyTo: flags & has.replyTo ? fields.shortText() : undefined,
  };
};
