/**
 * Loaded before the programs of documents that use OpenTelemetry: sets up the SDK as an application does, with exporters that keep
 * everything in memory. The program fails if it recorded no span with a parent, or no measurement.
 */
import { AsyncLocalStorage } from "node:async_hooks";
import { type Context, type ContextManager, context, metrics, ROOT_CONTEXT, SpanKind, trace } from "@opentelemetry/api";
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from "@opentelemetry/sdk-metrics";
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from "@opentelemetry/sdk-trace-base";

const storage = new AsyncLocalStorage<Context>();
const manager: ContextManager = {
  active: () => storage.getStore() ?? ROOT_CONTEXT,
  with: (active, act, self, ...args) => storage.run(active, () => act.call(self as never, ...args)),
  bind: (_context, target) => target,
  enable: () => manager,
  disable: () => manager,
};
context.setGlobalContextManager(manager);

const spans = new InMemorySpanExporter();
trace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(spans)] }));
const measurements = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
const reader = new PeriodicExportingMetricReader({ exporter: measurements, exportIntervalMillis: 3_600_000 });
metrics.setGlobalMeterProvider(new MeterProvider({ readers: [reader] }));

process.once("beforeExit", async () => {
  await reader.forceFlush();
  const attempts = spans.getFinishedSpans().filter(({ kind }) => kind === SpanKind.CLIENT);
  for (const { name, parentSpanContext, attributes } of attempts) {
    const parent = spans.getFinishedSpans().find((span) => span.spanContext().spanId === parentSpanContext?.spanId);
    console.log(`span ${name} ${attributes["http.response.status_code"]} in ${parent?.name}`);
  }
  const points = measurements
    .getMetrics()
    .flatMap(({ scopeMetrics }) => scopeMetrics.flatMap((scope) => scope.metrics))
    .flatMap(({ descriptor, dataPoints }) => dataPoints.map(({ value }) => ({ name: descriptor.name, value })));
  for (const { name, value } of points) console.log(`measured ${name} ${(value as { count: number }).count}`);
  if (attempts.length === 0 || attempts.some((span) => span.parentSpanContext === undefined) || points.length === 0) {
    console.error("The program recorded no span with a parent, or no measurement.");
    process.exitCode = 1;
  }
});
