package io.laserstreams.scoring.stream;

import io.laserstreams.crm.history.AppendResult;
import io.laserstreams.crm.history.HistoryEvent;
import io.laserstreams.crm.history.UserHistories;
import io.laserstreams.crm.streaming.Observation;
import io.laserstreams.crm.streaming.user.UserState;
import io.laserstreams.schema.Interaction;
import io.laserstreams.schema.InteractionKind;
import io.laserstreams.scoring.features.PendingContributions;
import io.laserstreams.scoring.features.UserExpiry;
import io.laserstreams.scoring.features.UserStates;
import io.laserstreams.scoring.join.OpenWindows;
import io.laserstreams.scoring.join.SampleJoin;
import io.laserstreams.scoring.user.StoredVersion;
import io.laserstreams.scoring.user.VersionedStore;
import java.time.Duration;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Adds each interaction to the user's history and features, and joins it with the served slate that
 * it names.
 */
final class InteractionProcessor implements Processor<String, Interaction, String, SpecificRecord> {
  private static final Duration EXPIRY_INTERVAL = Duration.ofMinutes(1);

  private final ScoringParts parts;
  private ProcessorContext<String, SpecificRecord> context;
  private UserHistories histories;
  private VersionedStore<Map<String, String>> profiles;
  private UserStates states;
  private UserExpiry expiry;
  private PendingContributions contributions;
  private SampleJoin samples;

  InteractionProcessor(ScoringParts parts) {
    this.parts = parts;
  }

  @Override
  public void init(ProcessorContext<String, SpecificRecord> newContext) {
    context = newContext;
    histories = parts.histories(context);
    profiles = parts.profiles(context);
    states = parts.userStates(context);
    expiry = parts.userExpiry(context);
    contributions = parts.pendingContributions(context);
    samples = parts.samples(context);
    context.schedule(parts.publishInterval(), PunctuationType.WALL_CLOCK_TIME, this::publish);
    context.schedule(
        EXPIRY_INTERVAL,
        PunctuationType.WALL_CLOCK_TIME,
        now -> parts.metrics().expiredUsers.increment(expiry.sweep(now)));
  }

  @Override
  public void process(Record<String, Interaction> record) {
    long now = context.currentSystemTimeMs();
    Interaction interaction = record.value();
    parts
        .validator()
        .validate(
            record.key(),
            context.recordMetadata().orElseThrow(),
            rules -> rules.check(record.key(), interaction, now));
    OpenWindows windows =
        samples.closeUntil(interaction.getUserId(), interaction.getEventTime(), now);
    if (interaction.getKind() == InteractionKind.SHOWN) {
      if (parts.features().settings().shownValue() != null) {
        addToFeatures(interaction, now);
      }
      samples.join(windows, interaction);
      return;
    }
    AppendResult result = addToHistory(interaction);
    parts.metrics().history.increment(result);
    if (result == AppendResult.APPENDED || result == AppendResult.INSERTED_LATE) {
      addToFeatures(interaction, now);
    }
    if (result != AppendResult.DUPLICATE
        && interaction.getEventTime() < windows.newestImpression()) {
      parts.metrics().lateEvents.increment();
    }
    // Joining a click twice is harmless; joining a retraction twice would retract too much.
    if (result != AppendResult.DUPLICATE || interaction.getKind() != InteractionKind.RETRACTION) {
      samples.join(windows, interaction);
    }
  }

  private AppendResult addToHistory(Interaction interaction) {
    String userId = interaction.getUserId();
    return switch (interaction.getKind()) {
      case CLICK, RATING -> histories.add(userId, event(interaction));
      case RATING_CHANGE -> histories.change(userId, event(interaction));
      case RETRACTION ->
          histories.retract(
              userId,
              interaction.getInteractionId(),
              interaction.getItemId(),
              interaction.getEventTime());
      case SHOWN, UNKNOWN ->
          throw new IllegalArgumentException(interaction.getKind() + " is not for histories");
    };
  }

  private void addToFeatures(Interaction interaction, long now) {
    String userId = interaction.getUserId();
    StoredVersion<Map<String, String>> profile =
        profiles.newestBefore(userId, interaction.getEventTime());
    UserState state = states.get(userId);
    long hour = state.newestHour();
    Map<String, String> fields = profile == null ? Map.of() : profile.value();
    boolean shown = interaction.getKind() == InteractionKind.SHOWN;
    var event =
        shown
            ? Observation.shown(interaction.getItemId(), interaction.getEventTime(), fields)
            : new Observation(
                interaction.getItemId(),
                interaction.getEventTime(),
                event(interaction).value(),
                fields);
    parts.features().apply(state, event).ifPresent(contributions::add);
    // The index first: an entry without a state is harmless, a state without an entry never
    // expires.
    expiry.applied(userId, hour, state.newestHour(), interaction.getEventTime(), now);
    states.put(userId, state);
  }

  @Override
  public void close() {
    parts.commits().forget(context);
  }

  private void publish(long now) {
    if (contributions.size() > 0) {
      parts.commits().soon(context);
    }
    contributions.publish(
        contribution ->
            context.forward(
                new Record<>(contribution.getItemId(), contribution, now),
                ScoringTopology.CONTRIBUTIONS_SINK));
  }

  private static HistoryEvent event(Interaction interaction) {
    float value =
        interaction.getKind() == InteractionKind.CLICK ? Float.NaN : interaction.getValue();
    return new HistoryEvent(
        interaction.getInteractionId(), interaction.getItemId(), interaction.getEventTime(), value);
  }
}
