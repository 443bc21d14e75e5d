package io.laserstreams.trainer.dataset.file;

import blue.strategic.parquet.Hydrator;
import blue.strategic.parquet.HydratorSupplier;
import blue.strategic.parquet.ParquetReader;
import io.laserstreams.trainer.dataset.InvalidDatasetException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/**
 * Flat columns of a Parquet file, as text. Timestamps and dates are written as ISO 8601. Compression may be none, Snappy or Zstandard:
 * the reader has no Hadoop, whose codecs the others would be.
 */
final class ParquetRows {
  private static final Set<CompressionCodecName> READABLE =
      Set.of(CompressionCodecName.UNCOMPRESSED, CompressionCodecName.SNAPPY, CompressionCodecName.ZSTD);

  private ParquetRows() {}

  static void read(Path file, Set<String> wanted, Consumer<Row> consumer) {
    MessageType schema = schema(file);
    List<String> present = schema.getFields().stream().map(Type::getName).toList();
    Map<String, Integer> all = Rows.columns(file, present, wanted);
    List<String> names = new ArrayList<>(new TreeSet<>(wanted));
    Map<String, Integer> columns = Rows.columns(file, names, wanted);
    List<Function<Object, String>> writers = names.stream().map(name -> writer(file, schema.getFields().get(all.get(name)))).toList();
    var hydrator =
        new Hydrator<String[], String[]>() {
          @Override
          public String[] start() {
            return new String[names.size()];
          }

          @Override
          public String[] add(String[] row, String column, Object value) {
            int index = columns.get(column);
            row[index] = value == null ? null : writers.get(index).apply(value);
            return row;
          }

          @Override
          public String[] finish(String[] row) {
            return row;
          }
        };
    var number = new AtomicLong();
    try (Stream<String[]> rows = ParquetReader.streamContent(file.toFile(), HydratorSupplier.constantly(hydrator), names)) {
      rows.forEach(values -> consumer.accept(new Row(file.toString(), "row", number.incrementAndGet(), columns, values)));
    } catch (IOException | RuntimeException e) {
      // The reader wraps what the consumer of a row throws.
      if (rootCause(e) instanceof InvalidDatasetException invalid) {
        throw invalid;
      }
      throw new InvalidDatasetException("%s, after row %d: %s".formatted(file, number.get(), root(e)), e);
    }
  }

  private static MessageType schema(Path file) {
    ParquetMetadata metadata;
    try {
      metadata = ParquetReader.readMetadata(file.toFile());
    } catch (IOException | RuntimeException e) {
      throw new InvalidDatasetException("%s is no Parquet file: %s".formatted(file, root(e)), e);
    }
    for (BlockMetaData block : metadata.getBlocks()) {
      block.getColumns().stream().map(column -> column.getCodec()).filter(codec -> !READABLE.contains(codec)).findFirst()
          .ifPresent(codec -> {
            throw new InvalidDatasetException(
                "%s is compressed with %s: write it with snappy, zstd or without compression".formatted(file, codec));
          });
    }
    return metadata.getFileMetaData().getSchema();
  }

  private static Function<Object, String> writer(Path file, Type column) {
    if (!column.isPrimitive() || column.isRepetition(Type.Repetition.REPEATED)) {
      throw new InvalidDatasetException(
          "%s, column '%s': is nested; join a list to one text with a separator".formatted(file, column.getName()));
    }
    LogicalTypeAnnotation type = column.getLogicalTypeAnnotation();
    if (type instanceof TimestampLogicalTypeAnnotation timestamp) {
      ChronoUnit unit =
          switch (timestamp.getUnit()) {
            case MILLIS -> ChronoUnit.MILLIS;
            case MICROS -> ChronoUnit.MICROS;
            case NANOS -> ChronoUnit.NANOS;
          };
      return value -> Instant.EPOCH.plus(((Number) value).longValue(), unit).toString();
    }
    if (type instanceof LogicalTypeAnnotation.DateLogicalTypeAnnotation) {
      return value -> LocalDate.ofEpochDay(((Number) value).longValue()).toString();
    }
    return Object::toString;
  }

  private static String root(Throwable e) {
    Throwable cause = rootCause(e);
    return cause.getMessage() == null ? cause.toString() : cause.getMessage();
  }

  private static Throwable rootCause(Throwable e) {
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }
}
