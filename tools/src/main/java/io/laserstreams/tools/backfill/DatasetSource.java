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
 * What users of a dataset did.
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
   * @param until milliseconds since the epoch; what the data have at this time or later is left out
   * @param limit how many at most; those of one impression stay together, so it may be some more
   * @param shownCounts whether what was shown and nothing more belongs to them
   * @throws InvalidDatasetException if the file of users or items knows none of theirs
   */
  static DatasetSource of(Dataset data, long until, long limit, boolean shownCounts) {
    List<Impression> plays = requireNonNull(data, "data is null").impressions();
    List<String> joins = new Joins(Coverage.of(data)).describe();
    int[] order = DatasetRecords.byEventTime(plays, plays.size());
    int end = 0;
    long interactions = 0;
    long leftOut = 0;
    while (end < order.length
        && interactions < limit
        && plays.get(order[end]).eventTime() < until) {
      Impression play = plays.get(order[end++]);
      int counting = shownCounts ? play.candidates().size() : play.interactions();
      interactions += counting;
      leftOut += play.candidates().size() - counting;
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
        .filter(play -> shownCounts || play.interactions() > 0)
        .mapToLong(Impression::interactionTime);
  }

  @Override
  public List<String> notes() {
    List<String> notes = new ArrayList<>(joins);
    if (data.description().interactions().time() == null) {
      notes.add("The data have no times: event times are made up, from 2000 on.");
    }
    if (leftOut > 0) {
      notes.add(
          String.format(Locale.ROOT, "%,d candidates that were only shown are left out.", leftOut));
    }
    return notes;
  }

  @Override
  public void forEach(Consumer<Interaction> visitor) {
    forEachCandidate((interaction, play, candidate) -> visitor.accept(interaction));
  }

  /** Takes an interaction and what of the dataset it is made of. */
  @FunctionalInterface
  interface CandidateVisitor {
    void visit(Interaction interaction, Impression play, Candidate candidate);
  }

  /** Hands out all interactions with what they are made of. */
  void forEachCandidate(CandidateVisitor visitor) {
    for (int index : order) {
      Impression play = data.impressions().get(index);
      for (int i = 0; i < play.candidates().size(); i++) {
        Candidate candidate = play.candidates().get(i);
        if (shownCounts || candidate.interacted()) {
          visitor.visit(DatasetRecords.interaction(play, i, null), play, candidate);
        }
      }
    }
  }
}
