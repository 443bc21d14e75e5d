package io.laserstreams.tools.backfill;

import static java.util.Objects.requireNonNull;

import io.laserstreams.learning.dataset.Dataset;
import io.laserstreams.learning.dataset.RowFinder;
import io.laserstreams.learning.dataset.description.InvalidDatasetException;
import io.laserstreams.runtime.failure.UserException;
import io.laserstreams.schema.rule.Violation;
import io.laserstreams.tools.dataset.Catalogue;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Finds out before anything is published what would be refused of a dataset, and where the first of
 * it stands in the files.
 */
final class DatasetCheck {
  private final Dataset data;
  private final AcceptanceRules rules;
  private final RowFinder rows;
  private final RefusalCounts refused = new RefusalCounts();
  private Supplier<InvalidDatasetException> first;
  private long judged;

  private interface Place {
    InvalidDatasetException of(Violation violation);
  }

  DatasetCheck(Dataset data, AcceptanceRules rules, RowFinder rows) {
    this.data = requireNonNull(data, "data is null");
    this.rules = requireNonNull(rules, "rules is null");
    this.rows = requireNonNull(rows, "rows is null");
  }

  /**
   * Judges all that would be published.
   *
   * @param catalogue whether users and items are a part of it
   * @throws UserException naming file, line and column where something would be refused
   */
  void require(DatasetSource past, boolean catalogue) {
    past.forEachCandidate(
        (interaction, play, candidate) ->
            judge(
                rules.of(interaction.getUserId(), interaction),
                violation ->
                    rows.ofCandidate(play, candidate, violation.field(), violation.what())));
    if (catalogue) {
      Catalogue all = new Catalogue(data);
      all.forEachUser(
          user ->
              judge(
                  rules.of(user.getUserId(), user),
                  violation -> rows.ofUser(user.getUserId(), violation.what())));
      all.forEachItem(
          item ->
              judge(
                  rules.of(item.getItemId(), item),
                  violation -> rows.ofItem(item.getItemId(), violation.what())));
    }
    if (refused.count() > 0) {
      InvalidDatasetException where = first.get();
      throw new UserException(
          String.format(
              Locale.ROOT,
              "%s. %,d of %,d records would be refused: %s. Nothing was published",
              where.getMessage(),
              refused.count(),
              judged,
              refused),
          where);
    }
  }

  private void judge(Optional<Violation> found, Place place) {
    judged++;
    found.ifPresent(
        violation -> {
          if (first == null) {
            first = () -> place.of(violation);
          }
          refused.add(violation);
        });
  }
}
