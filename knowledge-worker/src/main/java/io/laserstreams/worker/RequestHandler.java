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
 * Works on one delivered request: reads it, has it answered, sends the answer. Thread-safe; blocks,
 * and answers an interrupt.
 *
 * <ul>
 *   <li>An answer that is durable, or a generator without an answer: accept.
 *   <li>A record that cannot be read, that makes no sense or that the generator refuses: a dead
 *       letter, then reject.
 *   <li>An outage (registry, generator, brokers): each step is repeated for as long as the patience
 *       lasts, then release, once: a request that was delivered before is held until the outage is
 *       over. Releasing it time and again would use up the few deliveries that a share group gives
 *       a record.
 *   <li>Delivered too often: a dead letter without being worked on, for it may be what its workers
 *       die of.
 *   <li>Anything else, errors of the JVM included, is a fault of ours that a record brings out:
 *       repeated twice, then a dead letter, so that it holds up nobody.
 * </ul>
 */
public final class RequestHandler {
  private static final Logger log = LoggerFactory.getLogger(RequestHandler.class);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
  private static final double JITTER = 0.2;
  private static final int REPEATS_AFTER_FAULT = 2;

  private final Deserializer<KnowledgeRequest> decoder;
  private final KnowledgeWriter writer;
  private final AnswerSink answers;
  private final DeadLetters deadLetters;
  private final WorkerMetrics metrics;
  private final FailsafeExecutor<Object> patiently;
  private final FailsafeExecutor<Object> endlessly;
  private final int mostDeliveries;
  private final Map<Thread, String> waiting = new ConcurrentHashMap<>();

  /**
   * @param firstPause before the first repetition; doubled each time up to half a minute
   * @param mostDeliveries a request that was delivered more often is not worked on
   */
  public RequestHandler(
      Deserializer<KnowledgeRequest> decoder,
      KnowledgeWriter writer,
      AnswerSink answers,
      DeadLetters deadLetters,
      WorkerMetrics metrics,
      Duration patience,
      Duration firstPause,
      int mostDeliveries) {
    this.decoder = requireNonNull(decoder, "decoder is null");
    this.writer = requireNonNull(writer, "writer is null");
    this.answers = requireNonNull(answers, "answers is null");
    this.deadLetters = requireNonNull(deadLetters, "deadLetters is null");
    this.metrics = requireNonNull(metrics, "metrics is null");
    this.mostDeliveries = mostDeliveries;
    RetryPolicy<Object> faults =
        repeating(
            RetryPolicy.builder()
                .handleIf(RequestHandler::isFault)
                .withMaxRetries(REPEATS_AFTER_FAULT),
            firstPause);
    patiently = Failsafe.with(faults, repeating(outages().withMaxDuration(patience), firstPause));
    endlessly = Failsafe.with(faults, repeating(outages(), firstPause));
  }

  /** What is waited for at the moment, in words; empty where nothing is. */
  public Optional<String> outage() {
    return waiting.values().stream().findAny();
  }

  /**
   * @param deliveries how often the request was delivered, this time included
   */
  public Acknowledgement handle(ConsumerRecord<byte[], byte[]> record, int deliveries) {
    metrics.began();
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
    FailsafeExecutor<Object> steps = deliveries > 1 ? endlessly : patiently;
    try {
      try {
        requireFewDeliveries(deliveries);
        return answer(record, steps);
      } catch (UnreadableRecordException | BadRecordException | RecordTooLargeException e) {
        return reject(record, e, steps);
      } catch (RequestRefusedException e) {
        return reject(record, new BadRecordException(e.reason(), e.getMessage()), steps);
      } catch (RuntimeException | Error e) {
        if (isFault(e)) {
          log.error(
              "Request {}-{}@{} brings out a fault",
              record.topic(),
              record.partition(),
              record.offset(),
              e);
          return reject(
              record,
              new BadRecordException("worker-fault", "The worker cannot handle the request: " + e),
              steps);
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
    if (deliveries > mostDeliveries) {
      throw new BadRecordException(
          "delivered-too-often",
          "Delivered "
              + deliveries
              + " times without an answer: each time its worker died, was stopped or lost its lock,"
              + " the last times while it was worked on alone. See why workers ended, then replay"
              + " it");
    }
  }

  private Outcome answer(ConsumerRecord<byte[], byte[]> record, FailsafeExecutor<Object> steps)
      throws InterruptedException {
    KnowledgeRequest request = step(steps, () -> decode(record));
    Optional<KnowledgeAnswer> answer = step(steps, () -> writer.answer(request));
    if (answer.isEmpty()) {
      return Outcome.UNANSWERED;
    }
    step(
        steps,
        () -> {
          answers.send(answer.get());
          return null;
        });
    return Outcome.ANSWERED;
  }

  private Outcome reject(
      ConsumerRecord<byte[], byte[]> record, RuntimeException cause, FailsafeExecutor<Object> steps)
      throws InterruptedException {
    metrics.failed(cause);
    step(
        steps,
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
              + " is about neither a user nor an item; is this worker older than its"
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
   * Each step is repeated by itself, so that an outage of the brokers does not make a model write
   * its text again.
   */
  private <T> T step(FailsafeExecutor<Object> steps, CheckedSupplier<T> work)
      throws InterruptedException {
    try {
      return steps.get(work);
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
        .withBackoff(firstPause, LONGEST_PAUSE)
        .withJitter(JITTER)
        .onFailedAttempt(attempt -> metrics.failed(attempt.getLastException()))
        .onRetryScheduled(
            retry -> {
              waiting.put(
                  Thread.currentThread(), String.valueOf(retry.getLastException().getMessage()));
              log.warn(
                  "A request is tried again in {}: {}",
                  retry.getDelay(),
                  retry.getLastException().toString());
            })
        .build();
  }

  private static boolean isOutage(Throwable e) {
    return e instanceof GeneratorUnavailableException
        || e instanceof UnregisteredSchemaException
        || e instanceof KafkaException
            && !(e instanceof SerializationException)
            && !(e instanceof RecordTooLargeException);
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
