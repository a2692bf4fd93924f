import type { AuditHook, CallObserver } from '@lineclear/core';
import { errorTable } from '@lineclear/core/plugin';

/** Live numbers that are read when somebody asks. */
export interface Gauges {
  readonly calls: number;
  readonly streams: number;
  readonly sessions: number;
}

/** What a running host counts, in the text format of Prometheus. */
export interface Metrics {
  readonly observe: CallObserver;
  /** Counts what became of plans. */
  readonly hear: AuditHook;
  /** Names where the live numbers come from; zero until then. */
  watch(read: () => Gauges): void;
  readonly contentType: string;
  text(): Promise<string>;
}

/** Starts counting. prom-client loads here, so that a host without HTTP never loads it. */
export const createMetrics = async ({ version }: { version: string }): Promise<Metrics> => {
  const { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } = await import('prom-client');
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  new Gauge({ name: 'lineclear_info', help: 'The version of the host; always 1.', labelNames: ['version'], registers }).set(
    { version },
    1,
  );
  const calls = new Counter({
    name: 'lineclear_calls_total',
    help: 'Finished calls.',
    labelNames: ['tool', 'plugin', 'transport', 'outcome'],
    registers,
  });
  const durations = new Histogram({
    name: 'lineclear_call_duration_seconds',
    help: 'How long calls took.',
    labelNames: ['tool'],
    buckets: [0.001, 0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 120],
    registers,
  });
  const errors = new Counter({
    name: 'lineclear_errors_total',
    help: 'Calls that answered with an error, by its code.',
    labelNames: ['code'],
    registers,
  });
  const plans = new Counter({
    name: 'lineclear_plans_total',
    help: 'What became of previewed writes.',
    labelNames: ['outcome'],
    registers,
  });
  const gauge = (name: string, help: string, read: () => number): void => {
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(read());
      },
    });
  };
  let gauges = (): Gauges => ({ calls: 0, streams: 0, sessions: 0 });
  gauge('lineclear_open_calls', 'Calls that are being answered over HTTP.', () => gauges().calls);
  gauge('lineclear_open_streams', 'Streams that listen for changes.', () => gauges().streams);
  gauge('lineclear_open_sessions', 'Sessions of protocol revisions up to 2025-11-25.', () => gauges().sessions);

  // Looking a labelled child up costs more than counting; the same few combinations come again and again.
  const children = new Map<string, { count: () => void; time: (seconds: number) => void }>();
  const childOf = ({
    tool,
    plugin,
    transport,
    outcome,
  }: Pick<Parameters<CallObserver>[0], 'tool' | 'plugin' | 'transport' | 'outcome'>) => {
    const key = `${tool}\n${transport}\n${outcome}`;
    const known = children.get(key);
    if (known !== undefined) return known;
    const counter = calls.labels({ tool, plugin, transport, outcome });
    const histogram = durations.labels({ tool });
    const error = outcome in errorTable ? errors.labels({ code: outcome }) : undefined;
    const child = {
      count: () => {
        counter.inc();
        error?.inc();
      },
      time: (seconds: number) => histogram.observe(seconds),
    };
    children.set(key, child);
    return child;
  };

  return {
    observe: (call) => {
      const child = childOf(call);
      child.count();
      child.time(call.durationMs / 1_000);
    },
    hear: (events) => {
      for (const { event } of events) if (planOutcomes.has(event)) plans.inc({ outcome: event });
    },
    watch: (read) => {
      gauges = read;
    },
    contentType: registry.contentType,
    text: () => registry.metrics(),
  };
};

const planOutcomes: ReadonlySet<string> = new Set([
  'previewed',
  'approved',
  'rejected',
  'confirmed',
  'covered',
  'executed',
  'failed',
  'unknown',
  'reconciled',
  'stale',
  'expired',
  'recovered',
]);
