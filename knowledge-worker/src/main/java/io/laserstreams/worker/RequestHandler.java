package io.laserstreams.worker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.FailsafeExecutor;
import dev.failsafe.RetryPolicy;
import dev.failsafe.RetryPolicyBuilder;
import dev.failsafe.function.CheckedSupplier;
import io.laserstreams.runtime.deadletter.BadRecordException;
import io.laserstreams.runtime.deadletter.DeadLetters;
import io.laserstreams.schema.KnowledgeAnswer;
import io.laserstreams.schema.KnowledgeRequest;
import io.laserstreams.schema.SubjectKind;
import io.laserstreams.schema.serde.UnreadableRecordException;
import io.laserstreams.schema.serde.UnregisteredSchemaException;
import io.laserstreams.worker.delivery.Acknowledgement;
import io.laserstreams.worker.generator.GeneratorUnavailableException;
import io.laserstreams.worker.generator.RequestRefusedException;
import io.laserstreams.worker.metrics.WorkerMetrics;
import io.laserstreams.worker.metrics.WorkerMetrics.Outcome;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Handles one delivered request: decodes it, has it answered, sends the answer. Thread-safe;
 * blocks, and reacts to an interrupt.
 *
 * <ul>
 *   <li>The answer is durable, or the generator has no answer: accept.
 *   <li>The record is unreadable, invalid or refused by the generator: dead letter, then reject.
 *   <li>An outage (registry, generator, brokers): repeat each step until the patience is over, then
 *       release, but once only: a request that was delivered before is held until the outage is
 *       over. Releasing it again and again would use up the few deliveries that a share group gives
 *       a record.
 *   <li>Delivered too often: dead letter without handling it, since it may be what kills workers.
 *   <li>Anything else, JVM errors included, is a bug that the record exposes: repeat twice, then
 *       dead letter, so that it blocks nothing.
 * </ul>
 */
public final class RequestHandler {
  private static final Logger log = LoggerFactory.getLogger(RequestHandler.class);
  private static final Duration MAX_PAUSE = Duration.ofSeconds(30);
  private static final double JITTER = 0.2;
  private static final int RETRIES_AFTER_FAULT = 2;

  private final Deserializer<KnowledgeRequest> decoder;
  private final RequestAnswerer writer;
  private final AnswerSink answers;
  private final DeadLetters deadLetters;
  private final WorkerMetrics metrics;
  private final FailsafeExecutor<Object> untilPatienceEnds;
  private final FailsafeExecutor<Object> untilOutageEnds;
  private final int maxDeliveries;
  private final Map<Thread, String> waiting = new ConcurrentHashMap<>();

  /**
   * @param firstPause before the first retry; doubled each time up to half a minute
   * @param maxDeliveries a request that was delivered more often is not handled
   */
  public RequestHandler(
      Deserializer<KnowledgeRequest> decoder,
      RequestAnswerer writer,
      AnswerSink answers,
      DeadLetters deadLetters,
      WorkerMetrics metrics,
      Duration patience,
      Duration firstPause,
      int maxDeliveries) {
    this.decoder = requireNonNull(decoder, "decoder is null");
    this.writer = requireNonNull(writer, "writer is null");
    this.answers = requireNonNull(answers, "answers is null");
    this.deadLetters = requireNonNull(deadLetters, "deadLetters is null");
    this.metrics = requireNonNull(metrics, "metrics is null");
    this.maxDeliveries = maxDeliveries;
    RetryPolicy<Object> faults =
        repeating(
            RetryPolicy.builder()
                .handleIf(RequestHandler::isFault)
                .withMaxRetries(RETRIES_AFTER_FAULT),
            firstPause);
    untilPatienceEnds =
        Failsafe.with(faults, repeating(outages().withMaxDuration(patience), firstPause));
    untilOutageEnds = Failsafe.with(faults, repeating(outages(), firstPause));
  }

  /** The outage that a request waits for now, as a message; empty if none. */
  public Optional<String> outage() {
    return waiting.values().stream().findAny();
  }

  /**
   * Handles a request.
   *
   * @param deliveries how often the request was delivered, including this time
   */
  public Acknowledgement handle(ConsumerRecord<byte[], byte[]> record, int deliveries) {
    metrics.started();
    Outcome outcome = Outcome.RELEASED;
    try {
      outcome = outcomeOf(record, deliveries);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      metrics.ended(outcome);
    }
    return switch (outcome) {
      case ANSWERED, UNANSWERED -> Acknowledgement.ACCEPT;
      case REJECTED -> Acknowledgement.REJECT;
      case RELEASED -> Acknowledgement.RELEASE;
    };
  }

