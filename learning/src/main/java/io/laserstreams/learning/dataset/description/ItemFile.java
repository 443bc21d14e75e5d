package io.laserstreams.learning.dataset.description;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.laserstreams.learning.dataset.description.DatasetDescription.Categories;
import io.laserstreams.learning.dataset.description.DatasetDescription.Field;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Another file about items, with any number of rows for each.
 *
 * @param id column of the item's id, or of an id that {@code via} maps to it
 * @param via null if {@code id} is the item's
 * @param categories added to those of the catalogue, the most frequent first; null for none
 * @param fields added to those of the catalogue; all rows of an item must agree
 * @param text added to the text of the catalogue, in the order of the rows
 */
public record ItemFile(
    String file,
    FileFormat format,
    String id,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable IdMap via,
    @Nullable Categories categories,
    Map<String, Field> fields,
    Map<String, Field> text) {
  public ItemFile {
    if (file == null || id == null) {
      throw new IllegalArgumentException(
          "items.join has the file %s and the id %s: name both the file and its column of ids"
              .formatted(file, id));
    }
    format = format == null ? FileFormat.DEFAULT : format;
    fields = fields == null ? Map.of() : fields;
    text = text == null ? Map.of() : text;
    if (categories == null && fields.isEmpty() && text.isEmpty()) {
      throw new IllegalArgumentException(
          "items.join of %s has no categories, fields or text: say what to add to the items"
              .formatted(file));
    }
  }
}
