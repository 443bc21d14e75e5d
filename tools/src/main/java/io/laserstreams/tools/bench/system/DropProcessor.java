package io.laserstreams.tools.bench.system;

import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;

/** Reads records and does nothing with them. */
final class DropProcessor extends ContextualProcessor<byte[], byte[], Void, Void> {
  @Override
  public void process(Record<byte[], byte[]> record) {
    // What these records cause is written with the slates.
  }
}
