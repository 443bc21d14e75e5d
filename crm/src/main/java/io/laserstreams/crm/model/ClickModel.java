package io.laserstreams.crm.model;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.features.FeatureSpec;
import io.laserstreams.crm.ops.Ops;
import io.laserstreams.crm.search.EventSearch;
import io.laserstreams.crm.search.SearchKind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The shared parts around one backbone. Two models of the same choice, specification and shape are
 * equal.
 */
record ClickModel(SharedParts parts, Backbone backbone) implements RecommendationModel {
  ClickModel {
    requireNonNull(parts, "parts is null");
    requireNonNull(backbone, "backbone is null");
  }

  @Override
  public ModelChoice choice() {
    return parts.choice();
  }

  @Override
  public FeatureSpec spec() {
    return parts.spec();
  }

  @Override
  public ModelShape shape() {
    return parts.shape();
  }

  @Override
  public int candidateWidth() {
    return parts.targetWidth() + backbone.candidateWidth();
  }

  @Override
  public int historyWidth() {
    return backbone.eventWidth();
  }

  @Override
  public int foundWidth() {
    return backbone.foundWidth();
  }

  @Override
  public @Nullable EventSearch search() {
    SearchKind kind = backbone.search();
    if (kind == null) {
      return null;
    }
    FeatureSpec.Search bounds = requireNonNull(parts.spec().search(), "search is null");
    return new EventSearch(kind, backbone.searchWidth(), bounds.events());
  }

  @Override
  public <T> ItemRows<T> items(Ops<T> ops, ItemInput<T> in) {
    SharedParts.Items<T> items = parts.items(ops, in);
    T candidate =
        backbone.candidateWidth() == 0
            ? items.target()
            : ops.concat(List.of(items.target(), backbone.candidate(ops, in, items.target())));
    T event = backbone.event(ops, items.history());
    return backbone.search() == null
        ? new ItemRows<>(candidate, event, null, null)
        : new ItemRows<>(
            candidate,
            event,
            backbone.foundEvent(ops, items.history()),
            backbone.searchPart(ops, in, items));
  }

  @Override
  public <T> T logits(
      Ops<T> ops,
      UserInput<T> user,
      T candidates,
      T history,
      @Nullable FoundInput<T> found,
      @Nullable StreamingInput<T> streaming) {
    T profile = parts.profile(ops, user);
    if (backbone.candidateWidth() == 0) {
      return logits(
          ops,
          new Backbone.HeadInput<>(user, profile, candidates, null, history, found, streaming));
    }
    List<T> row = ops.split(candidates, parts.targetWidth(), backbone.candidateWidth());
    return logits(
        ops,
        new Backbone.HeadInput<>(user, profile, row.get(0), row.get(1), history, found, streaming));
  }

  /** The backbone's logits, plus a linear function of the streaming features. */
  private <T> T logits(Ops<T> ops, Backbone.HeadInput<T> in) {
    T logits = backbone.logits(ops, in);
    return in.streaming() == null
        ? logits
        : ops.add(logits, parts.streamingLogits(ops, in.streaming()));
  }
}
