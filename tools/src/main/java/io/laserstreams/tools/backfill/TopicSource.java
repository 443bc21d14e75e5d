package io.laserstreams.tools.backfill;

import static java.util.Objects.requireNonNull;

import io.laserstreams.runtime.config.AppConfig;
import io.laserstreams.schema.Interaction;
import io.laserstreams.schema.InteractionKind;
import io.laserstreams.schema.Item;
import io.laserstreams.schema.Topic;
import io.laserstreams.schema.User;
import io.laserstreams.schema.rule.Versions;
import io.laserstreams.schema.rule.Violation;
import io.laserstreams.schema.serde.Schemas;
import io.laserstreams.tools.client.RecordPublisher;
import io.laserstreams.tools.client.RecordReader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.BinaryOperator;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.apache.avro.specific.SpecificRecord;

/**
 * The topics of another system. Interactions keep their ids and follow each other by event time,
 * equal times of a user in the order of the topic; those that were late there are in time here, and
 * those that its scoring refused are left out.
 */
final class TopicSource implements BackfillSource {
  private final String prefix;
  private final Map<String, User> users;
  private final Map<String, Item> items;
  private final List<Interaction> interactions;
  private final long leftOut;
  private final long unreadable;
  private final RefusalCounts refused;

  private TopicSource(
      String prefix,
      Map<String, User> users,
      Map<String, Item> items,
      List<Interaction> interactions,
      long leftOut,
      long unreadable,
      RefusalCounts refused) {
    this.prefix = requireNonNull(prefix, "prefix is null");
    this.users = users;
    this.items = items;
    this.interactions = interactions;
    this.leftOut = leftOut;
    this.unreadable = unreadable;
    this.refused = refused;
  }

  /**
   * Reads the topics to their ends.
   *
   * @param until event time, milliseconds since the epoch, of the first interaction that is left
   *     out
   * @param limit maximum number of interactions
   * @param shownCounts whether items that were only shown count as interactions
   */
  static TopicSource read(
      AppConfig config,
      String prefix,
      long until,
      long limit,
      boolean shownCounts,
      AcceptanceRules rules) {
    return new Reading(config, prefix, shownCounts, rules).read(until, limit);
  }

  @Override
  public String name() {
    return prefix + "*";
  }

  @Override
  public int users() {
    return users.size();
  }

  @Override
  public int items() {
    return items.size();
  }

  @Override
  public void publishCatalogue(RecordPublisher publisher) {
    users.forEach((id, user) -> publisher.send(Topic.USERS, id, user));
    items.forEach((id, item) -> publisher.send(Topic.ITEMS, id, item));
    publisher.flush();
  }

  @Override
  public long interactions() {
    return interactions.size();
  }

  @Override
  public LongStream times() {
    return interactions.stream().mapToLong(Interaction::getEventTime);
  }

  @Override
  public List<String> notes() {
    List<String> notes = new ArrayList<>();
    if (leftOut > 0) {
      notes.add(
          String.format(
              Locale.ROOT,
              "%,d interactions that only report what was shown are left out.",
              leftOut));
    }
    if (unreadable > 0) {
      notes.add(
          String.format(Locale.ROOT, "%,d records that cannot be read are left out.", unreadable));
    }
    if (refused.count() > 0) {
      notes.add(
          String.format(
              Locale.ROOT,
              "%,d records that scoring refuses are left out, %s; the first: %s",
              refused.count(),
              refused,
              refused.first()));
    }
    return notes;
  }

  @Override
  public void forEach(Consumer<Interaction> visitor) {
    interactions.forEach(visitor);
  }

  private static final class Reading {
    private final AppConfig config;
    private final String prefix;
    private final Schemas schemas;
    private final boolean shownCounts;
    private final AcceptanceRules rules;
    private final RefusalCounts refused = new RefusalCounts();
    private long leftOut;
    private long unreadable;

    Reading(AppConfig config, String prefix, boolean shownCounts, AcceptanceRules rules) {
      this.config = config;
      this.prefix = prefix;
      this.schemas = config.schemas();
      this.shownCounts = shownCounts;
      this.rules = rules;
    }

    TopicSource read(long until, long limit) {
      Map<String, User> users = newest(Topic.USERS, User.class, rules::of, Versions::newest);
      Map<String, Item> items = newest(Topic.ITEMS, Item.class, rules::of, Versions::newest);
      List<Interaction> found = new ArrayList<>();
      forEach(
          Topic.INTERACTIONS,
          Interaction.class,
          (key, interaction) -> {
            Optional<Violation> violation = rules.of(key, interaction);
            if (violation.isPresent()) {
              refused.add(violation.get());
            } else if (interaction.getEventTime() < until
                && interaction.getKind() == InteractionKind.SHOWN
                && !shownCounts) {
              leftOut++;
            } else if (interaction.getEventTime() < until) {
              found.add(Interaction.newBuilder(interaction).setImpressionId(null).build());
            }
          });
      found.sort(Comparator.comparingLong(Interaction::getEventTime));
      List<Interaction> first = found.size() > limit ? found.subList(0, (int) limit) : found;
      return new TopicSource(prefix, users, items, first, leftOut, unreadable, refused);
    }

    private <T extends SpecificRecord> Map<String, T> newest(
        Topic topic,
        Class<T> type,
        BiFunction<String, T, Optional<Violation>> check,
        BinaryOperator<T> newer) {
      Map<String, T> newest = new LinkedHashMap<>();
      forEach(
          topic,
          type,
          (key, value) -> {
            if (value == null) {
              newest.remove(key);
            } else {
              check
                  .apply(key, value)
                  .ifPresentOrElse(refused::add, () -> newest.merge(key, value, newer));
            }
          });
      return newest;
    }

    private <T extends SpecificRecord> void forEach(
        Topic topic, Class<T> type, BiConsumer<String, T> visitor) {
      try (RecordReader reader =
          new RecordReader(config.clients().consumer(), schemas, prefix, Set.of(topic))) {
        unreadable += reader.forEachReadable(type, visitor);
      }
    }
  }
}
