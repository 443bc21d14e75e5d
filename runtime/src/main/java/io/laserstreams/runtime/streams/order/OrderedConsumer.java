package io.laserstreams.runtime.streams.order;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Set;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * A consumer whose polls go through {@link ReadAhead}, which is notified of whatever else changes
 * its assignment and positions.
 */
final class OrderedConsumer implements InvocationHandler {
  private final Consumer<byte[], byte[]> consumer;
  private final Consumer<byte[], byte[]> endOffsetConsumer;
  private final ReadAhead readAhead;

  private OrderedConsumer(
      Consumer<byte[], byte[]> consumer,
      Consumer<byte[], byte[]> endOffsetConsumer,
      ReadAhead readAhead) {
    this.consumer = consumer;
    this.endOffsetConsumer = endOffsetConsumer;
    this.readAhead = readAhead;
  }

  /**
   * @param endOffsetConsumer see {@link ReadAhead}; closed with the consumer
   */
  @SuppressWarnings("unchecked")
  static Consumer<byte[], byte[]> around(
      Consumer<byte[], byte[]> consumer,
      Consumer<byte[], byte[]> endOffsetConsumer,
      PendingPrerequisites pending,
      OrderMetrics metrics,
      InstantSource clock) {
    return (Consumer<byte[], byte[]>)
        Proxy.newProxyInstance(
            Consumer.class.getClassLoader(),
            new Class<?>[] {Consumer.class},
            new OrderedConsumer(
                consumer,
                endOffsetConsumer,
                new ReadAhead(consumer, endOffsetConsumer, pending, metrics, clock)));
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
    switch (method.getName()) {
      case "poll" -> {
        return readAhead.poll((Duration) arguments[0]);
      }
      case "pause" -> {
        readAhead.pause(partitions(arguments[0]));
        return null;
      }
      case "resume" -> {
        readAhead.resume(partitions(arguments[0]));
        return null;
      }
      case "paused" -> {
        return readAhead.paused();
      }
      case "subscribe" -> {
        if (arguments.length == 2 && arguments[1] instanceof ConsumerRebalanceListener listener) {
          arguments[1] = notifying(listener);
        }
      }
      case "seek" -> readAhead.onSeek(Set.of((TopicPartition) arguments[0]));
      case "seekToBeginning", "seekToEnd" -> readAhead.onSeek(partitions(arguments[0]));
      case "unsubscribe" -> readAhead.onRevoked(consumer.assignment());
      case "close" -> {
        readAhead.onRevoked(consumer.assignment());
        endOffsetConsumer.close(CloseOptions.timeout(Duration.ZERO));
      }
      default -> {}
    }
    try {
      return method.invoke(consumer, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private ConsumerRebalanceListener notifying(ConsumerRebalanceListener listener) {
    return new ConsumerRebalanceListener() {
      @Override
      public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        readAhead.onAssigned(partitions);
        listener.onPartitionsAssigned(partitions);
      }

      @Override
      public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        readAhead.onRevoked(partitions);
        listener.onPartitionsRevoked(partitions);
      }

      @Override
      public void onPartitionsLost(Collection<TopicPartition> partitions) {
        readAhead.onRevoked(partitions);
        listener.onPartitionsLost(partitions);
      }
    };
  }

  @SuppressWarnings("unchecked")
  private static Collection<TopicPartition> partitions(Object argument) {
    return (Collection<TopicPartition>) argument;
  }
}
