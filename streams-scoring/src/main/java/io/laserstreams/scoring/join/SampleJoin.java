package io.laserstreams.scoring.join;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.history.ByteStore;
import io.laserstreams.schema.Interaction;
import io.laserstreams.schema.TrainingSample;
import io.laserstreams.schema.WindowClose;
import java.util.ArrayList;
import java.util.Comparator;
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
 * <p>State, bounded by {@link SampleBounds}: the served slate while its window is open, feedback
 * with the served impression, and the list of open windows per user. One thread.
 */
public final class SampleJoin {
  /**
   * Items with feedback on one slate. No slate has more candidates, so further items were not
   * served.
   */
  private static final int MAX_FEEDBACK = 1_000;

  /** Early feedback kept per user; beyond it the oldest is dropped. */
  private static final int MAX_EARLY = 64;

  private final ImpressionStore<ServedImpression> servedImpressions;
  private final ImpressionStore<ServedSlate> slates;
  private final ByteStore windows;
  private final SampleBounds bounds;
  private final SampleMetrics metrics;
  private final SampleMaker maker;
  private final Consumer<TrainingSample> output;

  public SampleJoin(
      SampleStores stores,
      SampleBounds bounds,
      SampleMetrics metrics,
      Consumer<TrainingSample> output) {
    this.servedImpressions = stores.served();
    this.slates = stores.slates();
    this.windows = stores.windows();
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
    List<OpenWindows.Window> ended = new ArrayList<>();
    for (OpenWindows.Window window : open.windows()) {
      if (bounds.window().isClosedBy(passed, window.eventTime())) {
        ended.add(window);
      }
    }
    if (ended.isEmpty()) {
      return open;
    }
    ended.forEach(window -> close(userId, window.impressionId(), WindowClose.EVENT_TIME, now));
    return put(userId, open.without(ended));
  }

  /**
   * Opens the window of a slate that has just been served, which {@link ServedImpressions}
   * remembers, too.
   *
   * @param before the user's windows, as {@link #closeUntil} returned them
   */
  public void open(OpenWindows before, ServedSlate slate, long now) {
    String userId = slate.userId();
    OpenWindows open = before;
    if (open.windows().size() >= bounds.window().maxOpenPerUser()) {
      OpenWindows.Window oldest =
          open.windows().stream()
              .min(Comparator.comparingLong(OpenWindows.Window::eventTime))
              .orElseThrow();
      close(userId, oldest.impressionId(), WindowClose.EVENT_TIME, now);
      metrics.closedEarly.increment();
      open = open.without(List.of(oldest));
    }
    put(userId, open.with(new OpenWindows.Window(slate.impressionId(), slate.eventTime())));
    slates.put(userId, slate.impressionId(), slate.encode());
  }

  /**
   * Joins feedback that came before its impression, once the impression is remembered.
   *
   * @see ServedImpressions#remember
   */
  public void joinEarly(String userId, String impressionId) {
    OpenWindows open = openWindows(userId);
    List<EarlyFeedback> ofImpression =
        open.early().stream()
            .filter(feedback -> feedback.impressionId().equals(impressionId))
            .toList();
    if (ofImpression.isEmpty()) {
      return;
    }
    put(
        userId,
        open.withEarly(
            open.early().stream()
                .filter(feedback -> !feedback.impressionId().equals(impressionId))
                .toList()));
    for (EarlyFeedback feedback : ofImpression) {
      metrics.early.increment();
      join(feedback.toInteraction(userId));
    }
  }

  /** Joins an interaction with the served slate that it names, if any. */
  public void join(Interaction interaction) {
    String impressionId = interaction.getImpressionId();
    if (impressionId == null) {
      return;
    }
    ServedImpression served = servedImpressions.read(interaction.getUserId(), impressionId);
    if (served == null) {
      metrics.unknownImpressions.increment();
      keepEarly(interaction);
      return;
    }
    if (served.feedback().size() >= MAX_FEEDBACK
        && !served.feedback().containsKey(interaction.getItemId())) {
      metrics.unservedItems.increment();
    } else if (!served.open()
        || interaction.getEventTime() >= bounds.window().endOf(served.eventTime())) {
      metrics.late.increment(interaction.getKind());
    } else {
      addFeedback(served, interaction);
    }
  }

  /**
   * Closes the window of an impression, if it is open, because its time is over by the wall clock.
   */
  void closeByClock(String impressionId, String userId, long now) {
    if (close(userId, impressionId, WindowClose.WALL_CLOCK, now)) {
      OpenWindows open = openWindows(userId);
      put(
          userId,
          open.without(
              open.windows().stream()
                  .filter(window -> window.impressionId().equals(impressionId))
                  .toList()));
    }
  }

  private boolean close(String userId, String impressionId, WindowClose closedBy, long now) {
    ServedSlate slate = slates.read(userId, impressionId);
    if (slate == null) {
      return false;
    }
    ServedImpression served =
        requireNonNull(
            servedImpressions.read(userId, impressionId),
            "an open slate's impression is not remembered");
    slates.delete(userId, impressionId);
    servedImpressions.put(userId, impressionId, served.closed().encode());
    metrics.unservedItems.increment(unserved(slate, served));
    maker
        .sample(slate, served.feedback(), closedBy, now)
        .ifPresentOrElse(
            sample -> {
              metrics.samples.increment(closedBy);
              output.accept(sample);
            },
            metrics.nothingShown::increment);
    return true;
  }

  private void addFeedback(ServedImpression served, Interaction interaction) {
    Feedback known = served.feedback().get(interaction.getItemId());
    Feedback changed = changed(known == null ? Feedback.SHOWN : known, interaction);
    if (!changed.equals(known)) {
      servedImpressions.put(
          served.userId(),
          interaction.getImpressionId(),
          served.with(interaction.getItemId(), changed).encode());
    }
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

  private static int unserved(ServedSlate slate, ServedImpression served) {
    Set<String> unserved = new HashSet<>(served.feedback().keySet());
    slate.candidates().forEach(candidate -> unserved.remove(candidate.itemId()));
    return unserved.size();
  }

  /** Keeps feedback whose impression may come later, and drops what is too old for any window. */
  private void keepEarly(Interaction interaction) {
    String userId = interaction.getUserId();
    OpenWindows open = openWindows(userId);
    List<EarlyFeedback> early = new ArrayList<>(open.early());
    early.removeIf(
        feedback -> bounds.window().isClosedBy(interaction.getEventTime(), feedback.eventTime()));
    if (early.size() >= MAX_EARLY) {
      early.remove(0);
    }
    early.add(EarlyFeedback.of(interaction));
    put(userId, open.withEarly(early));
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
