package io.laserstreams.runtime.streams.order;

import static java.util.Objects.requireNonNull;

import java.util.function.Consumer;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/** Reports which records a processor has processed. */
final class TrackingProcessor<A, B, C, D> implements Processor<A, B, C, D> {
  private final Processor<A, B, C, D> processor;
  private final Consumer<RecordMetadata> processed;

  @SuppressWarnings("NullAway.Init") // by init, before any record
  private ProcessorContext<C, D> context;

  TrackingProcessor(Processor<A, B, C, D> processor, Consumer<RecordMetadata> processed) {
    this.processor = requireNonNull(processor, "processor is null");
    this.processed = requireNonNull(processed, "processed is null");
  }

  @Override
  public void init(ProcessorContext<C, D> newContext) {
    context = newContext;
    processor.init(newContext);
  }

  @Override
  public void process(Record<A, B> record) {
    try {
      processor.process(record);
    } finally {
      context.recordMetadata().ifPresent(processed);
    }
  }

  @Override
  public void close() {
    processor.close();
  }
}
