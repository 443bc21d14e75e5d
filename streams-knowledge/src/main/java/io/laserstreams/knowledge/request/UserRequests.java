package io.laserstreams.knowledge.request;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.history.HistoryEvent;
import io.laserstreams.crm.history.UserHistories;
import io.laserstreams.knowledge.budget.Priority;
import io.laserstreams.knowledge.policy.Due;
import io.laserstreams.knowledge.policy.RefreshPolicy;
import io.laserstreams.knowledge.subject.SubjectKey;
import io.laserstreams.knowledge.subject.SubjectState;
import io.laserstreams.knowledge.taste.Taste;
import io.laserstreams.knowledge.taste.TasteWindow;
import io.laserstreams.schema.HistoryEntry;
import io.laserstreams.schema.KnowledgeRequest;
import io.laserstreams.schema.SubjectKind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Requests about users: the profile and events of the history, items by title and categories. */
public final class UserRequests implements SubjectRequests {
  private final UserHistories histories;
  private final UserProfiles profiles;
  private final ItemCards cards;
  private final TasteWindow tastes;
  private final RefreshPolicy policy;
  private final Priority priority;
  private final SelectedEvents selected;

  /**
   * @param selected chooses the events that a request carries
   */
  public UserRequests(
      UserHistories histories,
      UserProfiles profiles,
      ItemCards cards,
      TasteWindow tastes,
      RefreshPolicy policy,
      Priority priority,
      SelectedEvents selected) {
    this.histories = requireNonNull(histories, "histories is null");
    this.profiles = requireNonNull(profiles, "profiles is null");
    this.cards = requireNonNull(cards, "cards is null");
    this.tastes = requireNonNull(tastes, "tastes is null");
    this.policy = requireNonNull(policy, "policy is null");
    this.priority = requireNonNull(priority, "priority is null");
    this.selected = requireNonNull(selected, "selected is null");
  }

  @Override
  public OptionalLong position(String userId) {
    long counted = histories.counted(userId);
    return counted == 0 ? OptionalLong.empty() : OptionalLong.of(counted);
  }

  @Override
  public Due due(String userId, long position, SubjectState state, long now) {
    SubjectState.Accepted accepted = state.accepted();
    return policy.userDue(
        position, accepted, state.waiting() != null, () -> drift(userId, accepted), now);
  }

  @Override
  public double priority(String userId, long position, SubjectState.@Nullable Accepted accepted) {
    List<HistoryEvent> newest = histories.all(userId).newest(Priority.ACTIVITY_EVENTS);
    long until = newest.isEmpty() ? 0 : newest.get(newest.size() - 1).eventTime();
    long from = newest.isEmpty() ? 0 : newest.get(0).eventTime();
    double staleness =
        accepted == null
            ? 1
            : Priority.staleness(position, accepted.position(), drift(userId, accepted));
    return priority.user(newest.size(), from, until, staleness);
  }

  @Override
  public @Nullable Taste taste(String userId) {
    return tastes.of(histories.all(userId).newest(tastes.events()));
  }

  private double drift(String userId, SubjectState.@Nullable Accepted accepted) {
    Taste before = accepted == null ? null : accepted.taste();
    return before == null ? 0 : tastes.drift(before, taste(userId));
  }

  @Override
  public boolean reachesBackTo(String userId, long eventTime) {
    long after = eventTime == Long.MAX_VALUE ? eventTime : eventTime + 1;
    return !histories.before(userId, after).newest(1).isEmpty();
  }

  @Override
  public Optional<KnowledgeRequest> request(String userId, long createdAt, int attempt, long now) {
    List<HistoryEvent> events = selected.of(histories.all(userId).newest(selected.pool()));
    if (events.isEmpty()) {
      return Optional.empty();
    }
    UserProfiles.Profile profile = profiles.get(userId);
    long position = histories.counted(userId);
    return Optional.of(
        KnowledgeRequest.newBuilder()
            .setRequestId(RequestId.of(SubjectKey.user(userId), createdAt, position))
            .setSubjectKind(SubjectKind.USER)
            .setSubjectId(userId)
            .setPosition(position)
            .setBasedOnEventTime(newestEventTime(userId, profile))
            .setAttempt(attempt)
            .setProfile(profile == null ? Map.of() : profile.fields())
            .setHistory(events.stream().map(this::entry).toList())
            .setRequestedAt(now)
            .build());
  }

  /**
   * Corrections and the profile count, too: what they say must not reach a score from before them.
   */
  private long newestEventTime(String userId, UserProfiles.@Nullable Profile profile) {
    long newest = histories.newestEventTime(userId).orElse(Long.MIN_VALUE);
    return profile == null ? newest : Math.max(newest, profile.updatedAt());
  }

  private HistoryEntry entry(HistoryEvent event) {
    Optional<ItemCard> card = cards.find(event.itemId());
    return HistoryEntry.newBuilder()
        .setItemId(event.itemId())
        .setTitle(card.map(ItemCard::title).orElse(event.itemId()))
        .setCategories(card.map(ItemCard::categories).orElse(List.of()))
        .setValue(event.isRating() ? event.value() : null)
        .setEventTime(event.eventTime())
        .build();
  }
}
