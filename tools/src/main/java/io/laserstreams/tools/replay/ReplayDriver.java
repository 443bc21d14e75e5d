package io.laserstreams.tools.replay;

import static java.util.Objects.requireNonNull;

import io.laserstreams.learning.dataset.Candidate;
import io.laserstreams.schema.Impression;
import io.laserstreams.schema.ScoredSlate;
import io.laserstreams.schema.Topic;
import io.laserstreams.tools.apps.AppGroup;
import io.laserstreams.tools.client.RecordPublisher;
import io.laserstreams.tools.client.RecordReader;
import io.laserstreams.tools.client.RecordReader.Received;
import io.laserstreams.tools.dataset.DatasetRecords;
import io.laserstreams.tools.output.Progress;
import java.time.Duration;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * Replays a plan in the order of event times: each impression, then the interactions with it, as
 * fast as the window and the gate between epochs allow; checks each score as it arrives.
 *
 * <p>Each impression is followed at once by an interaction for each candidate, including those that
 * were only shown, on the same partition number: a partition with an impression to score always has
 * a later interaction, and the stream never waits for one.
 */
final class ReplayDriver {
  private static final Duration POLL = Duration.ofMillis(5);
  private static final Duration POLL_AT_THE_GATE = Duration.ofMillis(1);
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final long MAX_MICROS = 600_000_000L;
  private static final long NANOS_PER_MICRO = 1_000L;
  private static final double NANOS_PER_SECOND = 1e9;
  private static final long CHECK_INTERVAL_NANOS = 1_000_000_000L;
  private static final int NONE = -1;

  private final ReplayPlan plan;
  private final int played;
  private final InFlightWindow window;
  private final ScoreCheck check;
  private final Histogram latency = new Histogram(MAX_MICROS, 3);
  private final int[] order;
  private final long[] sentAt;
  private int sent;
  private int answered;

  /**
   * An impression that was sent at the very end of an epoch and whose interactions belong to the
   * next one.
   */
  private int half = NONE;

  private boolean drain;
  private double seconds;

  ReplayDriver(ReplayPlan plan, int played, InFlightWindow window, ScoreCheck check) {
    this.plan = requireNonNull(plan, "plan is null");
    this.played = played;
    this.window = requireNonNull(window, "window is null");
    this.check = requireNonNull(check, "check is null");
    this.order = DatasetRecords.byEventTime(plan.impressions(), played);
    this.sentAt = new long[played];
  }

  /**
   * @throws IllegalStateException if an app fails or no score arrives for minutes
   */
  void run(
      RecordPublisher publisher,
      RecordReader scores,
      AppGroup apps,
      EpochGate gate,
      TrainerLag lag,
      StreamTimeTicks ticks) {
    Sending sending = new Sending(publisher, gate, lag, ticks);
    long trained = 0;
    long start = System.nanoTime();
    long lastProgress = start;
    long checkedAt = start;
    try (Progress progress = Progress.counting("replay", "impressions", played)) {
      while (answered < played) {
        sending.proceed();
        List<Received> received = scores.poll(gate.waiting() ? POLL_AT_THE_GATE : POLL);
        long now = System.nanoTime();
        received.forEach(score -> process(scores.requiredValue(score, ScoredSlate.class), now));
        lastProgress = received.isEmpty() && trained == lag.consumed() ? lastProgress : now;
        trained = lag.consumed();
        if (now - checkedAt > CHECK_INTERVAL_NANOS) {
          checkedAt = now;
          progress.at(answered);
          apps.requireAlive();
        }
        if (now - lastProgress > PATIENCE.toNanos()) {
          throw new IllegalStateException(
              "No score for "
                  + PATIENCE.toMinutes()
                  + " minutes: "
                  + sent
                  + " impressions sent, "
                  + answered
                  + " scored, "
                  + gate
                  + ", "
                  + lag
                  + ". Apps: "
                  + String.join(", ", apps.states()));
        }
      }
      progress.at(answered);
    }
    publisher.flush();
    seconds = (System.nanoTime() - start) / NANOS_PER_SECOND;
  }

  /** How many impressions it replays. */
  int played() {
    return played;
  }

  /** How long it took. */
  double seconds() {
    return seconds;
  }

  double latencyMillis(double percentile) {
    return latency.getValueAtPercentile(percentile) / 1_000.0;
  }

  private final class Sending {
    private final RecordPublisher publisher;
    private final EpochGate gate;
    private final TrainerLag lag;
    private final StreamTimeTicks ticks;

    Sending(RecordPublisher publisher, EpochGate gate, TrainerLag lag, StreamTimeTicks ticks) {
      this.publisher = publisher;
      this.gate = gate;
      this.lag = lag;
      this.ticks = ticks;
    }

    /** Sends what may be sent now. */
    void proceed() {
      if (half != NONE) {
        if (!passes(plan.impressions().get(half).interactionTime(), true)) {
          return;
        }
        sendInteractions(half);
        half = NONE;
        drain = true;
      }
      while (half == NONE
          && sent < played
          && lag.within(answered)
          && window.isOpen(sent - answered, System.nanoTime())) {
        if ((drain && answered < sent)
            || !passes(plan.impressions().get(order[sent]).eventTime(), answered == sent)) {
          return;
        }
        drain = false;
        send(order[sent++]);
      }
    }

    private boolean passes(long eventTime, boolean scored) {
      boolean waited = gate.waiting();
      boolean passes = gate.passes(eventTime, scored, System.nanoTime());
      if (!passes && !waited) {
        ticks.send(publisher, gate.begin(eventTime));
      }
      return passes;
    }

    private void send(int index) {
      var impression = plan.impressions().get(index);
      boolean opening = window.played(impression.userId(), System.nanoTime());
      sendImpression(index);
      if (opening) {
        // The stream waits for neither topic now, so the impression must arrive first.
        publisher.flush();
      }
      if (gate.closedTo(impression.interactionTime())) {
        half = index;
      } else {
        sendInteractions(index);
      }
    }

    private void sendImpression(int index) {
      var impression = plan.impressions().get(index);
      sentAt[index] = System.nanoTime();
      publisher.send(
          Topic.IMPRESSIONS,
          impression.userId(),
          Impression.newBuilder()
              .setImpressionId(impression.id())
              .setUserId(impression.userId())
              .setEventTime(impression.eventTime())
              .setCandidates(impression.candidates().stream().map(Candidate::itemId).toList())
              .setContext(impression.context())
              .build());
    }

    private void sendInteractions(int index) {
      var impression = plan.impressions().get(index);
      for (int i = 0; i < impression.candidates().size(); i++) {
        Candidate candidate = impression.candidates().get(i);
        publisher.send(
            Topic.INTERACTIONS,
            impression.userId(),
            DatasetRecords.interaction(impression, i, impression.id()));
        gate.sent(candidate.interacted());
      }
      ticks.played(impression.userId());
    }
  }

  private void process(ScoredSlate slate, long now) {
    if (StreamTimeTicks.isTick(slate.getImpressionId())) {
      return;
    }
    int index = check.add(slate);
    if (index >= 0) {
      answered++;
      latency.recordValue(Math.min((now - sentAt[index]) / NANOS_PER_MICRO, MAX_MICROS));
    }
  }
}
