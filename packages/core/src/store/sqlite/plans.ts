import type { SQLInputValue } from 'node:sqlite';
import { assertWithinCaps, type HeldPlans } from '../plan-caps.ts';
import { changedFields, openStates, planExists } from '../plan-change.ts';
import type { Plan } from '../plan.ts';
import type { PlanQuery, Store, Transition } from '../store.ts';
import type { Connection } from './connection.ts';
import { appendEvents } from './events.ts';
import { planColumns, readApproval, readPlan } from './plan-row.ts';
import { integer } from './values.ts';
import type { WriteQueue } from './write-queue.ts';

type Plans = Pick<
  Store,
  'createPlan' | 'planById' | 'planByTicket' | 'plans' | 'transition' | 'extendLease' | 'decide' | 'approvalOf'
>;

const minimumPrefix = 8;

/** Plans and decisions in the file; every change commits together with its events. */
export const createSqlitePlans = ({ connection, writes }: { connection: Connection; writes: WriteQueue }): Plans => ({
  createPlan: (plan, caps, events) =>
    writes.run(() => {
      const isKnown =
        connection.statement('SELECT 1 FROM plans WHERE id = ? OR ticket = ?').get(plan.id, plan.ticket) !== undefined;
      if (isKnown) throw planExists();
      assertWithinCaps({ plan, held: heldBy({ connection, plan }), caps });
      const columns = planColumns(plan);
      const names = Object.keys(columns);
      connection
        .statement(`INSERT INTO plans (${names.join(', ')}) VALUES (${marks(names.length)})`)
        .run(...Object.values(columns));
      return appendEvents({ connection, drafts: events });
    }),
  planById: (id) =>
    connection.read(() => {
      const row = connection.statement('SELECT * FROM plans WHERE id = ?').get(id);
      return row === undefined ? undefined : readPlan(row);
    }),
  planByTicket: (ticket) => connection.read(() => findByTicket({ connection, ticket })),
  plans: (query) => connection.read(() => select({ connection, query })),
  transition: (change) =>
    writes.run(() => {
      const row = update({ connection, change });
      if (row === undefined) return undefined;
      return { plan: readPlan(row), events: appendEvents({ connection, drafts: change.events }) };
    }),
  extendLease: (id, fence, leaseUntil) =>
    writes.run(() => {
      const held = "id = ? AND claim_fence = ? AND state IN ('claimed', 'executing')";
      const result = connection.statement(`UPDATE plans SET claim_lease_until = ? WHERE ${held}`).run(leaseUntil, id, fence);
      return result.changes !== 0;
    }),
  decide: ({ planId, decision, approver, decidedAt, signature }, events) =>
    writes.run(() => {
      const names = 'plan_id, decision, approver, decided_at, signature';
      const insert = connection.statement(`INSERT INTO approvals (${names}) VALUES (${marks(5)}) ON CONFLICT DO NOTHING`);
      if (insert.run(planId, decision, approver, decidedAt, signature).changes === 0) return false;
      appendEvents({ connection, drafts: events });
      return true;
    }),
  approvalOf: (planId) =>
    connection.read(() => {
      const row = connection.statement('SELECT * FROM approvals WHERE plan_id = ?').get(planId);
      return row === undefined ? undefined : readApproval(row);
    }),
});

const marks = (count: number): string => Array.from({ length: count }, () => '?').join(', ');

const heldBy = ({ connection, plan }: { connection: Connection; plan: Plan }): HeldPlans => {
  const row = connection
    .statement(
      `SELECT count(*) AS plans,
              total(octet_length(preview) + coalesce(octet_length(sealed_input), 0)) AS bytes,
              min(expires_at) FILTER (WHERE state = 'pending') AS next_expiry
       FROM plans
       WHERE state IN (${marks(openStates.length)}) AND principal = ? AND (state <> 'pending' OR expires_at > ?)`,
    )
    .get(...openStates, plan.principal, plan.createdAt);
  const nextExpiry = row?.['next_expiry'];
  return {
    plans: integer(row?.['plans']),
    bytes: integer(row?.['bytes']),
    nextExpiry: typeof nextExpiry === 'number' ? nextExpiry : undefined,
  };
};

const findByTicket = ({ connection, ticket }: { connection: Connection; ticket: string }): Plan | undefined => {
  const exact = connection.statement('SELECT * FROM plans WHERE ticket = ?').get(ticket);
  if (exact !== undefined) return readPlan(exact);
  if (ticket.length < minimumPrefix) return undefined;
  // In the order of the index, tickets with this beginning come first, and two of them are one too many.
  const following = connection
    .statement('SELECT * FROM plans WHERE ticket >= ? ORDER BY ticket LIMIT 2')
    .all(ticket)
    .map(readPlan);
  const matching = following.filter((plan) => plan.ticket.startsWith(ticket));
  return matching.length === 1 ? matching[0] : undefined;
};

const select = ({ connection, query }: { connection: Connection; query: PlanQuery }): readonly Plan[] => {
  const columns = { principal: query.principal, instance: query.instance, tool: query.tool, profile: query.profile };
  const wanted = Object.entries({ ...columns, input_digest: query.inputDigest });
  const conditions = wanted.flatMap(([column, value]) =>
    value === undefined ? [] : [{ text: `${column} = ?`, values: [value] }],
  );
  if (query.states !== undefined)
    conditions.push({ text: `state IN (${marks(query.states.length)})`, values: [...query.states] });
  const where = conditions.length === 0 ? '' : `WHERE ${conditions.map((condition) => condition.text).join(' AND ')}`;
  return connection
    .statement(`SELECT * FROM plans ${where} ORDER BY created_at DESC, rowid DESC LIMIT ?`)
    .all(...conditions.flatMap((condition) => condition.values), query.limit ?? 100)
    .map(readPlan);
};

const update = ({ connection, change }: { connection: Connection; change: Transition }): unknown => {
  const columns = planColumns(changedFields(change.set));
  const conditions: { text: string; values: SQLInputValue[] }[] = [
    { text: 'id = ?', values: [change.id] },
    { text: `state IN (${marks(change.from.length)})`, values: [...change.from] },
  ];
  if (change.fence !== undefined) conditions.push({ text: 'COALESCE(claim_fence, 0) = ?', values: [change.fence] });
  if (change.notExpiredAt !== undefined) conditions.push({ text: 'expires_at > ?', values: [change.notExpiredAt] });
  if (change.leaseEndedBefore !== undefined)
    conditions.push({ text: 'claim_lease_until < ?', values: [change.leaseEndedBefore] });
  // A transition that changes no field still has to hold, and answers with the plan.
  const set = ['id = id', ...Object.keys(columns).map((column) => `${column} = ?`)].join(', ');
  const where = conditions.map((condition) => condition.text).join(' AND ');
  return connection
    .statement(`UPDATE plans SET ${set} WHERE ${where} RETURNING *`)
    .get(...Object.values(columns), ...conditions.flatMap((condition) => condition.values));
};