  private Outcome outcomeOf(ConsumerRecord<byte[], byte[]> record, int deliveries)
      throws InterruptedException {
    FailsafeExecutor<Object> executor = deliveries > 1 ? untilOutageEnds : untilPatienceEnds;
    try {
      try {
        requireFewDeliveries(deliveries);
        return answer(record, executor);
      } catch (UnreadableRecordException | BadRecordException | RecordTooLargeException e) {
        return reject(record, e, executor);
      } catch (RequestRefusedException e) {
        return reject(record, new BadRecordException(e.reason(), e.getMessage()), executor);
      } catch (RuntimeException | Error e) {
        if (isFault(e)) {
          log.error(
              "Request {}-{}@{} exposes a bug",
              record.topic(),
              record.partition(),
              record.offset(),
              e);
          return reject(
              record,
              new BadRecordException("worker-fault", "The worker cannot handle the request: " + e),
              executor);
        }
        throw e;
      }
    } catch (RuntimeException e) {
      log.error(
          "Request {}-{}@{} is released: {}",
          record.topic(),
          record.partition(),
          record.offset(),
          e.toString());
      return Outcome.RELEASED;
    }
  }

  private void requireFewDeliveries(int deliveries) {
    if (deliveries > maxDeliveries) {
      throw new BadRecordException(
          "delivered-too-often",
          "Delivered "
              + deliveries
              + " times without an answer: each time its worker died, was stopped or lost its lock,"
              + " the last times while handling it alone. Find out why the workers ended, then"
              + " replay it");
    }
  }

  private Outcome answer(ConsumerRecord<byte[], byte[]> record, FailsafeExecutor<Object> executor)
      throws InterruptedException {
    KnowledgeRequest request = step(executor, () -> decode(record));
    Optional<KnowledgeAnswer> answer = step(executor, () -> writer.answer(request));
    if (answer.isEmpty()) {
      return Outcome.UNANSWERED;
    }
    return step(
        executor,
        () -> {
          answers.send(answer.get());
          return Outcome.ANSWERED;
        });
  }

  private Outcome reject(
      ConsumerRecord<byte[], byte[]> record,
      RuntimeException cause,
      FailsafeExecutor<Object> executor)
      throws InterruptedException {
    metrics.failed(cause);
    step(
        executor,
        () -> {
          try {
            return deadLetters.send(record, cause).get();
          } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException failure
                ? failure
                : new KafkaException(e.getCause());
          }
        });
    return Outcome.REJECTED;
  }

  private KnowledgeRequest decode(ConsumerRecord<byte[], byte[]> record) {
    KnowledgeRequest request = decoder.deserialize(record.topic(), record.value());
    if (request == null) {
      throw new BadRecordException("no-value", "A request has no value");
    }
    if (request.getSubjectKind() == SubjectKind.UNKNOWN) {
      throw new BadRecordException(
          "unknown-subject-kind",
          "Request "
              + request.getRequestId()
              + " is about neither a user nor an item; is this worker older than"
              + " streams-knowledge?");
    }
    if (record.key() == null || !request.getSubjectId().equals(new String(record.key(), UTF_8))) {
      throw new BadRecordException(
          "wrong-key",
          "Request "
              + request.getRequestId()
              + " is about '"
              + request.getSubjectId()
              + "' but its key is "
              + (record.key() == null ? "missing" : "'" + new String(record.key(), UTF_8) + "'"));
    }
    return request;
  }

  /**
   * Repeats each step by itself, so that an outage of the brokers does not make a model write its
   * text again.
   */
  private <T> T step(FailsafeExecutor<Object> executor, CheckedSupplier<T> work)
      throws InterruptedException {
    try {
      return executor.get(work);
    } catch (FailsafeException e) {
      if (e.getCause() instanceof InterruptedException interrupt) {
        throw interrupt;
      }
      throw new KafkaException(e.getCause());
    } finally {
      waiting.remove(Thread.currentThread());
    }
  }

  private static RetryPolicyBuilder<Object> outages() {
    return RetryPolicy.builder().handleIf(RequestHandler::isOutage).withMaxRetries(-1);
  }

  private RetryPolicy<Object> repeating(RetryPolicyBuilder<Object> policy, Duration firstPause) {
    return policy
        .withBackoff(firstPause, MAX_PAUSE)
        .withJitter(JITTER)
        .onFailedAttempt(attempt -> metrics.failed(attempt.getLastException()))
        .onRetryScheduled(
            retry -> {
              waiting.put(
                  Thread.currentThread(), String.valueOf(retry.getLastException().getMessage()));
              log.warn(
                  "Retrying a request in {}: {}",
                  retry.getDelay(),
                  retry.getLastException().toString());
            })
        .build();
  }

  private static boolean isOutage(Throwable e) {
    return e instanceof GeneratorUnavailableException
        || e instanceof UnregisteredSchemaException
        || (e instanceof KafkaException
            && !(e instanceof SerializationException)
            && !(e instanceof RecordTooLargeException));
  }

  private static boolean isFault(Throwable e) {
    return (e instanceof RuntimeException || e instanceof Error)
        && !isOutage(e)
        && !(e instanceof UnreadableRecordException)
        && !(e instanceof RecordTooLargeException)
        && !(e instanceof BadRecordException)
        && !(e instanceof RequestRefusedException);
  }
}
