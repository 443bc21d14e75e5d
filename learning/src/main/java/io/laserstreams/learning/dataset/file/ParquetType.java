package io.laserstreams.learning.dataset.file;

import io.laserstreams.learning.dataset.file.ColumnType.Kind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.ToLongFunction;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.EnumLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.Float16LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.JsonLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.LogicalTypeAnnotationVisitor;
import org.apache.parquet.schema.LogicalTypeAnnotation.StringLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.UUIDLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.UnknownLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/**
 * Reads the values of a Parquet type as text, by the logical type if there is one, otherwise by the
 * physical type.
 *
 * <p>Numbers are written in full: 4.5, 2, 12345678. Times and days are ISO 8601, and local times
 * count as UTC. Bytes without a logical type are text if they are UTF-8, as older Spark, Hive and
 * Impala write it.
 *
 * @param column the type of a column of such values
 * @param text a value as text; throws IllegalArgumentException if it is not of the type
 */
record ParquetType(ColumnType column, Function<ColumnReader, String> text) {
  private static final long JULIAN_DAY_OF_EPOCH = 2_440_588;

  /**
   * The reader of this type; empty for unsupported types: TIME, INTERVAL, BSON, GEOMETRY, bytes of
   * fixed length.
   */
  static Optional<ParquetType> of(PrimitiveType type) {
    return type.getLogicalTypeAnnotation() == null
        ? physical(type)
        : type.getLogicalTypeAnnotation().accept(new Logical(type));
  }

  /** The type's name in the file. */
  static String name(PrimitiveType type) {
    return type.getLogicalTypeAnnotation() == null
        ? type.getPrimitiveTypeName().name()
        : type.getLogicalTypeAnnotation().toString();
  }

  private static Optional<ParquetType> physical(PrimitiveType type) {
    return switch (type.getPrimitiveTypeName()) {
      case BOOLEAN -> of(type, Kind.OTHER, 0, reader -> Boolean.toString(reader.getBoolean()));
      case INT32 -> of(type, Kind.NUMBER, 0, reader -> Integer.toString(reader.getInteger()));
      case INT64 -> of(type, Kind.NUMBER, 0, reader -> Long.toString(reader.getLong()));
      case FLOAT -> of(type, Kind.NUMBER, 24, reader -> inFull(Float.toString(reader.getFloat())));
      case DOUBLE ->
          of(type, Kind.NUMBER, 53, reader -> inFull(Double.toString(reader.getDouble())));
      case INT96 -> of(type, Kind.OTHER, 0, reader -> int96(reader.getBinary()));
      case BINARY -> of(type, Kind.TEXT, 0, reader -> untyped(reader.getBinary()));
      case FIXED_LEN_BYTE_ARRAY -> Optional.empty();
    };
  }

  private static Optional<ParquetType> of(
      PrimitiveType type, Kind kind, int wholeBits, Function<ColumnReader, String> text) {
    return Optional.of(new ParquetType(new ColumnType(name(type), kind, wholeBits), text));
  }

  /** Types without an override are unsupported. */
  private record Logical(PrimitiveType type) implements LogicalTypeAnnotationVisitor<ParquetType> {
    @Override
    public Optional<ParquetType> visit(StringLogicalTypeAnnotation string) {
      return text();
    }

    @Override
    public Optional<ParquetType> visit(EnumLogicalTypeAnnotation name) {
      return text();
    }

    @Override
    public Optional<ParquetType> visit(JsonLogicalTypeAnnotation json) {
      return text();
    }

    private Optional<ParquetType> text() {
      return of(type, Kind.TEXT, 0, reader -> utf8(reader.getBinary()));
    }

    @Override
    public Optional<ParquetType> visit(UUIDLogicalTypeAnnotation uuid) {
      return of(type, Kind.TEXT, 0, reader -> type.stringifier().stringify(reader.getBinary()));
    }

