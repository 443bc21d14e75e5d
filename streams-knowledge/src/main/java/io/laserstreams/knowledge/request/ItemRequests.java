package io.laserstreams.knowledge.request;

import static java.util.Objects.requireNonNull;

import io.laserstreams.knowledge.policy.Due;
import io.laserstreams.knowledge.policy.RefreshPolicy;
import io.laserstreams.knowledge.request.ItemContents.ItemContent;
import io.laserstreams.knowledge.subject.SubjectKey;
import io.laserstreams.knowledge.subject.SubjectState;
import io.laserstreams.knowledge.taste.Taste;
import io.laserstreams.schema.KnowledgeRequest;
import io.laserstreams.schema.SubjectKind;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Requests about items: title, text, categories and fields. */
public final class ItemRequests implements SubjectRequests {
  /** Beyond any time, and exact in a double when a time is added. */
  private static final double COLD = 1L << 52;

  private final ItemContents items;
  private final RefreshPolicy policy;

  public ItemRequests(ItemContents items, RefreshPolicy policy) {
    this.items = requireNonNull(items, "items is null");
    this.policy = requireNonNull(policy, "policy is null");
  }

  @Override
  public OptionalLong position(String itemId) {
    ItemContent item = items.get(itemId);
    return item == null ? OptionalLong.empty() : OptionalLong.of(item.changedAt());
  }

  @Override
  public Due due(String itemId, long position, SubjectState state, long now) {
    return policy.itemDue(position, state.accepted(), now);
  }

  /** Items without knowledge before changed ones, then the latest first. */
  @Override
  public double priority(String itemId, long position, SubjectState.@Nullable Accepted accepted) {
    return accepted == null ? COLD + position : position;
  }

  @Override
  public @Nullable Taste taste(String itemId) {
    return null;
  }

  @Override
  public boolean reachesBackTo(String itemId, long eventTime) {
    return true; // its position is an event time
  }

  @Override
  public Optional<KnowledgeRequest> request(String itemId, long createdAt, int attempt, long now) {
    ItemContent item = items.get(itemId);
    if (item == null) {
      return Optional.empty();
    }
    return Optional.of(
        KnowledgeRequest.newBuilder()
            .setRequestId(RequestId.of(SubjectKey.item(itemId), createdAt, item.changedAt()))
            .setSubjectKind(SubjectKind.ITEM)
            .setSubjectId(itemId)
            .setPosition(item.changedAt())
            .setBasedOnEventTime(item.changedAt())
            .setAttempt(attempt)
            .setProfile(item.fields())
            .setTitle(item.title())
            .setText(item.text())
            .setCategories(item.categories())
            .setHistory(List.of())
            .setRequestedAt(now)
            .build());
  }
}
