package io.laserstreams.learning.dataset.file;

import io.laserstreams.learning.dataset.description.InvalidDatasetException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;
import org.jspecify.annotations.Nullable;

/**
 * A column to read, with a value or a list of values in each row.
 *
 * @param path of the values in the schema
 * @param type of a value
 * @param isList whether a row has a list of values
 */
record ParquetColumn(String[] path, ParquetType type, boolean isList) {
  /**
   * The column of this field.
   *
   * @throws InvalidDatasetException if its type cannot be read; the message names column and type
   */
  static ParquetColumn of(Path file, Type field) {
    if (field.isPrimitive()) {
      return new ParquetColumn(
          new String[] {field.getName()},
          type(file, field, field),
          field.isRepetition(Repetition.REPEATED));
    }
    List<String> path = new ArrayList<>(List.of(field.getName()));
    Type element = element(field, path);
    if (element == null) {
      throw new InvalidDatasetException(
          ("%s, column '%s': is a %s, which cannot be read: name a column of single values, or for"
                  + " categories a list of them")
              .formatted(file, field.getName(), name(field)));
    }
    return new ParquetColumn(path.toArray(String[]::new), type(file, field, element), true);
  }

  private static String name(Type field) {
    LogicalTypeAnnotation type = field.getLogicalTypeAnnotation();
    return type == null
        ? "STRUCT"
        : type.equals(LogicalTypeAnnotation.listType())
            ? "LIST of LIST or STRUCT"
            : type.toString();
  }

  /**
   * The elements of a list, which has three levels or, from older writers, two; null for anything
   * but a list of single values.
   */
  private static @Nullable Type element(Type field, List<String> path) {
    if (!LogicalTypeAnnotation.listType().equals(field.getLogicalTypeAnnotation())
        || field.asGroupType().getFieldCount() != 1) {
      return null;
    }
    Type repeated = field.asGroupType().getType(0);
    path.add(repeated.getName());
    if (repeated.isPrimitive()) {
      return repeated;
    }
    boolean isStruct = repeated.getName().equals("array") || repeated.getName().endsWith("_tuple");
    if (isStruct || repeated.asGroupType().getFieldCount() != 1) {
      return null;
    }
    Type element = repeated.asGroupType().getType(0);
    path.add(element.getName());
    return element.isPrimitive() && !element.isRepetition(Repetition.REPEATED) ? element : null;
  }

  private static ParquetType type(Path file, Type field, Type value) {
    PrimitiveType type = value.asPrimitiveType();
    return ParquetType.of(type)
        .orElseThrow(
            () ->
                new InvalidDatasetException(
                    "%s, column '%s': is %s, which cannot be read"
                        .formatted(file, field.getName(), ParquetType.name(type))));
  }

  /** The column's own type, of which {@link #type} is the type of a value. */
  ColumnType columnType() {
    ColumnType of = type.column();
    return isList ? new ColumnType("LIST of " + of.name(), of.kind(), of.wholeBits()) : of;
  }

  /**
   * Reads the next row's text or list of texts; null for none.
   *
   * @throws IllegalArgumentException if a value is not of its type
   */
  @Nullable Object next(ColumnReader reader) {
    if (!isList) {
      String text = text(reader);
      reader.consume();
      return text;
    }
    List<@Nullable String> texts = new ArrayList<>();
    do {
      texts.add(text(reader));
      reader.consume();
    } while (reader.getCurrentRepetitionLevel() > 0);
    return texts;
  }

  private @Nullable String text(ColumnReader reader) {
    return reader.getCurrentDefinitionLevel() == reader.getDescriptor().getMaxDefinitionLevel()
        ? type.text().apply(reader)
        : null;
  }
}
