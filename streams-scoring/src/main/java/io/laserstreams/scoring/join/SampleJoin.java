package io.laserstreams.scoring.join;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.history.ByteStore;
import io.laserstreams.runtime.deadletter.BadRecordException;
import io.laserstreams.schema.Interaction;
import io.laserstreams.schema.TrainingSample;
import io.laserstreams.schema.WindowClose;
import io.laserstreams.schema.rule.RecordRules;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Joins served slates with the user's feedback, and makes one training sample of each slate of
 * which any candidate was shown.
 *
 * <p>An attribution window starts at the impression's event time and ends {@link
 * SampleBounds.Window#length} later, exclusive; an interaction with an earlier event time than its
 * impression is attributed to clock skew and joined. A window closes when a later record of the
 * same user is {@link SampleBounds.Window#lateness} past its end in event time, or by the wall
 * clock. Records of other users never close it.
 *
 * <p>State, bounded by {@link SampleBounds}: the served slate while its window is open, and for
 * each user the open windows with their feedback. One thread.
 */
public final class SampleJoin {
  /** Of a user's windows with their feedback: far below what a record may have. */
  private static final int MAX_BYTES = 500_000;

  /** Early feedback kept per user; beyond it the oldest is dropped. */
  private static final int MAX_EARLY = 64;

  private final ServedSlates served;
  private final ByteStore windows;
  private final SampleBounds bounds;
  private final SampleMetrics metrics;
  private final SampleMaker maker;
  private final Consumer<TrainingSample> output;

  /**
   * @param windows by user id: the open windows
   */
  public SampleJoin(
      ServedSlates served,
      ByteStore windows,
      SampleBounds bounds,
      SampleMetrics metrics,
      Consumer<TrainingSample> output) {
    this.served = requireNonNull(served, "served is null");
    this.windows = requireNonNull(windows, "windows is null");
    this.bounds = requireNonNull(bounds, "bounds is null");
    this.metrics = requireNonNull(metrics, "metrics is null");
    this.maker = new SampleMaker(bounds.ratingAbove());
    this.output = requireNonNull(output, "output is null");
  }

  /**
   * Closes the user's windows that are over at an event time. A time ahead of the wall clock counts
   * as the wall clock's.
   *
   * @param now wall-clock time, milliseconds since the epoch
   * @return the windows that stay open
   */
  public OpenWindows closeUntil(String userId, long eventTime, long now) {
    OpenWindows open = openWindows(userId);
    long passed = Math.min(eventTime, now);
    if (open.count() == 0 || !bounds.window().isClosedBy(passed, open.oldest())) {
      return open;
    }
    OpenWindows left = open;
    for (Window window :
        open.ofTimes(impressionTime -> bounds.window().isClosedBy(passed, impressionTime))) {
      close(userId, window, WindowClose.EVENT_TIME, now);
      left = left.without(window);
    }
    return put(userId, left);
  }

  /**
   * Opens the window of a slate that has just been served and remembers it. Feedback that came
   * before it is joined.
   *
   * @param before the user's windows, as {@link #closeUntil} returned them
   * @throws BadRecordException if the slate is too large; then nothing has changed
   */
  public void open(OpenWindows before, ServedSlate slate, long now) {
    byte[] record = served.encode(slate);
    String userId = slate.userId();
    OpenWindows open = before;
    if (open.count() >= bounds.window().maxOpenPerUser()) {
      long oldestTime = open.oldest();
      Window oldest = open.ofTimes(eventTime -> eventTime == oldestTime).get(0);
      close(userId, oldest, WindowClose.EVENT_TIME, now);
      metrics.closedEarly.increment();
      open = open.without(oldest);
    }
    Window window = Window.opened(slate.impressionId(), slate.eventTime());
    for (EarlyFeedback feedback : early(open, slate.impressionId())) {
      window = joined(open, window, feedback.toInteraction(userId));
    }
    put(userId, withoutEarly(open, slate.impressionId()).with(window));
    // Last: it makes a repetition after a crash a duplicate.
    served.put(slate, record);
  }

  /**
   * Remembers an impression without a slate, whose feedback is always late.
   *
   * @param before the user's windows, as {@link #closeUntil} returned them
   */
  public void rememberEmpty(OpenWindows before, String userId, String impressionId) {
    List<EarlyFeedback> late = early(before, impressionId);
    if (!late.isEmpty()) {
      late.forEach(feedback -> metrics.late.increment(feedback.kind()));
      put(userId, withoutEarly(before, impressionId));
    }
    served.putClosed(userId, impressionId);
  }

  private List<EarlyFeedback> early(OpenWindows open, String impressionId) {
    List<EarlyFeedback> early =
        open.early().stream()
            .filter(feedback -> feedback.impressionId().equals(impressionId))
            .toList();
    metrics.early.increment(early.size());
    return early;
  }

  private static OpenWindows withoutEarly(OpenWindows open, String impressionId) {
    return open.withEarly(
        open.early().stream()
            .filter(feedback -> !feedback.impressionId().equals(impressionId))
            .toList());
  }

  /**
   * Joins an interaction with the served slate that it names, if any.
   *
   * @param open the user's windows, as {@link #closeUntil} returned them
   */
  public void join(OpenWindows open, Interaction interaction) {
    String impressionId = interaction.getImpressionId();
    if (impressionId == null) {
      return;
    }
    String userId = interaction.getUserId();
    Window window = open.of(impressionId);
    if (window != null) {
      Window joined = joined(open, window, interaction);
      if (!joined.equals(window)) {
        put(userId, open.changed(joined));
      }
    } else if (served.contains(userId, impressionId)) {
      metrics.late.increment(interaction.getKind());
    } else {
      metrics.unknownImpressions.increment();
      keepEarly(open, interaction);
    }
  }

  /**
   * Closes the window of an impression, if it is open, because its time is over by the wall clock.
   */
  void closeByClock(String impressionId, String userId, long now) {
    OpenWindows open = openWindows(userId);
    Window window = open.count() == 0 ? null : open.of(impressionId);
    if (window != null) {
      close(userId, window, WindowClose.WALL_CLOCK, now);
      put(userId, open.without(window));
    }
  }

  private void close(String userId, Window window, WindowClose closedBy, long now) {
    ServedSlate slate = served.open(userId, window.impressionId());
    if (slate == null) {
      return; // of an earlier build, which kept it elsewhere
    }
    served.putClosed(userId, window.impressionId());
    metrics.unservedItems.increment(unserved(slate, window));
    maker
        .sample(slate, window.feedback(), closedBy, now)
        .ifPresentOrElse(
            sample -> {
              metrics.samples.increment(closedBy);
              output.accept(sample);
            },
            metrics.nothingShown::increment);
  }

  /** The window with an interaction, or as it is if that is too late or of too many items. */
  private Window joined(OpenWindows open, Window window, Interaction interaction) {
    Feedback known = window.feedback().get(interaction.getItemId());
    // No slate has more candidates, so further items were not served.
    if (known == null && window.feedback().size() >= RecordRules.MAX_CANDIDATES) {
      metrics.unservedItems.increment();
      return window;
    }
    if (known == null && open.bytes() > MAX_BYTES) {
      metrics.tooMuchFeedback.increment();
      return window;
    }
    if (interaction.getEventTime() >= bounds.window().endOf(window.eventTime())) {
      metrics.late.increment(interaction.getKind());
      return window;
    }
    return window.with(
        interaction.getItemId(), changed(known == null ? Feedback.SHOWN : known, interaction));
  }

  private static Feedback changed(Feedback feedback, Interaction interaction) {
    return switch (interaction.getKind()) {
      case SHOWN ->
          interaction.getPosition() == null
              ? feedback
              : feedback.withPosition(interaction.getPosition());
      case CLICK -> feedback.withClick();
      case RATING, RATING_CHANGE -> feedback.withRating(interaction.getValue());
      case RETRACTION -> feedback.retracted();
      case UNKNOWN ->
          throw new IllegalArgumentException(
              "Interaction " + interaction.getInteractionId() + " is of an unknown kind");
    };
  }

  private static int unserved(ServedSlate slate, Window window) {
    Set<String> unserved = new HashSet<>(window.feedback().keySet());
    slate.candidates().forEach(candidate -> unserved.remove(candidate.itemId()));
    return unserved.size();
  }

  /** Keeps feedback whose impression may come later, and drops what is too old for any window. */
  private void keepEarly(OpenWindows open, Interaction interaction) {
    List<EarlyFeedback> early = new ArrayList<>(open.early());
    early.removeIf(
        feedback -> bounds.window().isClosedBy(interaction.getEventTime(), feedback.eventTime()));
    if (early.size() >= MAX_EARLY) {
      early.remove(0);
    }
    early.add(EarlyFeedback.of(interaction));
    put(interaction.getUserId(), open.withEarly(early));
  }

  private OpenWindows openWindows(String userId) {
    OpenWindows open = windows.read(key(userId), OpenWindows::decode);
    return open == null ? OpenWindows.EMPTY : open;
  }

  private OpenWindows put(String userId, OpenWindows changed) {
    windows.put(key(userId), changed.encode());
    return changed;
  }

  private static byte[] key(String id) {
    return id.getBytes(UTF_8);
  }
}
