package io.laserstreams.learning.dataset;

import static java.util.Objects.requireNonNull;

import io.laserstreams.learning.dataset.description.DatasetDescription;
import io.laserstreams.learning.dataset.description.FileFormat;
import io.laserstreams.learning.dataset.description.InvalidDatasetException;
import io.laserstreams.learning.dataset.file.Rows;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Set;

/**
 * Says of something in a dataset in which file, line and column it stands. The file is read again
 * for it, which is for errors: a dataset does not remember its lines.
 */
public final class RowFinder {
  private final DatasetDescription description;
  private final Path folder;

  public RowFinder(DatasetDescription description, Path folder) {
    this.description = requireNonNull(description, "description is null");
    this.folder = requireNonNull(folder, "folder is null");
  }

  /**
   * An error about the row of a candidate.
   *
   * @param field the field of the record that is made of it, by its name in the schema, for example
   *     {@code eventTime}
   */
  public InvalidDatasetException ofCandidate(
      Impression play, Candidate candidate, String field, String what) {
    return new InteractionReader(description, folder, Clock.systemUTC())
        .invalid(play.userId(), candidate.itemId(), play.time(), field, what);
  }

  /** An error about the row of a user's profile. */
  public InvalidDatasetException ofUser(String userId, String what) {
    return first(
        description.users().file(),
        description.users().format(),
        description.users().id(),
        userId,
        what);
  }

  /**
   * An error about the row of an item, which is where it is first shown where there is no
   * catalogue.
   */
  public InvalidDatasetException ofItem(String itemId, String what) {
    return description.items() == null
        ? first(
            description.interactions().file(),
            description.interactions().format(),
            description.interactions().item(),
            itemId,
            what)
        : first(
            description.items().file(),
            description.items().format(),
            description.items().id(),
            itemId,
            what);
  }

  private InvalidDatasetException first(
      String name, FileFormat format, String column, String id, String what) {
    Path file = folder.resolve(name);
    try {
      Rows.read(
          file,
          format,
          Set.of(column),
          row -> {
            if (id.equals(row.id(column))) {
              throw row.invalid(column, what);
            }
          });
    } catch (InvalidDatasetException e) {
      return e;
    }
    return new InvalidDatasetException(file + ": " + what);
  }
}
