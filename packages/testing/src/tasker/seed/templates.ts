import type { JsonObject, JsonValue } from '@lineclear/core/plugin';
import { idOf } from '../model/ids.ts';
import type { StepTemplate, Template } from '../model/records.ts';
import { secondMs } from '../model/stamps.ts';

const step = ({
  handler,
  after = [],
  seconds,
  result,
  ...rest
}: {
  /** `Module.method`; the step is named after the method. */
  handler: string;
  after?: readonly string[];
  seconds: number;
  result: JsonValue;
  retryable?: boolean;
  resultSchema?: JsonObject;
}): StepTemplate => {
  const name = handler.split('.').at(-1) ?? handler;
  return {
    name,
    description: `Simulated step ${name}`,
    handler,
    dependsOn: after,
    retryable: true,
    maxAttempts: 3,
    durationMs: seconds * secondMs,
    result,
    ...rest,
  };
};

const template = (number: number, spec: Omit<Template, 'uuid' | 'version'> & { version?: string }): Template => ({
  version: '1.0.0',
  ...spec,
  uuid: idOf('template', number),
});

/** Four steps in a row. */
export const dailyReport = template(1, {
  namespace: 'analytics',
  name: 'daily_report',
  description: 'Simulated: builds and publishes the daily report',
  steps: [
    step({ handler: 'Reports.extract_events', seconds: 9, result: { events: 184_220, partition: 'simulated' } }),
    step({ handler: 'Reports.aggregate_metrics', after: ['extract_events'], seconds: 14, result: { metrics: 37 } }),
    step({ handler: 'Reports.render_report', after: ['aggregate_metrics'], seconds: 3, result: { pages: 12 } }),
    step({ handler: 'Reports.publish_report', after: ['render_report'], seconds: 1, result: { published: true } }),
  ],
});

/** A diamond. */
export const customerSegmentation = template(2, {
  namespace: 'analytics',
  name: 'customer_segmentation',
  description: 'Simulated: scores customers and puts them into segments',
  steps: [
    step({ handler: 'Segments.load_profiles', seconds: 6, result: { profiles: 52_310 } }),
    step({ handler: 'Segments.score_activity', after: ['load_profiles'], seconds: 11, result: { scored: 52_310 } }),
    step({ handler: 'Segments.score_value', after: ['load_profiles'], seconds: 8, result: { scored: 52_310 } }),
    step({ handler: 'Segments.assign_segments', after: ['score_activity', 'score_value'], seconds: 4, result: { segments: 6 } }),
  ],
});

/** The older version: four steps in a row. */
export const orderFulfillmentV1 = template(3, {
  namespace: 'production',
  name: 'order_fulfillment',
  description: 'Simulated: takes an order to its parcel (old version)',
  steps: [
    step({ handler: 'Orders.validate_order', seconds: 1, result: { valid: true } }),
    step({ handler: 'Payments.charge_payment', after: ['validate_order'], seconds: 4, result: { charged: true } }),
    step({ handler: 'Stock.reserve_stock', after: ['charge_payment'], seconds: 2, result: { reserved: 3 } }),
    step({ handler: 'Shipping.ship_order', after: ['reserve_stock'], seconds: 5, result: { parcel: 'simulated' } }),
  ],
});

/** The newer version: payment and stock at the same time. */
export const orderFulfillment = template(4, {
  namespace: 'production',
  name: 'order_fulfillment',
  version: '2.0.0',
  description: 'Simulated: takes an order to its parcel',
  steps: [
    step({
      handler: 'Orders.validate_order',
      seconds: 1,
      result: { valid: true },
      resultSchema: { type: 'object', required: ['valid'], properties: { valid: { type: 'boolean' } } },
    }),
    step({
      handler: 'Payments.charge_payment',
      after: ['validate_order'],
      seconds: 6,
      result: { charged: true, amount_cents: 4999 },
      resultSchema: {
        type: 'object',
        required: ['charged'],
        properties: { charged: { type: 'boolean' }, amount_cents: { type: 'integer' } },
      },
    }),
    step({ handler: 'Stock.reserve_stock', after: ['validate_order'], seconds: 2, result: { reserved: 3 } }),
    step({
      handler: 'Shipping.ship_order',
      after: ['charge_payment', 'reserve_stock'],
      seconds: 5,
      result: { parcel: 'simulated' },
    }),
    step({ handler: 'Customers.notify_customer', after: ['ship_order'], seconds: 1, result: { sent: true } }),
  ],
});

/** Four steps in a row, the last of which must not run twice. */
export const invoiceRun = template(5, {
  namespace: 'production',
  name: 'invoice_run',
  description: 'Simulated: writes and sends the invoices of a period',
  steps: [
    step({ handler: 'Invoices.collect_orders', seconds: 7, result: { orders: 412 } }),
    step({ handler: 'Invoices.calculate_totals', after: ['collect_orders'], seconds: 5, result: { total_cents: 9_120_400 } }),
    step({ handler: 'Invoices.write_documents', after: ['calculate_totals'], seconds: 12, result: { documents: 412 } }),
    step({ handler: 'Invoices.send_invoices', after: ['write_documents'], seconds: 16, result: { sent: 412 } }),
  ],
});

/** Three branches at the same time; it may take long. */
export const warehouseLoad = template(6, {
  namespace: 'data_processing',
  name: 'warehouse_load',
  description: 'Simulated: loads the files of a day into the warehouse',
  lifecycle: { steps_in_process: 120 },
  steps: [
    step({ handler: 'Warehouse.discover_files', seconds: 4, result: { files: 96 } }),
    step({ handler: 'Warehouse.load_customers', after: ['discover_files'], seconds: 40, result: { rows: 52_310 } }),
    step({ handler: 'Warehouse.load_orders', after: ['discover_files'], seconds: 75, result: { rows: 918_004 } }),
    step({ handler: 'Warehouse.load_products', after: ['discover_files'], seconds: 20, result: { rows: 8_120 } }),
    step({
      handler: 'Warehouse.check_integrity',
      after: ['load_customers', 'load_orders', 'load_products'],
      seconds: 12,
      result: { broken_rows: 0 },
    }),
    step({ handler: 'Warehouse.refresh_views', after: ['check_integrity'], seconds: 9, result: { views: 14 } }),
  ],
});

export const templates: readonly Template[] = [
  dailyReport,
  customerSegmentation,
  orderFulfillmentV1,
  orderFulfillment,
  invoiceRun,
  warehouseLoad,
];
