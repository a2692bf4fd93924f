import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { type ChainedEvent, type Store, verify } from '@lineclear/core';
import * as z from 'zod';
import { provenText } from '../doctor/chain.ts';
import { exitCodes, ExitError, type ExitCode } from '../exit-codes.ts';
import type { Parts } from '../parts.ts';

const optionsSchema = z.object({ receipt: z.string().optional(), json: z.boolean().optional() });

// What stands in an answer under `receipt`; the whole answer is taken too.
const receiptFields = z.object({
  plan_id: z.string(),
  action: z.string(),
  input_digest: z.string(),
  seq: z.int().min(1),
  hash: z.string(),
});
const receiptFile = z.union([receiptFields, z.object({ receipt: receiptFields }).transform(({ receipt }) => receipt)]);
type Receipt = z.output<typeof receiptFields>;

/** Proves the chain, and with a receipt also that what the receipt says stands in it. */
export const auditVerify = async ({ raw, parts }: { raw: unknown; parts: Parts }): Promise<ExitCode> => {
  const options = optionsSchema.parse(raw);
  const receipt = options.receipt === undefined ? undefined : await readReceipt({ path: options.receipt, parts });
  const [store, anchor] = await Promise.all([parts.store(), parts.anchor()]);
  const verdict = await verify({
    store,
    anchor,
    ...(receipt === undefined ? {} : { receipt: { seq: receipt.seq, hash: receipt.hash } }),
  });
  const mismatch = verdict.status === 'ok' && receipt !== undefined ? await differs({ receipt, store }) : undefined;
  const isProven = verdict.status === 'ok' && mismatch === undefined;
  const { stdout } = parts.surroundings;
  if (options.json === true)
    stdout.write(`${JSON.stringify({ ...verdict, ...(receipt === undefined ? {} : { receipt: mismatch ?? 'ok' }) })}\n`);
  else if (verdict.status === 'broken') stdout.write(`BROKEN at event ${verdict.seq}: ${verdict.reason}\n`);
  else {
    stdout.write(
      `ok: ${provenText({ ...verdict, location: anchor.location })}\nhead: ${verdict.head.seq} ${verdict.head.hash}\n`,
    );
    if (receipt !== undefined)
      stdout.write(
        mismatch === undefined ? `receipt: event ${receipt.seq} says the same\n` : `RECEIPT NOT PROVEN: ${mismatch}\n`,
      );
  }
  return isProven ? exitCodes.ok : exitCodes.notProven;
};

const readReceipt = async ({ path, parts }: { path: string; parts: Parts }): Promise<Receipt> => {
  const { stdin, cwd } = parts.surroundings;
  try {
    const content = path === '-' ? await text(stdin) : await readFile(resolve(cwd, path), 'utf8');
    return receiptFile.parse(JSON.parse(content));
  } catch (error) {
    throw new ExitError({
      message: `${path} holds no receipt.`,
      hint: 'Give it the JSON that an executed write answered, or the "receipt" in it.',
      exitCode: exitCodes.usage,
      cause: error,
    });
  }
};

// The hash proves the event; the receipt's other fields are only proven when the event says the same.
const differs = async ({ receipt, store }: { receipt: Receipt; store: Store }): Promise<string | undefined> => {
  const [event]: readonly ChainedEvent[] = await store.events({ afterSeq: receipt.seq - 1, order: 'asc', limit: 1 });
  if (event?.hash !== receipt.hash) return `event ${receipt.seq} is another one`;
  if (event.plan_id !== receipt.plan_id) return 'the event is of another plan';
  if (event.tool !== receipt.action) return 'the event is of another tool';
  return event.input_digest === receipt.input_digest ? undefined : 'the event is of other arguments';
};
