package io.laserstreams.tools.bench.system;

import static java.util.Objects.requireNonNull;

import io.laserstreams.runtime.failure.UserException;
import io.laserstreams.schema.Topic;
import io.laserstreams.tools.bench.load.Latencies;
import io.laserstreams.tools.bench.load.Schedule;
import io.laserstreams.tools.client.Deadline;
import io.laserstreams.tools.client.RecordPublisher;
import io.laserstreams.tools.client.RecordReader;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/**
 * Sends slates, each after a click of its user, and receives their scores with a read_committed
 * consumer. One thread sends, the caller's; another one receives.
 */
public final class Traffic implements AutoCloseable {
  /** A power of two, far above the slates in flight. */
  private static final int REMEMBERED = 1 << 20;

  private static final Duration POLL = Duration.ofMillis(50);
  private static final Duration ANSWER_PATIENCE = Duration.ofMinutes(3);
  private static final int SENT_BETWEEN_CHECKS = 1_024;

  /** Receives each answer, on the thread that receives. */
  @FunctionalInterface
  public interface Listener {
    /**
     * @param number of the slate
     * @param score the record's value
     * @param intended when the slate was to be sent, as {@link System#nanoTime} counts
     * @param received likewise
     */
    void answered(long number, byte[] score, long intended, long received);
  }

  private final SystemOptions.Load load;
  private final Slates slates;
  private final RecordPublisher publisher;
  private final RecordReader reader;
  private final Runnable requireAlive;
  private final Thread receiver = new Thread(this::receive, "bench-receiver");
  private final AtomicLongArray intendedByNumber = new AtomicLongArray(REMEMBERED);
  private final AtomicLong answered = new AtomicLong();
  private volatile Listener listener = (number, score, intended, received) -> {};
  private volatile @Nullable RuntimeException failure;
  private volatile boolean closed;
  private long sent;

  /**
   * @param requireAlive throws if nobody is left to answer
   */
  Traffic(BenchCluster cluster, String prefix, SystemOptions.Load load, Runnable requireAlive) {
    this.load = requireNonNull(load, "load is null");
    this.slates = new Slates(load);
    this.requireAlive = requireNonNull(requireAlive, "requireAlive is null");
    this.publisher =
        new RecordPublisher(
            new KafkaProducer<>(
                Map.of(
                    ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                    cluster.bootstrapServers(),
                    ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                    true,
                    ProducerConfig.LINGER_MS_CONFIG,
                    0,
                    ProducerConfig.BATCH_SIZE_CONFIG,
                    128 << 10),
                new StringSerializer(),
                new ByteArraySerializer()),
            cluster.schemas(),
            prefix);
    this.reader =
        new RecordReader(
            cluster.bootstrapServers(), cluster.schemas(), prefix, Set.of(Topic.SCORES));
    receiver.setDaemon(true);
    receiver.start();
  }

  /** Sends the events that users have before, and returns when they are on the broker. */
  public void sendPast() {
    long now = System.currentTimeMillis();
    for (int event = 0; event < load.history(); event++) {
      for (int user = 0; user < load.users(); user++) {
        publisher.send(Topic.INTERACTIONS, slates.user(user), slates.past(user, event, now));
      }
    }
    publisher.flush();
  }

  /** Who hears of answers from now on. */
  public void listen(Listener newListener) {
    listener = newListener;
  }

  /** How many slates were sent. */
  public long sent() {
    return sent;
  }

  /** How many were answered; an answer that comes twice counts once. */
  public long answered() {
    return answered.get();
  }

  /**
   * Keeps as many slates in flight as the load says.
   *
   * @return answers a second
   */
  public double saturate(Duration window) {
    long start = System.nanoTime();
    long before = answered.get();
    while (System.nanoTime() - start < window.toNanos()) {
      if (sent - answered.get() < load.inFlight()) {
        send(System.nanoTime());
      } else {
        check();
        Pause.shortly();
      }
    }
    return (answered.get() - before) * 1e9 / (System.nanoTime() - start);
  }

  /**
   * Sends at a steady rate, whatever the answers do, and waits for all answers.
   *
   * @return from the intended times to the answers
   */
  public Latencies atRate(double perSecond, Duration window) {
    drain();
    Latencies latencies = new Latencies();
    listen((number, score, intended, received) -> latencies.add(received - intended));
    Schedule.play(perSecond, window, this::send);
    drain();
    listen((number, score, intended, received) -> {});
    return latencies;
  }

  private void send(long intended) {
    if (sent % SENT_BETWEEN_CHECKS == 0) {
      check();
    }
    long now = System.currentTimeMillis();
    publisher.send(Topic.INTERACTIONS, slates.user(sent), slates.click(sent, now - 1));
    ask(intended, now);
  }

  private void ask(long intended, long eventTime) {
    intendedByNumber.set((int) (sent & (REMEMBERED - 1)), intended == 0 ? 1 : intended);
    publisher.send(Topic.IMPRESSIONS, slates.user(sent), slates.impression(sent, eventTime));
    sent++;
  }

  /**
   * Sends a click, and its user's next slate once the click is acknowledged.
   *
   * @param intended when the click was to be sent; latency counts from it
   * @param clickTime event time of the click; the slate's is a millisecond later
   */
  public void clickThenAsk(long intended, long clickTime) {
    check();
    publisher.send(Topic.INTERACTIONS, slates.user(sent), slates.click(sent, clickTime));
    publisher.flush();
    ask(intended, clickTime + 1);
  }

  /** Sends one slate for each user, without a click, and waits for all answers. */
  public void askAll() {
    for (int user = 0; user < load.users(); user++) {
      while (sent - answered.get() >= load.inFlight()) {
        check();
        Pause.shortly();
      }
      ask(System.nanoTime(), System.currentTimeMillis());
    }
    drain();
  }

  /**
   * Returns once every slate is answered.
   *
   * @throws UserException if some are not in time
   */
  public void drain() {
    publisher.flush();
    Deadline deadline = Deadline.in(ANSWER_PATIENCE);
    while (answered.get() < sent) {
      check();
      if (deadline.isOver()) {
        throw new UserException(
            "%,d of %,d slates have no answer after %d s"
                .formatted(sent - answered.get(), sent, ANSWER_PATIENCE.toSeconds()));
      }
      Pause.briefly();
    }
  }

  private void check() {
    requireAlive.run();
    RuntimeException cause = failure;
    if (cause != null) {
      throw new IllegalStateException("Scores could not be received", cause);
    }
  }

  private void receive() {
    try {
      while (!closed) {
        for (RecordReader.Received received : reader.poll(POLL)) {
          take(received.record().value(), System.nanoTime());
        }
      }
    } catch (RuntimeException e) {
      failure = e;
    } finally {
      reader.close();
    }
  }

  private void take(byte[] score, long now) {
    long number = SlateNumber.of(score);
    long intended = intendedByNumber.getAndSet((int) (number & (REMEMBERED - 1)), 0);
    if (intended != 0) {
      listener.answered(number, score, intended, now);
      answered.incrementAndGet();
    }
  }

  @Override
  public void close() {
    closed = true;
    try {
      receiver.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    publisher.close();
  }
}
