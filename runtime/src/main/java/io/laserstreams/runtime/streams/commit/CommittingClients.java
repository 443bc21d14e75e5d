package io.laserstreams.runtime.streams.commit;

import static java.util.Objects.requireNonNull;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.streams.KafkaClientSupplier;
import org.jspecify.annotations.Nullable;

/** The clients of another supplier, which tell {@link IdleCommits} of polls and commits. */
public final class CommittingClients implements KafkaClientSupplier {
  private final KafkaClientSupplier clients;
  private final IdleCommits commits;

  public CommittingClients(KafkaClientSupplier clients, IdleCommits commits) {
    this.clients = requireNonNull(clients, "clients is null");
    this.commits = requireNonNull(commits, "commits is null");
  }

  @Override
  public Admin getAdmin(Map<String, Object> config) {
    return clients.getAdmin(config);
  }

  /** Exactly-once commits by the producer's transaction. */
  @Override
  @SuppressWarnings("unchecked")
  public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
    Producer<byte[], byte[]> producer = clients.getProducer(config);
    return (Producer<byte[], byte[]>)
        Proxy.newProxyInstance(
            Producer.class.getClassLoader(),
            new Class<?>[] {Producer.class},
            (proxy, method, arguments) -> call(producer, method, arguments, "commitTransaction"));
  }

  /** At-least-once commits by the consumer's offsets. */
  @Override
  @SuppressWarnings("unchecked")
  public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
    Consumer<byte[], byte[]> consumer = clients.getConsumer(config);
    return (Consumer<byte[], byte[]>)
        Proxy.newProxyInstance(
            Consumer.class.getClassLoader(),
            new Class<?>[] {Consumer.class},
            (proxy, method, arguments) ->
                method.getName().equals("poll")
                    ? commits.poll(consumer, (Duration) arguments[0])
                    : call(consumer, method, arguments, "commitSync"));
  }

  @Override
  public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> config) {
    return clients.getRestoreConsumer(config);
  }

  @Override
  public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> config) {
    return clients.getGlobalConsumer(config);
  }

  private @Nullable Object call(
      Object client, Method method, Object @Nullable [] arguments, String commit) throws Throwable {
    Object result;
    try {
      result = method.invoke(client, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
    if (method.getName().equals(commit)) {
      commits.committed();
    }
    return result;
  }
}
