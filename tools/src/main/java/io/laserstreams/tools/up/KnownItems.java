package io.laserstreams.tools.up;

import io.laserstreams.crm.bundle.ModelBundle;
import io.laserstreams.crm.features.Vocabulary;
import io.laserstreams.learning.dataset.Candidate;
import io.laserstreams.learning.dataset.Dataset;
import io.laserstreams.runtime.failure.UserException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which items of a dataset a model has learnt about: a model of another dataset knows none, and
 * would score them all alike without any error.
 *
 * @param known of the dataset's items
 * @param all of them
 */
record KnownItems(long known, long all) {
  private static final int SHOWN = 3;

  /**
   * @throws UserException if the model knows none of them
   */
  static KnownItems of(ModelBundle bundle, Dataset data) {
    Vocabulary vocabulary = bundle.vocabularies().items();
    Set<String> items =
        data.impressions().stream()
            .flatMap(impression -> impression.candidates().stream())
            .map(Candidate::itemId)
            .collect(Collectors.toCollection(TreeSet::new));
    long known = items.stream().filter(item -> vocabulary.row(item) != Vocabulary.UNKNOWN).count();
    if (known == 0 && !items.isEmpty() && !vocabulary.values().isEmpty()) {
      throw new UserException(
          ("The bundle %s knows none of the %d items of %s: they are called %s, and those that it"
                  + " knows %s. It was trained on another dataset, or its ids were spelled"
                  + " differently")
              .formatted(
                  bundle.version(),
                  items.size(),
                  data.name(),
                  some(items.stream().toList()),
                  some(vocabulary.values())));
    }
    return new KnownItems(known, items.size());
  }

  private static String some(List<String> ids) {
    return String.join(", ", ids.subList(0, Math.min(SHOWN, ids.size())))
        + (ids.size() > SHOWN ? " and so on" : "");
  }

  String describe() {
    return String.format(
        Locale.ROOT, "The bundle knows %,d of the dataset's %,d items", known, all);
  }
}
