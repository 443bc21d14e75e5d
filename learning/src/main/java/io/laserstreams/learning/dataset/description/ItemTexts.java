package io.laserstreams.learning.dataset.description;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * The file of texts about items: rows, any number for each item, or one JSON object of id to text.
 *
 * @param item column of the item's id, or of an id that {@code via} maps to it; null for a JSON
 *     object
 * @param text column of the text; null for a JSON object
 * @param via null if the ids are those of items
 * @param asOf from when on the text is known, so that only later samples read it; null for always
 */
public record ItemTexts(
    String file,
    FileFormat format,
    @Nullable String item,
    @Nullable String text,
    @Nullable IdMap via,
    DatasetDescription.@Nullable Time asOf) {
  @JsonCreator(mode = JsonCreator.Mode.PROPERTIES)
  public ItemTexts(
      @JsonProperty("file") String file,
      @JsonProperty("format") FileFormat format,
      @JsonProperty("item") @Nullable String item,
      @JsonProperty("text") @Nullable String text,
      @JsonProperty("via") @Nullable IdMap via,
      @JsonProperty("asOf") DatasetDescription.@Nullable Time asOf) {
    if (file == null) {
      throw new IllegalArgumentException("knowledge.items.file is missing");
    }
    if ((item == null) != (text == null)) {
      throw new IllegalArgumentException(
          ("knowledge.items has the columns item %s and text %s: name both, or none for a JSON"
                  + " object of id to text")
              .formatted(item, text));
    }
    this.file = file;
    this.format = format == null ? FileFormat.DEFAULT : format;
    this.item = item;
    this.text = text;
    this.via = via;
    this.asOf = asOf;
    if (asOf != null && item == null) {
      throw new IllegalArgumentException(
          "knowledge.items.asOf needs rows: name the columns item and text, too");
    }
  }

  /** A JSON object of item id to text, which a description gives as its name alone. */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static ItemTexts of(String file) {
    return new ItemTexts(file, FileFormat.DEFAULT, null, null, null, null);
  }

  /** As a description gives it, so that earlier fingerprints stay the same. */
  @JsonValue
  Object asDescribed() {
    return item == null && via == null ? file : new Columns(file, format, item, text, via, asOf);
  }

  @JsonInclude(JsonInclude.Include.NON_NULL)
  private record Columns(
      String file,
      FileFormat format,
      @Nullable String item,
      @Nullable String text,
      @Nullable IdMap via,
      DatasetDescription.@Nullable Time asOf) {}
}