    @Override
    public Optional<ParquetType> visit(IntLogicalTypeAnnotation number) {
      ToLongFunction<ColumnReader> value = whole();
      if (number.isSigned()) {
        return of(type, Kind.NUMBER, 0, reader -> Long.toString(value.applyAsLong(reader)));
      }
      return type.getPrimitiveTypeName() == PrimitiveTypeName.INT32
          ? of(type, Kind.NUMBER, 0, reader -> Integer.toUnsignedString(reader.getInteger()))
          : of(type, Kind.NUMBER, 0, reader -> Long.toUnsignedString(reader.getLong()));
    }

    @Override
    public Optional<ParquetType> visit(DecimalLogicalTypeAnnotation decimal) {
      int scale = decimal.getScale();
      return switch (type.getPrimitiveTypeName()) {
        case INT32, INT64 -> {
          ToLongFunction<ColumnReader> value = whole();
          yield of(
              type,
              Kind.NUMBER,
              0,
              reader -> inFull(BigDecimal.valueOf(value.applyAsLong(reader), scale)));
        }
        default ->
            of(
                type,
                Kind.NUMBER,
                0,
                reader ->
                    inFull(new BigDecimal(new BigInteger(reader.getBinary().getBytes()), scale)));
      };
    }

    @Override
    public Optional<ParquetType> visit(Float16LogicalTypeAnnotation half) {
      return of(
          type,
          Kind.NUMBER,
          11,
          reader -> inFull(type.stringifier().stringify(reader.getBinary())));
    }

    @Override
    public Optional<ParquetType> visit(TimestampLogicalTypeAnnotation timestamp) {
      LongFunction<Instant> moment =
          switch (timestamp.getUnit()) {
            case MILLIS -> Instant::ofEpochMilli;
            case MICROS -> value -> Instant.EPOCH.plus(value, ChronoUnit.MICROS);
            case NANOS -> value -> Instant.EPOCH.plusNanos(value);
          };
      return of(type, Kind.OTHER, 0, reader -> moment.apply(reader.getLong()).toString());
    }

    @Override
    public Optional<ParquetType> visit(DateLogicalTypeAnnotation date) {
      return of(
          type, Kind.OTHER, 0, reader -> LocalDate.ofEpochDay(reader.getInteger()).toString());
    }

    /** A column that never has a value. */
    @Override
    public Optional<ParquetType> visit(UnknownLogicalTypeAnnotation nothing) {
      return of(type, Kind.TEXT, 0, reader -> "");
    }

    private ToLongFunction<ColumnReader> whole() {
      return type.getPrimitiveTypeName() == PrimitiveTypeName.INT32
          ? ColumnReader::getInteger
          : ColumnReader::getLong;
    }
  }

  /** NaN and Infinity stay as they are. */
  private static String inFull(String number) {
    return Character.isLetter(number.charAt(number.length() - 1))
        ? number
        : inFull(new BigDecimal(number));
  }

  private static String inFull(BigDecimal number) {
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }

  /** Nanoseconds of the day in eight bytes and the Julian day in four, little-endian. */
  private static String int96(Binary value) {
    ByteBuffer bytes = value.toByteBuffer().slice().order(ByteOrder.LITTLE_ENDIAN);
    long nanos = bytes.getLong();
    return Instant.EPOCH
        .plus(bytes.getInt() - JULIAN_DAY_OF_EPOCH, ChronoUnit.DAYS)
        .plusNanos(nanos)
        .toString();
  }

  private static String untyped(Binary value) {
    String text = utf8(value);
    if (text.chars().anyMatch(c -> Character.isISOControl(c) && !Character.isWhitespace(c))) {
      throw notText();
    }
    return text;
  }

  private static String utf8(Binary value) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(value.toByteBuffer()).toString();
    } catch (CharacterCodingException e) {
      throw notText();
    }
  }

  private static IllegalArgumentException notText() {
    return new IllegalArgumentException("holds bytes that are not text in UTF-8");
  }
}
