import type { StepFailure } from '../model/execution.ts';

/** The warehouse does not answer in time; the same call may work later. */
export const warehouseTimeout: StepFailure = {
  message: 'Simulated: the warehouse did not answer within 12 s',
  errorType: 'WarehouseTimeoutError',
  retryable: true,
  statusCode: 504,
  backtrace: ['handlers/reports.rb:48:in `query_warehouse`', 'handlers/reports.rb:21:in `aggregate_metrics`'],
  context: { query: 'daily_metrics', simulated: true },
};

/** A column is gone; no retry brings it back. */
export const missingColumn: StepFailure = {
  message: "Simulated: column 'session_length' is missing in events_daily",
  errorType: 'SchemaMismatchError',
  retryable: false,
  statusCode: 422,
  backtrace: [
    'handlers/reports.rb:73:in `read_column`',
    'handlers/reports.rb:52:in `each_metric`',
    'handlers/reports.rb:21:in `aggregate_metrics`',
  ],
  context: { table: 'events_daily', column: 'session_length', simulated: true },
};

/** The payment provider is overloaded. */
export const paymentUnavailable: StepFailure = {
  message: 'Simulated: the payment provider answered 503',
  errorType: 'PaymentGatewayUnavailable',
  retryable: true,
  statusCode: 503,
  backtrace: ['handlers/payments.py:112 in post_charge', 'handlers/payments.py:40 in charge_payment'],
  context: { provider: 'simulated-pay', simulated: true },
};

/** A mail server refuses for now. */
export const mailRefused: StepFailure = {
  message: 'Simulated: the mail server refused the connection',
  errorType: 'ConnectionRefusedError',
  retryable: true,
  backtrace: ['handlers/invoices.ts:88 in sendInvoices'],
};

/** The profile store is slow for a moment. */
export const storeTimeout: StepFailure = {
  message: 'Simulated: the profile store did not answer within 5 s',
  errorType: 'StoreTimeoutError',
  retryable: true,
  statusCode: 504,
  backtrace: ['handlers/segments.py:18 in read_profiles', 'handlers/segments.py:27 in score_value'],
  context: { store: 'profiles', simulated: true },
};

/** A worker cannot hand its result in, because the queue that the health check complains of is full. */
export const queueFull: StepFailure = {
  message: 'Simulated: orchestration_step_results took no message for 60 s',
  errorType: 'QueueSendTimeout',
  retryable: true,
  statusCode: 503,
  backtrace: ['handlers/warehouse.ts:140 in sendResult', 'handlers/warehouse.ts:96 in loadOrders'],
  context: { queue: 'orchestration_step_results', simulated: true },
};

/** The input makes no sense. */
export const badScore: StepFailure = {
  message: 'Simulated: score_value got a negative order total for customer 40112',
  errorType: 'ValidationError',
  retryable: false,
  statusCode: 400,
  backtrace: ['handlers/segments.py:64 in check_total', 'handlers/segments.py:31 in score_value'],
  context: { customer: 40_112, simulated: true },
};
