package io.laserstreams.learning.dataset.file;

import io.laserstreams.learning.dataset.description.FileFormat;
import io.laserstreams.learning.dataset.description.InvalidDatasetException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.DummyRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/** Reads columns of a Parquet file as text, by their {@link ParquetType}. */
final class ParquetRows {
  private static final Pattern INPUT = Pattern.compile("\\S*LocalInputFile@\\w+");

  private final Path file;
  private final FileFormat format;
  private final ParquetFileReader reader;
  private final List<String> names;
  private final List<ParquetColumn> columns;
  private final MessageType schema;
  private long number;

  private ParquetRows(Path file, FileFormat format, ParquetFileReader reader, Set<String> wanted) {
    this.file = file;
    this.format = format;
    this.reader = reader;
    this.names = List.copyOf(new TreeSet<>(wanted));
    MessageType all = reader.getFileMetaData().getSchema();
    Map<String, Integer> indexes =
        Columns.indexes(file, all.getFields().stream().map(Type::getName).toList(), wanted);
    List<Type> fields = names.stream().map(indexes::get).map(all::getType).toList();
    this.columns = fields.stream().map(field -> ParquetColumn.of(file, field)).toList();
    this.schema = new MessageType(all.getName(), fields);
  }

  /** The names of the columns whose types can be read. */
  static List<String> names(Path file) {
    try (ParquetFileReader reader = open(file)) {
      return reader.getFileMetaData().getSchema().getFields().stream()
          .filter(field -> isReadable(file, field))
          .map(Type::getName)
          .toList();
    } catch (IOException e) {
      throw new InvalidDatasetException("%s: %s".formatted(file, root(e)), e);
    }
  }

  private static boolean isReadable(Path file, Type field) {
    try {
      ParquetColumn.of(file, field);
      return true;
    } catch (InvalidDatasetException e) {
      return false;
    }
  }

  static void read(Path file, FileFormat format, Set<String> wanted, Consumer<Row> consumer) {
    ParquetRows rows = null;
    try (ParquetFileReader reader = open(file)) {
      rows = new ParquetRows(file, format, reader, wanted);
      rows.requireReadable();
      rows.read(consumer);
    } catch (InvalidDatasetException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw new InvalidDatasetException(
          "%s, after row %d: %s".formatted(file, rows == null ? 0 : rows.number, root(e)), e);
    }
  }

  private static ParquetFileReader open(Path file) {
    ParquetReadOptions options =
        ParquetReadOptions.builder(new PlainParquetConfiguration())
            .withCodecFactory(new ParquetCodecs())
            .usePageChecksumVerification(true)
            .build();
    try {
      return ParquetFileReader.open(new LocalInputFile(file), options);
    } catch (IOException | RuntimeException e) {
      throw new InvalidDatasetException(
          "%s is not a Parquet file, or not all of one: %s".formatted(file, root(e)), e);
    }
  }

  private void requireReadable() {
    for (BlockMetaData block : reader.getFooter().getBlocks()) {
      for (ColumnChunkMetaData chunk : block.getColumns()) {
        if (schema.containsField(chunk.getPath().toArray()[0])
            && !ParquetCodecs.READABLE.contains(chunk.getCodec())) {
          throw new InvalidDatasetException(
              "%s is compressed with %s: write it with %s"
                  .formatted(file, chunk.getCodec(), new TreeSet<>(ParquetCodecs.READABLE)));
        }
      }
    }
  }

  private void read(Consumer<Row> consumer) throws IOException {
    Map<String, Integer> indexes = new HashMap<>();
    names.forEach(name -> indexes.put(name, indexes.size()));
    var known = new Columns(indexes, columns.stream().map(ParquetColumn::columnType).toList());
    String path = file.toString();
    reader.setRequestedSchema(schema);
    for (PageReadStore group = reader.readNextRowGroup();
        group != null;
        group = reader.readNextRowGroup()) {
      List<ColumnReader> readers = readers(group);
      for (long row = 0; row < group.getRowCount(); row++) {
        var position = new FilePosition(path, "row", ++number);
        @Nullable Object[] values = new @Nullable Object[columns.size()];
        for (int i = 0; i < values.length; i++) {
          values[i] = next(i, readers.get(i), position);
        }
        consumer.accept(new Row(position, known, format, values));
      }
    }
  }

  private List<ColumnReader> readers(PageReadStore group) {
    var converter = new DummyRecordConverter(schema).getRootConverter();
    var store =
        new ColumnReadStoreImpl(group, converter, schema, reader.getFileMetaData().getCreatedBy());
    return columns.stream()
        .map(column -> store.getColumnReader(schema.getColumnDescription(column.path())))
        .toList();
  }

  private @Nullable Object next(int column, ColumnReader reader, FilePosition position) {
    try {
      return columns.get(column).next(reader);
    } catch (IllegalArgumentException e) {
      throw new InvalidDatasetException(
          "%s, column '%s': %s".formatted(position, names.get(column), e.getMessage()), e);
    }
  }

  /** Without the identity of an object that stands for the file. */
  private static String root(Throwable e) {
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    String message = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    return INPUT.matcher(message).replaceAll("it");
  }
}
