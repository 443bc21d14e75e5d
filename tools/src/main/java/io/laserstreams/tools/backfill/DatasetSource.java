package io.laserstreams.tools.backfill;

import static java.util.Objects.requireNonNull;

import io.laserstreams.learning.dataset.Candidate;
import io.laserstreams.learning.dataset.Coverage;
import io.laserstreams.learning.dataset.Dataset;
import io.laserstreams.learning.dataset.Impression;
import io.laserstreams.learning.dataset.Joins;
import io.laserstreams.learning.dataset.description.InvalidDatasetException;
import io.laserstreams.schema.Interaction;
import io.laserstreams.tools.client.RecordPublisher;
import io.laserstreams.tools.dataset.Catalogue;
import io.laserstreams.tools.dataset.DatasetRecords;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.LongStream;

/**
 * The files of a dataset.
 *
 * <p>Ids of interactions depend on the dataset's name, the user, and how many impressions the user
 * had before: the same files, or files that have grown at their end, give the same ids.
 */
final class DatasetSource implements BackfillSource {
  private final Dataset data;
  private final List<String> joins;
  private final int[] order;
  private final boolean shownCounts;
  private final long interactions;
  private final long leftOut;

  private DatasetSource(
      Dataset data,
      List<String> joins,
      int[] order,
      boolean shownCounts,
      long interactions,
      long leftOut) {
    this.data = data;
    this.joins = joins;
    this.order = order;
    this.shownCounts = shownCounts;
    this.interactions = interactions;
    this.leftOut = leftOut;
  }

  /**
   * The interactions of a dataset.
   *
   * @param until milliseconds since the epoch; interactions at this time or later are left out
   * @param limit maximum number; those of one impression stay together, so it may be exceeded a bit
   * @param shownCounts whether items that were only shown count as interactions
   * @throws InvalidDatasetException if the file of users or items covers none of theirs
   */
  static DatasetSource of(Dataset data, long until, long limit, boolean shownCounts) {
    List<Impression> impressions = requireNonNull(data, "data is null").impressions();
    if (shownCounts && data.description().interactions().negatives() != null) {
      throw new InvalidDatasetException(
          "--shown publishes what was shown, but the negatives of %s are drawn: leave it out"
              .formatted(data.name()));
    }
    List<String> joins = new Joins(Coverage.of(data), data.joined()).describe();
    int[] order = DatasetRecords.byEventTime(impressions, impressions.size());
    int end = 0;
    long interactions = 0;
    long leftOut = 0;
    while (end < order.length
        && interactions < limit
        && impressions.get(order[end]).eventTime() < until) {
      Impression impression = impressions.get(order[end++]);
      int counting = shownCounts ? impression.candidates().size() : impression.interactions();
      interactions += counting;
      leftOut += impression.candidates().size() - counting;
    }
    return new DatasetSource(
        data, joins, Arrays.copyOf(order, end), shownCounts, interactions, leftOut);
  }

  @Override
  public String name() {
    return data.name();
  }

  @Override
  public int users() {
    return data.profiles().size();
  }

  @Override
  public int items() {
    return data.items().size();
  }

  @Override
  public void publishCatalogue(RecordPublisher publisher) {
    new Catalogue(data).publish(publisher);
  }

  @Override
  public long interactions() {
    return interactions;
  }

  @Override
  public LongStream times() {
    return Arrays.stream(order)
        .mapToObj(index -> data.impressions().get(index))
        .filter(impression -> shownCounts || impression.interactions() > 0)
        .mapToLong(Impression::interactionTime);
  }

  @Override
  public List<String> notes() {
    List<String> notes = new ArrayList<>(joins);
    if (data.description().interactions().time() == null) {
      notes.add("The data have no times: event times are generated, from 2000 on.");
    }
    if (leftOut > 0) {
      notes.add(
          String.format(Locale.ROOT, "%,d candidates that were only shown are left out.", leftOut));
    }
    return notes;
  }

  @Override
  public void forEach(Consumer<Interaction> visitor) {
    forEachCandidate((interaction, impression, candidate) -> visitor.accept(interaction));
  }

  /** Takes an interaction and the parts of the dataset that it is made of. */
  @FunctionalInterface
  interface CandidateVisitor {
    void visit(Interaction interaction, Impression impression, Candidate candidate);
  }

  /** Passes on all interactions with the parts of the dataset that they are made of. */
  void forEachCandidate(CandidateVisitor visitor) {
    for (int index : order) {
      Impression impression = data.impressions().get(index);
      for (int i = 0; i < impression.candidates().size(); i++) {
        Candidate candidate = impression.candidates().get(i);
        if (shownCounts || candidate.interacted()) {
          visitor.visit(DatasetRecords.interaction(impression, i, null), impression, candidate);
        }
      }
    }
  }
}
