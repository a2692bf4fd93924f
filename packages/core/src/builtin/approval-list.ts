import * as z from 'zod';
import { seenBy } from '../calls/seen.ts';
import { read } from '../plugin/tool.ts';
import type { BuiltinParts } from './parts.ts';

export const approvalList = (parts: BuiltinParts) =>
  read({
    name: 'approval_list',
    title: 'Plans waiting for approval',
    toolset: 'status',
    description: 'List this caller\u2019s pending plans and what each needs. Use it to see whether a person has decided yet.',
    input: z.object({ limit: z.int().min(1).max(100).default(20).describe('How many, newest first.') }),
    output: z.object({
      plans: z.array(
        z.object({
          ticket: z.string(),
          action: z.string(),
          profile: z.string(),
          description: z.string(),
          required: z.enum(['model', 'client', 'human']),
          decision: z.enum(['waiting', 'approved', 'rejected']),
          approver: z.string().optional(),
          command: z.string().optional(),
          expires_at: z.string(),
        }),
      ),
    }),
    run: async (call) => {
      const { principal } = seenBy(call);
      const now = parts.clock.now();
      const plans = await parts.store.plans({ principal, states: ['pending'], limit: call.input.limit });
      const waiting = plans.filter((plan) => plan.expiresAt > now);
      return {
        plans: await Promise.all(
          waiting.map(async (plan) => {
            const approval = await parts.store.approvalOf(plan.id);
            return {
              ticket: plan.ticket,
              action: plan.tool,
              profile: plan.profile,
              description: String(plan.preview['description']),
              required: plan.required,
              decision: approval?.decision ?? ('waiting' as const),
              ...(approval === undefined ? {} : { approver: approval.approver }),
              ...(plan.required === 'model' ? {} : { command: `${parts.approveCommand} ${plan.ticket}` }),
              expires_at: new Date(plan.expiresAt).toISOString(),
            };
          }),
        ),
      };
    },
  });
