package io.laserstreams.runtime.streams.store;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * A producer that notifies {@link OpenTransactions} of the changelog offsets that a transaction has
 * committed.
 */
final class TransactionalProducer implements InvocationHandler {
  private final Producer<byte[], byte[]> producer;
  private final OpenTransactions transactions;

  /** Of the open transaction, by changelog. Written by the producer's own thread. */
  private final Map<TopicPartition, Long> newestOffsets = new ConcurrentHashMap<>();

  private TransactionalProducer(Producer<byte[], byte[]> producer, OpenTransactions transactions) {
    this.producer = producer;
    this.transactions = transactions;
  }

  @SuppressWarnings("unchecked")
  static Producer<byte[], byte[]> around(
      Producer<byte[], byte[]> producer, OpenTransactions transactions) {
    return (Producer<byte[], byte[]>)
        Proxy.newProxyInstance(
            Producer.class.getClassLoader(),
            new Class<?>[] {Producer.class},
            new TransactionalProducer(producer, transactions));
  }

  @Override
  @SuppressWarnings("unchecked")
  public @Nullable Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
    switch (method.getName()) {
      case "send" -> {
        ProducerRecord<byte[], byte[]> record = (ProducerRecord<byte[], byte[]>) arguments[0];
        return producer.send(
            record, recordOffset(record, arguments.length > 1 ? (Callback) arguments[1] : null));
      }
      case "commitTransaction" -> {
        producer.commitTransaction();
        transactions.committed(newestOffsets);
        newestOffsets.clear();
        return null;
      }
      case "abortTransaction" -> newestOffsets.clear();
      default -> {}
    }
    try {
      return method.invoke(producer, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private @Nullable Callback recordOffset(
      ProducerRecord<byte[], byte[]> record, @Nullable Callback callback) {
    TopicPartition changelog =
        record.partition() == null ? null : new TopicPartition(record.topic(), record.partition());
    if (changelog == null || !transactions.isFollowed(changelog)) {
      return callback;
    }
    return (metadata, failure) -> {
      if (failure == null) {
        newestOffsets.merge(changelog, metadata.offset(), Math::max);
      }
      if (callback != null) {
        callback.onCompletion(metadata, failure);
      }
    };
  }
}
