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

/**
 * A consumer whose polls go through {@link ReadAhead}, which is told what else changes where it
 * reads.
 */
final class OrderedConsumer implements InvocationHandler {
  private final Consumer<byte[], byte[]> consumer;
  private final Consumer<byte[], byte[]> asking;
  private final ReadAhead readAhead;

  private OrderedConsumer(
      Consumer<byte[], byte[]> consumer, Consumer<byte[], byte[]> asking, ReadAhead readAhead) {
    this.consumer = consumer;
    this.asking = asking;
    this.readAhead = readAhead;
  }

  /**
   * @param asking see {@link ReadAhead}; is closed with the consumer
   */
  @SuppressWarnings("unchecked")
  static Consumer<byte[], byte[]> around(
      Consumer<byte[], byte[]> consumer,
      Consumer<byte[], byte[]> asking,
      PendingPrerequisites lanes,
      OrderMetrics metrics,
      InstantSource clock) {
    return (Consumer<byte[], byte[]>)
        Proxy.newProxyInstance(
            Consumer.class.getClassLoader(),
            new Class<?>[] {Consumer.class},
            new OrderedConsumer(
                consumer, asking, new ReadAhead(consumer, asking, lanes, metrics, clock)));
  }

  @Override
  public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
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
          arguments[1] = following(listener);
        }
      }
      case "seek" -> readAhead.moved(Set.of((TopicPartition) arguments[0]));
      case "seekToBeginning", "seekToEnd" -> readAhead.moved(partitions(arguments[0]));
      case "unsubscribe" -> readAhead.released(consumer.assignment());
      case "close" -> {
        readAhead.released(consumer.assignment());
        asking.close(CloseOptions.timeout(Duration.ZERO));
      }
      default -> {}
    }
    try {
      return method.invoke(consumer, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private ConsumerRebalanceListener following(ConsumerRebalanceListener listener) {
    return new ConsumerRebalanceListener() {
      @Override
      public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        readAhead.assigned(partitions);
        listener.onPartitionsAssigned(partitions);
      }

      @Override
      public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        readAhead.released(partitions);
        listener.onPartitionsRevoked(partitions);
      }

      @Override
      public void onPartitionsLost(Collection<TopicPartition> partitions) {
        readAhead.released(partitions);
        listener.onPartitionsLost(partitions);
      }
    };
  }

  @SuppressWarnings("unchecked")
  private static Collection<TopicPartition> partitions(Object argument) {
    return (Collection<TopicPartition>) argument;
  }
}
