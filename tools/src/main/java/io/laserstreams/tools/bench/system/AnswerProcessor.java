package io.laserstreams.tools.bench.system;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Writes as much for each impression as another app did, and answers with the impression. */
final class AnswerProcessor extends ContextualProcessor<byte[], byte[], byte[], byte[]> {
  /** Keys of each user in each store, so that its size stays bounded. */
  private static final int KEYS_PER_USER = 8;

  private static final long SEED = 1;

  private final List<Writes> writes;
  private final byte[][] values;
  private final double[] due;
  private long written;

  AnswerProcessor(List<Writes> writes) {
    this.writes = List.copyOf(writes);
    this.due = new double[writes.size()];
    this.values = new byte[writes.size()][];
    Random random = new Random(SEED);
    for (int i = 0; i < values.length; i++) {
      values[i] = new byte[writes.get(i).valueBytes()];
      random.nextBytes(values[i]);
    }
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    for (int i = 0; i < due.length; i++) {
      due[i] += writes.get(i).records();
      while (due[i] >= 1) {
        due[i]--;
        write(record, writes.get(i), values[i]);
      }
    }
    context().forward(record, BaselineTopology.SCORES);
  }

  private void write(Record<byte[], byte[]> record, Writes each, byte[] value) {
    if (each.topic().isPresent()) {
      context().forward(record.withValue(value), each.target());
      return;
    }
    KeyValueStore<Bytes, byte[]> store = context().getStateStore(each.target());
    byte[] key = Arrays.copyOf(record.key(), record.key().length + 1);
    key[record.key().length] = (byte) (written++ % KEYS_PER_USER);
    Bytes wrapped = Bytes.wrap(key);
    byte @Nullable [] before = store.get(wrapped);
    byte[] after = value.clone();
    if (before != null && before.length > 0 && after.length > 0) {
      after[0] = (byte) (before[0] + 1);
    }
    store.put(wrapped, after);
  }
}
