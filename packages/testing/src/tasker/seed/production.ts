import type { Template } from '../model/records.ts';
import { minuteMs } from '../model/stamps.ts';
import type { Store } from '../world/store.ts';
import { numbers } from './exercise-ids.ts';
import { paymentUnavailable } from './failures.ts';
import { Story } from './story.ts';
import {
  customerSegmentation,
  dailyReport,
  invoiceRun,
  orderFulfillment,
  orderFulfillmentV1,
  warehouseLoad,
} from './templates.ts';

const dayMinutes = 23 * 60;

// How many of each ran in the last day, spread evenly over it.
const runs: readonly (readonly [Template, number])[] = [
  [orderFulfillment, 40],
  [orderFulfillmentV1, 8],
  [invoiceRun, 12],
  [dailyReport, 6],
  [customerSegmentation, 5],
  [warehouseLoad, 6],
];

/** A day of tasks that went well, so that the analytics have something to say. */
export const seedCompleted = (store: Store): void => {
  let number: number = numbers.complete;
  for (const [template, count] of runs) {
    for (let index = 0; index < count; index += 1) {
      const minutesAgo = 20 + ((dayMinutes - 20) * (index + 0.5)) / count;
      const story = new Story(
        store,
        {
          template,
          number,
          createdAtMs: Math.round(store.nowMs - minutesAgo * minuteMs),
          context: { run: number, simulated: true },
          initiator: 'simulated-scheduler',
          reason: 'Simulated regular run',
        },
        { factor: factorOf(number) },
      );
      // Now and then the payment provider needs a second call.
      if (template === orderFulfillment && index % 9 === 4) {
        story
          .run('validate_order')
          .fail('charge_payment', paymentUnavailable)
          .run('charge_payment', 'reserve_stock', 'ship_order', 'notify_customer');
      } else story.run();
      story.ends('complete');
      number += 1;
    }
  }
};

// Looks like chance and is the same in every run: most near 1, one in thirteen three times as slow.
const factorOf = (number: number): number => (number % 13 === 5 ? 3.1 : 0.7 + ((number * 7919) % 61) / 100);
