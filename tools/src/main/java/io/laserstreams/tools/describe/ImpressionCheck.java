package io.laserstreams.tools.describe;

import static java.util.Objects.requireNonNull;

import io.laserstreams.learning.dataset.file.Rows;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whether rows of one impression have one user, one time and different items. */
final class ImpressionCheck {
  private ImpressionCheck() {}

  /** Why the column cannot be the impression's id; null if it can. */
  static @Nullable String whyNot(Path folder, InteractionGuess guess) {
    String impression = requireNonNull(guess.impression(), "impression is null").name();
    String user = requireNonNull(guess.user(), "user is null").name();
    String item = requireNonNull(guess.item(), "item is null").name();
    String time = guess.time() == null ? null : guess.time().name();
    Set<String> columns = new HashSet<>(Set.of(impression, user, item));
    if (time != null) {
      columns.add(time);
    }
    Map<String, List<String>> first = new HashMap<>();
    Set<List<String>> shown = new HashSet<>();
    String[] why = {null};
    Rows.read(
        folder.resolve(guess.file().file()),
        guess.file().format(),
        columns,
        row -> {
          String id = row.text(impression);
          List<String> now = List.of(row.text(user), time == null ? "" : row.text(time));
          List<String> before = first.putIfAbsent(id, now);
          if (why[0] != null) {
            return;
          }
          if (id.isEmpty()) {
            why[0] = "%s has none".formatted(row.position());
          } else if (before != null && !before.equals(now)) {
            why[0] =
                "%s has another user or time than an earlier row of '%s'"
                    .formatted(row.position(), id);
          } else if (!shown.add(List.of(id, row.text(item)))) {
            why[0] = "%s has an item of '%s' again".formatted(row.position(), id);
          }
        });
    return why[0];
  }
}
