package io.laserstreams.cli.replay;

import static java.util.Objects.requireNonNull;

import io.laserstreams.cli.apps.AppGroup;
import io.laserstreams.cli.client.RecordPublisher;
import io.laserstreams.cli.client.RecordReader;
import io.laserstreams.cli.client.RecordReader.Received;
import io.laserstreams.schema.Impression;
import io.laserstreams.schema.Interaction;
import io.laserstreams.schema.InteractionKind;
import io.laserstreams.schema.ScoredSlate;
import io.laserstreams.schema.Topic;
import java.time.Duration;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * Plays a tape in the order of event times: each rating first as an impression to be scored, then as an interaction, as fast as the window allows; what
 * comes back is checked as it comes.
 *
 * <p>Each impression is followed by its rating on the same partition number at once, so that a partition with an impression to score
 * always has a later interaction and the stream never waits for one.
 */
final class Player {
  private static final Duration POLL = Duration.ofMillis(5);
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final long LONGEST_MICROS = 600_000_000L;
  private static final long NANOS_PER_MICRO = 1_000L;
  private static final double NANOS_PER_SECOND = 1e9;
  private static final long LOOK_EVERY_NANOS = 1_000_000_000L;

  private final Tape tape;
  private final int played;
  private final Window window;
  private final ScoreCheck check;
  private final Histogram latency = new Histogram(LONGEST_MICROS, 3);
  private final int[] order;
  private final long[] sentAt;
  private int sent;
  private int answered;
  private double seconds;

  Player(Tape tape, int played, Window window, ScoreCheck check) {
    this.tape = requireNonNull(tape, "tape is null");
    this.played = played;
    this.window = requireNonNull(window, "window is null");
    this.check = requireNonNull(check, "check is null");
    this.order = tape.sendingOrder(played);
    this.sentAt = new long[played];
  }

  /** @throws IllegalStateException where an app fails or no score comes for minutes */
  void play(RecordPublisher publisher, RecordReader scores, AppGroup apps) {
    long start = System.nanoTime();
    long lastScore = start;
    long lookedAt = start;
    try (Progress progress = new Progress("replay", "ratings", played)) {
      while (answered < played) {
        while (sent < played && window.isOpen(sent - answered, System.nanoTime())) {
          send(order[sent++], publisher);
        }
        List<Received> received = scores.poll(POLL);
        long now = System.nanoTime();
        received.forEach(score -> take(scores.value(score, ScoredSlate.class), now));
        lastScore = received.isEmpty() ? lastScore : now;
        if (now - lookedAt > LOOK_EVERY_NANOS) {
          lookedAt = now;
          progress.at(answered);
          apps.requireAlive();
        }
        if (now - lastScore > PATIENCE.toNanos()) {
          throw new IllegalStateException("No score for " + PATIENCE.toMinutes() + " minutes: " + sent + " impressions sent, " + answered
              + " scored. Apps: " + String.join(", ", apps.states()));
        }
      }
      progress.at(answered);
    }
    publisher.flush();
    seconds = (System.nanoTime() - start) / NANOS_PER_SECOND;
  }

  /** How long it took. */
  double seconds() {
    return seconds;
  }

  double latencyMillis(double percentile) {
    return latency.getValueAtPercentile(percentile) / 1_000.0;
  }

  private void send(int index, RecordPublisher publisher) {
    Play play = tape.plays().get(index);
    String user = play.userId();
    sentAt[index] = System.nanoTime();
    publisher.send(Topic.IMPRESSIONS, user, Impression.newBuilder().setImpressionId(play.impressionId()).setUserId(user)
        .setEventTime(play.eventTime()).setCandidates(List.of(play.itemId())).build());
    publisher.send(Topic.INTERACTIONS, user, Interaction.newBuilder().setInteractionId(play.interactionId()).setUserId(user)
        .setItemId(play.itemId()).setEventTime(play.ratingTime()).setKind(InteractionKind.RATING)
        .setImpressionId(play.impressionId()).setValue((float) play.stars()).build());
    window.played(user);
  }

  private void take(ScoredSlate slate, long now) {
    int index = check.take(slate);
    if (index >= 0) {
      answered++;
      latency.recordValue(Math.min((now - sentAt[index]) / NANOS_PER_MICRO, LONGEST_MICROS));
    }
  }
}
