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
 * Finds the file, line and column of something in a dataset, for errors. It reads the file again,
 * because a dataset does not remember its lines.
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
   * @param field of the record made from it, by its name in the schema, for example {@code
   *     eventTime}
   */
  public InvalidDatasetException ofCandidate(
      Impression play, Candidate candidate, String field, String what) {
    return new InteractionReader(description, folder, Clock.systemUTC())
        .invalid(play.userId(), candidate.itemId(), play.time(), field, what);
  }

  /**
   * An error about the row of a user's profile.
   *
   * @throws NullPointerException if the dataset has no profiles
   */
  public InvalidDatasetException ofUser(String userId, String what) {
    var users = requireNonNull(description.users(), "the dataset has no profiles");
    return first(users.file(), users.format(), users.id(), userId, what);
  }

  /** An error about the row of an item; without a catalogue, the first row that shows it. */
  public InvalidDatasetException ofItem(String itemId, String what) {
    var items = description.items();
    var interactions = description.interactions();
    return items == null
        ? first(interactions.file(), interactions.format(), interactions.item(), itemId, what)
        : first(items.file(), items.format(), items.id(), itemId, what);
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
