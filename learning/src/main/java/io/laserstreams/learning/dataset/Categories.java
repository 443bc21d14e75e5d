package io.laserstreams.learning.dataset;

import io.laserstreams.learning.dataset.description.BooleanFormat;
import io.laserstreams.learning.dataset.description.DatasetDescription;
import io.laserstreams.learning.dataset.file.Row;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the categories of a row. */
final class Categories {
  private Categories() {}

  /**
   * The categories, each once; of flags in the order of the description.
   *
   * @throws io.laserstreams.learning.dataset.description.InvalidDatasetException if a flag is
   *     neither true nor false
   */
  static List<String> of(Row row, DatasetDescription.@Nullable Categories described) {
    if (described == null) {
      return List.of();
    }
    if (described.flags() == null) {
      return row.texts(described.columns().get(0), described.separator()).stream()
          .distinct()
          .toList();
    }
    List<String> categories = new ArrayList<>();
    described
        .flags()
        .forEach(
            (category, column) -> {
              if (isSet(row, column)) {
                categories.add(category);
              }
            });
    return categories;
  }

  private static boolean isSet(Row row, String column) {
    String text = row.text(column);
    if (text.isEmpty()) {
      return false;
    }
    Boolean flag = BooleanFormat.flag(text);
    if (flag == null) {
      throw row.invalid(
          column,
          ("'%s' is not a flag, which is 1 or 0, true or false, t or f, yes or no: if the column"
                  + " holds categories, name it as categories.column")
              .formatted(text));
    }
    return flag;
  }
}
