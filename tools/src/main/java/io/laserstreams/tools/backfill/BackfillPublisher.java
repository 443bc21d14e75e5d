package io.laserstreams.tools.backfill;

import static java.util.Objects.requireNonNull;

import io.laserstreams.schema.Interaction;
import io.laserstreams.schema.Topic;
import io.laserstreams.tools.client.RecordPublisher;
import io.laserstreams.tools.output.Progress;
import java.util.Set;

/**
 * Publishes what happened before the stream existed.
 *
 * <p>A user's state depends on the item statistics at each event, which become visible by epochs of
 * event time. So no epoch begins before everything of the previous one is counted everywhere, as it
 * was when the events happened.
 */
final class BackfillPublisher {
  private static final double NANOS_PER_SECOND = 1e9;

  private final BackfillSource source;
  private final Set<String> published;
  private final long epochMillis;
  private final RecordPublisher publisher;
  private final AwaitedApp follower;

  /**
   * @param published ids of interactions that are on their topic already
   * @param epochMillis length of an epoch
   */
  BackfillPublisher(
      BackfillSource source,
      Set<String> published,
      long epochMillis,
      RecordPublisher publisher,
      AwaitedApp follower) {
    this.source = requireNonNull(source, "source is null");
    this.published = requireNonNull(published, "published is null");
    this.epochMillis = epochMillis;
    this.publisher = requireNonNull(publisher, "publisher is null");
    this.follower = requireNonNull(follower, "follower is null");
  }

  /**
   * What a run did.
   *
   * @param interactions how many were published
   * @param skipped how many had been published before
   * @param epochs with an interaction
   * @param seconds from the first interaction to the end
   * @param waitedSeconds those of them that were spent waiting
   */
  record Result(
      long interactions, long skipped, long epochs, double seconds, double waitedSeconds) {}

  /** Publishes users and items. */
  void catalogue() {
    source.publishCatalogue(publisher);
    follower.awaitCatalogue();
  }

  Result interactions() {
    try (Progress progress = Progress.counting("backfill", "interactions", source.interactions())) {
      var run = new Run(progress);
      source.forEach(run::send);
      run.settle();
      double seconds = (System.nanoTime() - run.started) / NANOS_PER_SECOND;
      return new Result(run.sent, run.skipped, run.epochs, seconds, run.waited / NANOS_PER_SECOND);
    }
  }

  private final class Run {
    private final Progress progress;
    private final long started = System.nanoTime();
    private long epoch = Long.MIN_VALUE;
    private long epochs;
    private long sent;
    private long skipped;
    private long waited;

    Run(Progress progress) {
      this.progress = progress;
    }

    void send(Interaction interaction) {
      if (published.contains(interaction.getInteractionId())) {
        progress.at(sent + ++skipped);
        return;
      }
      long next = Math.floorDiv(interaction.getEventTime(), epochMillis);
      if (next > epoch) {
        if (sent + skipped > 0) {
          settle();
        }
        epoch = next;
        epochs++;
      }
      publisher.send(Topic.INTERACTIONS, interaction.getUserId(), interaction);
      progress.at(++sent + skipped);
    }

    void settle() {
      long since = System.nanoTime();
      publisher.flush();
      follower.awaitInteractions();
      waited += System.nanoTime() - since;
    }
  }
}
