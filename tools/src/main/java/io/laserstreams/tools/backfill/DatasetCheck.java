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
import org.jspecify.annotations.Nullable;

/**
 * Finds the records of a dataset that would be refused, before anything is published, and the line
 * of the first.
 */
final class DatasetCheck {
  private final Dataset data;
  private final AcceptanceRules rules;
  private final RowFinder rows;
  private final RefusalCounts refused = new RefusalCounts();
  private @Nullable Supplier<InvalidDatasetException> first;
  private long checked;

  /** Finds the line of a record. */
  private interface Locator {
    InvalidDatasetException locate(Violation violation);
  }

  DatasetCheck(Dataset data, AcceptanceRules rules, RowFinder rows) {
    this.data = requireNonNull(data, "data is null");
    this.rules = requireNonNull(rules, "rules is null");
    this.rows = requireNonNull(rows, "rows is null");
  }

  /**
   * Checks everything that would be published.
   *
   * @param catalogue whether that includes users and items
   * @throws UserException naming file, line and column of the first record that would be refused
   */
  void require(DatasetSource source, boolean catalogue) {
    source.forEachCandidate(
        (interaction, impression, candidate) ->
            check(
                rules.of(interaction.getUserId(), interaction),
                violation ->
                    rows.ofCandidate(impression, candidate, violation.field(), violation.what())));
    if (catalogue) {
      Catalogue all = new Catalogue(data);
      all.forEachUser(
          user ->
              check(
                  rules.of(user.getUserId(), user),
                  violation -> rows.ofUser(user.getUserId(), violation.what())));
      all.forEachItem(
          item ->
              check(
                  rules.of(item.getItemId(), item),
                  violation -> rows.ofItem(item.getItemId(), violation.what())));
    }
    if (first != null) {
      InvalidDatasetException where = first.get();
      throw new UserException(
          String.format(
              Locale.ROOT,
              "%s. %,d of %,d records would be refused: %s. Nothing was published",
              where.getMessage(),
              refused.count(),
              checked,
              refused),
          where);
    }
  }

  private void check(Optional<Violation> found, Locator locator) {
    checked++;
    found.ifPresent(
        violation -> {
          if (first == null) {
            first = () -> locator.locate(violation);
          }
          refused.add(violation);
        });
  }
}
