package io.laserstreams.tools.inspect;

import io.laserstreams.crm.history.HistoryEvent;
import io.laserstreams.crm.history.InMemoryByteStore;
import io.laserstreams.crm.history.UserHistories;
import io.laserstreams.knowledge.KnowledgeSettings;
import io.laserstreams.knowledge.input.HistoryInteractions;
import io.laserstreams.knowledge.request.HistorySelection;
import io.laserstreams.knowledge.request.ItemCard;
import io.laserstreams.knowledge.request.SelectedEvents;
import io.laserstreams.knowledge.request.UserProfiles;
import io.laserstreams.knowledge.request.UserRequests;
import io.laserstreams.knowledge.taste.ItemVectors;
import io.laserstreams.knowledge.taste.TasteWindow;
import io.laserstreams.runtime.config.AppConfig;
import io.laserstreams.schema.Interaction;
import io.laserstreams.schema.Item;
import io.laserstreams.schema.KnowledgeRequest;
import io.laserstreams.schema.Topic;
import io.laserstreams.schema.User;
import io.laserstreams.schema.rule.RecordRules;
import io.laserstreams.schema.rule.Versions;
import io.laserstreams.tools.client.RecordReader;
import io.laserstreams.tools.inspect.Inspection.Event;
import io.laserstreams.tools.inspect.Inspection.History;
import io.laserstreams.tools.inspect.Inspection.Profile;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A user's profile and history, made of the topics as streams-knowledge makes them. */
record InspectedUser(
    @Nullable Profile profile, History history, Optional<KnowledgeRequest> request) {

  /** Interactions ever counted. */
  long counted() {
    return history.counted();
  }

  /** Empty if no topic has the user. */
  static Optional<InspectedUser> read(
      AppConfig config,
      SubjectLog log,
      InspectOptions options,
      KnowledgeSettings settings,
      long now) {
    String id = options.id();
    RecordRules rules = options.cluster().rules();
    UserProfiles profiles = new UserProfiles(new InMemoryByteStore());
    UserHistories histories = new UserHistories(new InMemoryByteStore(), settings.history());
    long[] forgottenAt = {Long.MIN_VALUE};
    log.forEach(
        Topic.USERS,
        User.class,
        (record, user) -> {
          if (user == null) {
            profiles.delete(id);
            forgottenAt[0] = record.timestamp();
          } else if (rules.check(id, user, now).isEmpty() && isNewer(user, profiles.get(id))) {
            profiles.put(id, new UserProfiles.Profile(user.getFields(), user.getUpdatedAt()));
          }
        });
    log.forEach(
        Topic.INTERACTIONS,
        Interaction.class,
        (record, interaction) -> {
          if (interaction != null
              && record.timestamp() >= forgottenAt[0]
              && rules.check(id, interaction, now).isEmpty()
              && HistoryInteractions.counts(interaction)) {
            HistoryInteractions.put(histories, id, interaction);
          }
        });
    UserProfiles.Profile profile = profiles.get(id);
    if (profile == null && histories.counted(id) == 0) {
      return Optional.empty();
    }
    int events = settings.requests().historyEvents();
    List<HistoryEvent> newest = histories.all(id).newest(events);
    Map<String, ItemCard> cards = cards(config, newest);
    UserRequests requests =
        new UserRequests(
            histories,
            profiles,
            item -> Optional.ofNullable(cards.get(item)),
            new TasteWindow(ItemVectors.NONE, settings.refresh().drift().events()),
            settings.refresh(),
            settings.budget().priority(),
            // Which events are the most diverse only an app with all items' vectors knows.
            new SelectedEvents(HistorySelection.NEWEST, events, ItemVectors.NONE));
    return Optional.of(
        new InspectedUser(
            profile == null
                ? null
                : new Profile(profile.fields(), Inspector.time(profile.updatedAt())),
            new History(
                histories.counted(id),
                newest.stream().map(event -> event(event, cards.get(event.itemId()))).toList()),
            requests.request(id, 0, 1, now)));
  }

  private static boolean isNewer(User user, UserProfiles.@Nullable Profile known) {
    return known == null || Versions.replaces(user.getUpdatedAt(), known.updatedAt());
  }

  private static Event event(HistoryEvent event, @Nullable ItemCard card) {
    return new Event(
        event.itemId(),
        card == null ? event.itemId() : card.title(),
        event.isRating() ? event.value() : null,
        Inspector.time(event.eventTime()));
  }

  /** The items of these events, by one pass over all items. */
  private static Map<String, ItemCard> cards(AppConfig config, List<HistoryEvent> events) {
    Set<String> wanted = new HashSet<>();
    events.forEach(event -> wanted.add(event.itemId()));
    Map<String, ItemCard> cards = new HashMap<>();
    if (wanted.isEmpty()) {
      return cards;
    }
    try (RecordReader reader = RecordReader.factory(config).apply(Topic.ITEMS)) {
      reader.forEachReadable(
          Item.class,
          (id, item) -> {
            if (!wanted.contains(id)) {
              return;
            }
            if (item == null) {
              cards.remove(id);
            } else {
              cards.put(
                  id, new ItemCard(item.getTitle(), item.getCategories(), item.getUpdatedAt()));
            }
          });
    }
    return cards;
  }
}
