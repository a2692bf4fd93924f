import type { SQLInputValue } from 'node:sqlite';
import * as z from 'zod';
import type { JsonObject } from '../../plugin/json.ts';
import type { Approval, Plan } from '../plan.ts';

/** The columns of a plan, or of the fields of a plan that change. */
export const planColumns = (fields: Partial<Plan>): Record<string, SQLInputValue> => {
  const columns: Record<string, SQLInputValue> = {};
  for (const [field, column] of Object.entries(plainColumns)) {
    if (field in fields) columns[column] = scalar(Reflect.get(fields, field));
  }
  if (fields.preview !== undefined) columns['preview'] = JSON.stringify(fields.preview);
  if ('receipt' in fields) columns['receipt'] = fields.receipt === undefined ? null : JSON.stringify(fields.receipt);
  if ('claim' in fields) {
    columns['claim_instance'] = fields.claim?.instance ?? null;
    columns['claim_fence'] = fields.claim?.fence ?? null;
    columns['claim_lease_until'] = fields.claim?.leaseUntil ?? null;
  }
  return columns;
};

/** Reads a row of the table `plans`. */
export const readPlan = (row: unknown): Plan => planRow.parse(row);

/** Reads a row of the table `approvals`. */
export const readApproval = (row: unknown): Approval => approvalRow.parse(row);

const plainColumns = {
  id: 'id',
  ticket: 'ticket',
  tool: 'tool',
  definitionHash: 'definition_hash',
  profile: 'profile',
  inputDigest: 'input_digest',
  principal: 'principal',
  instance: 'instance',
  guard: 'guard',
  risk: 'risk',
  required: 'required',
  sealedInput: 'sealed_input',
  state: 'state',
  createdAt: 'created_at',
  expiresAt: 'expires_at',
  assurance: 'assurance',
  approver: 'approver',
} as const satisfies Partial<Record<keyof Plan, string>>;

const scalar = (value: unknown): SQLInputValue => {
  if (value === undefined) return null;
  if (typeof value === 'string' || typeof value === 'number') return value;
  throw new TypeError('expected a text or a number for a column');
};

const orUndefined = <Value>(value: Value | null): Value | undefined => value ?? undefined;
const json = z.string().transform((text): JsonObject => JSON.parse(text));
const assurance = z.enum(['model', 'client', 'human']);

const planRow = z
  .object({
    id: z.string(),
    ticket: z.string(),
    tool: z.string(),
    definition_hash: z.string(),
    profile: z.string(),
    input_digest: z.string(),
    principal: z.string(),
    instance: z.string(),
    guard: z.string(),
    risk: z.enum(['additive', 'reversible', 'destructive']),
    required: assurance,
    preview: json,
    sealed_input: z.string().nullable().transform(orUndefined),
    state: z.enum(['pending', 'claimed', 'executing', 'executed', 'failed', 'unknown', 'stale', 'rejected', 'expired']),
    created_at: z.number(),
    expires_at: z.number(),
    claim_instance: z.string().nullable(),
    claim_fence: z.number().nullable(),
    claim_lease_until: z.number().nullable(),
    assurance: assurance.nullable().transform(orUndefined),
    approver: z.string().nullable().transform(orUndefined),
    receipt: json.nullable().transform(orUndefined),
  })
  .transform((row): Plan => ({
    id: row.id,
    ticket: row.ticket,
    tool: row.tool,
    definitionHash: row.definition_hash,
    profile: row.profile,
    inputDigest: row.input_digest,
    principal: row.principal,
    instance: row.instance,
    guard: row.guard,
    risk: row.risk,
    required: row.required,
    preview: row.preview,
    sealedInput: row.sealed_input,
    state: row.state,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    claim:
      row.claim_instance === null || row.claim_fence === null || row.claim_lease_until === null
        ? undefined
        : { instance: row.claim_instance, fence: row.claim_fence, leaseUntil: row.claim_lease_until },
    assurance: row.assurance,
    approver: row.approver,
    receipt: row.receipt,
  }));

const approvalRow = z
  .object({
    plan_id: z.string(),
    decision: z.enum(['approved', 'rejected']),
    approver: z.string(),
    decided_at: z.number(),
    signature: z.string(),
  })
  .transform((row): Approval => ({
    planId: row.plan_id,
    decision: row.decision,
    approver: row.approver,
    decidedAt: row.decided_at,
    signature: row.signature,
  }));
