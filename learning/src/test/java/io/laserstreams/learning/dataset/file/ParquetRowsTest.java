package io.laserstreams.learning.dataset.file;

import static io.laserstreams.learning.dataset.file.RowsOf.DEFAULT;
import static org.apache.parquet.schema.LogicalTypeAnnotation.dateType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.decimalType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.intType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.timeType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.timestampType;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BOOLEAN;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.DOUBLE;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.FLOAT;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT32;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT96;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.learning.dataset.description.InvalidDatasetException;
import io.laserstreams.learning.dataset.file.ParquetFile.Compression;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParquetRowsTest {
  @TempDir Path folder;

  private Path file() {
    return folder.resolve("x.parquet");
  }

  @SafeVarargs
  private List<String> texts(Type type, Consumer<Group>... rows) {
    return RowsOf.texts(ParquetFile.column(file(), type, rows), type.getName());
  }

  private List<String> ids(Type type, Consumer<Group> row) {
    return RowsOf.ids(ParquetFile.column(file(), type, row), DEFAULT, type.getName());
  }

  private void assertRefused(String message, Type type, Consumer<Group> row) {
    String actual = assertThrows(InvalidDatasetException.class, () -> ids(type, row)).getMessage();
    assertEquals(file() + ", " + message, actual);
  }

  private static Binary bytes(int length, long value) {
    return Binary.fromConstantByteArray(
        ByteBuffer.allocate(length).putLong(length - 8, value).array());
  }

  @Test
  void shouldScaleDecimalsInAllFourForms() {
    assertEquals(
        List.of("4.5", "-2", "0"),
        texts(
            Types.required(INT32).as(decimalType(2, 4)).named("v"),
            row -> row.append("v", 450),
            row -> row.append("v", -200),
            row -> row.append("v", 0)));
    assertEquals(
        List.of("4.5"),
        texts(
            Types.required(INT64).as(decimalType(3, 18)).named("v"),
            row -> row.append("v", 4_500L)));
    assertEquals(
        List.of("-4.5"),
        texts(
            Types.required(BINARY).as(decimalType(1, 30)).named("v"),
            row ->
                row.append(
                    "v", Binary.fromConstantByteArray(BigInteger.valueOf(-45).toByteArray()))));
    assertEquals(
        List.of("450"),
        texts(
            Types.required(FIXED_LEN_BYTE_ARRAY).length(16).as(decimalType(0, 38)).named("v"),
            row -> row.append("v", bytes(16, 450))));
  }

  @Test
  void shouldReadWholeNumbersWithTheirSign() {
    assertEquals(
        List.of("-5"), texts(Types.required(INT32).named("v"), row -> row.append("v", -5)));
    assertEquals(
        List.of("-5"),
        texts(Types.required(INT32).as(intType(8, true)).named("v"), row -> row.append("v", -5)));
    assertEquals(
        List.of("4294967291"),
        texts(Types.required(INT32).as(intType(32, false)).named("v"), row -> row.append("v", -5)));
    assertEquals(
        List.of("18446744073709551611"),
        texts(
            Types.required(INT64).as(intType(64, false)).named("v"), row -> row.append("v", -5L)));
  }

  @Test
  void shouldAcceptWholeNumbersOfAnyTypeAsIds() {
    assertEquals(
        List.of("12345678"),
        ids(Types.required(DOUBLE).named("u"), row -> row.append("u", 12_345_678.0)));
    assertEquals(List.of("2"), ids(Types.required(FLOAT).named("u"), row -> row.append("u", 2f)));
    assertEquals(
        List.of("7"),
        ids(Types.required(INT32).as(decimalType(2, 9)).named("u"), row -> row.append("u", 700)));
    assertEquals(List.of("-5"), ids(Types.required(INT64).named("u"), row -> row.append("u", -5L)));
  }

  @Test
  void shouldRefuseNumbersThatAreNotIds() {
    assertRefused(
        "row 1, column 'u': '1.5' is not an id: it is not whole, and the column is DOUBLE",
        Types.required(DOUBLE).named("u"),
        row -> row.append("u", 1.5));
    assertRefused(
        "row 1, column 'u': '9007199254740992' is not an id: DOUBLE does not represent all whole"
            + " numbers from 9007199254740992 on",
        Types.required(DOUBLE).named("u"),
        row -> row.append("u", (double) 9_007_199_254_740_993L));
    assertRefused(
        "row 1, column 'u': '16777216' is not an id: FLOAT does not represent all whole numbers"
            + " from 16777216 on",
        Types.required(FLOAT).named("u"),
        row -> row.append("u", 16_777_216f));
    assertRefused(
        "row 1, column 'u': '7.5' is not an id: it is not whole, and the column is DECIMAL(9,2)",
        Types.required(INT32).as(decimalType(2, 9)).named("u"),
        row -> row.append("u", 750));
    assertRefused(
        "row 1, column 'u': 'Infinity' is not an id",
        Types.required(DOUBLE).named("u"),
        row -> row.append("u", 1 / 0.0));
    assertRefused(
        "row 1, column 'u': 'NaN' usually stands for a missing value: say in the file's format what"
            + " does, null: ['NaN'], or that nothing does, null: []",
        Types.required(DOUBLE).named("u"),
        row -> row.append("u", Double.NaN));
  }

  @Test
  void shouldRefuseTypesThatAreNotIds() {
    assertRefused(
        "row 1, column 'u': is BOOLEAN, which is not an id",
        Types.required(BOOLEAN).named("u"),
        row -> row.append("u", true));
    assertRefused(
        "row 1, column 'u': is DATE, which is not an id",
        Types.required(INT32).as(dateType()).named("u"),
        row -> row.append("u", 20_000));
    assertRefused("row 1, column 'u': is empty", Types.optional(INT32).named("u"), row -> {});
  }

  @Test
  void shouldReadBytesAsTextIfTheyAreText() {
    assertEquals(
        List.of("u1", "\u00fc\t2"),
        texts(
            Types.required(BINARY).named("u"),
            row -> row.append("u", "u1"),
            row -> row.append("u", "\u00fc\t2")));
    for (byte[] raw : List.of(new byte[] {(byte) 0xff, 'a'}, new byte[] {'a', 0}, new byte[] {7})) {
      assertRefused(
          "row 1, column 'u': holds bytes that are not text in UTF-8",
          Types.required(BINARY).named("u"),
          row -> row.append("u", Binary.fromConstantByteArray(raw)));
    }
    assertRefused(
        "row 1, column 'u': holds bytes that are not text in UTF-8",
        Types.required(BINARY).as(stringType()).named("u"),
        row -> row.append("u", Binary.fromConstantByteArray(new byte[] {(byte) 0xe9})));
  }

  @Test
  void shouldReadTextsOfOtherTypes() {
    assertEquals(
        List.of("{}"),
        texts(
            Types.required(BINARY).as(LogicalTypeAnnotation.jsonType()).named("u"),
            row -> row.append("u", "{}")));
    assertEquals(
        List.of("RED"),
        texts(
            Types.required(BINARY).as(LogicalTypeAnnotation.enumType()).named("u"),
            row -> row.append("u", "RED")));
    assertEquals(
        List.of("00000000-0000-0000-0000-000000000005"),
        texts(
            Types.required(FIXED_LEN_BYTE_ARRAY)
                .length(16)
                .as(LogicalTypeAnnotation.uuidType())
                .named("u"),
            row -> row.append("u", bytes(16, 5))));
    assertEquals(
        List.of("true"), texts(Types.required(BOOLEAN).named("u"), row -> row.append("u", true)));
    assertEquals(
        List.of("1.5"),
        texts(
            Types.required(FIXED_LEN_BYTE_ARRAY)
                .length(2)
                .as(LogicalTypeAnnotation.float16Type())
                .named("u"),
            row -> row.append("u", Binary.fromConstantByteArray(new byte[] {0x00, 0x3e}))));
  }

  @Test
  void shouldReadTimesInEveryUnitAndAsInt96() {
    long micros = 1_767_225_600_123_456L;
    assertEquals(
        List.of("2026-01-01T00:00:00.123Z"),
        texts(
            Types.required(INT64).as(timestampType(true, TimeUnit.MILLIS)).named("t"),
            row -> row.append("t", micros / 1_000)));
    assertEquals(
        List.of("2026-01-01T00:00:00.123456Z"),
        texts(
            Types.required(INT64).as(timestampType(false, TimeUnit.MICROS)).named("t"),
            row -> row.append("t", micros)));
    assertEquals(
        List.of("2026-01-01T00:00:00.123456Z", "1969-12-31T23:59:59.999999999Z"),
        texts(
            Types.required(INT64).as(timestampType(true, TimeUnit.NANOS)).named("t"),
            row -> row.append("t", micros * 1_000),
            row -> row.append("t", -1L)));
    assertEquals(
        List.of("2026-01-01"),
        texts(Types.required(INT32).as(dateType()).named("t"), row -> row.append("t", 20_454)));
    byte[] int96 =
        ByteBuffer.allocate(12)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(3_600_000_000_001L)
            .putInt(2_440_588 + 20_454)
            .array();
    assertEquals(
        List.of("2026-01-01T01:00:00.000000001Z"),
        texts(
            Types.required(INT96).named("t"),
            row -> row.append("t", Binary.fromConstantByteArray(int96))));
  }

  @Test
  void shouldRefuseATimeOfDayAndOtherTypesByTheirNames() {
    assertRefused(
        "column 't': is TIME(MILLIS,false), which cannot be read",
        Types.required(INT32).as(timeType(false, TimeUnit.MILLIS)).named("t"),
        row -> row.append("t", 1));
    assertRefused(
        "column 't': is TIME(MICROS,true), which cannot be read",
        Types.required(INT64).as(timeType(true, TimeUnit.MICROS)).named("t"),
        row -> row.append("t", 1L));
    assertRefused(
        "column 't': is FIXED_LEN_BYTE_ARRAY, which cannot be read",
        Types.required(FIXED_LEN_BYTE_ARRAY).length(8).named("t"),
        row -> row.append("t", bytes(8, 1)));
    assertRefused(
        "column 't': is BSON, which cannot be read",
        Types.required(BINARY).as(LogicalTypeAnnotation.bsonType()).named("t"),
        row -> row.append("t", "x"));
    assertRefused(
        "column 't': is a STRUCT, which cannot be read: name a column of single values, or for"
            + " categories a list of them",
        Types.requiredGroup().required(INT32).named("a").named("t"),
        row -> row.addGroup("t").append("a", 1));
    assertRefused(
        "column 't': is a MAP, which cannot be read: name a column of single values, or for"
            + " categories a list of them",
        Types.requiredMap().key(INT32).requiredValue(INT32).named("t"),
        row -> row.addGroup("t").addGroup("key_value").append("key", 1).append("value", 1));
  }

  @Test
  void shouldRefuseTimesThatAreTooCoarse() {
    Path file =
        ParquetFile.column(
            file(), Types.required(FLOAT).named("t"), row -> row.append("t", 1.7672256E9f));
    var refused =
        assertThrows(
            InvalidDatasetException.class,
            () -> RowsOf.read(file, DEFAULT, Set.of("t"), row -> row.time("t")));
    assertEquals(
        file + ", row 1, column 't': is FLOAT, which is too coarse for times",
        refused.getMessage());
  }

  @Test
  void shouldReadListsInThreeLevelsTwoAndOne() {
    Type three = Types.optionalList().optionalElement(BINARY).as(stringType()).named("c");
    Type two =
        Types.optionalGroup()
            .repeated(BINARY)
            .as(stringType())
            .named("array")
            .as(LogicalTypeAnnotation.listType())
            .named("c");
    Type one = Types.repeated(BINARY).as(stringType()).named("c");
    assertEquals(
        List.of(List.of("a", "b"), List.of(), List.of(), List.of("c")),
        lists(
            three,
            row -> {
              Group list = row.addGroup("c");
              list.addGroup("list").append("element", " a ");
              list.addGroup("list");
              list.addGroup("list").append("element", "b");
            },
            row -> {},
            row -> row.addGroup("c"),
            row -> row.addGroup("c").addGroup("list").append("element", "c")));
    assertEquals(
        List.of(List.of("a", "b")),
        lists(two, row -> row.addGroup("c").append("array", "a").append("array", "b")));
    assertEquals(
        List.of(List.of("a", "b"), List.of()),
        lists(one, row -> row.append("c", "a").append("c", "b"), row -> {}));
    assertEquals(
        List.of(List.of("3")),
        lists(
            Types.requiredList().requiredElement(DOUBLE).named("c"),
            row -> row.addGroup("c").addGroup("list").append("element", 3.0)));
  }

  @SafeVarargs
  private List<List<String>> lists(Type type, Consumer<Group>... rows) {
    return RowsOf.read(
        ParquetFile.column(file(), type, rows), DEFAULT, Set.of("c"), row -> row.texts("c", "|"));
  }

  @Test
  void shouldRefuseAListInsteadOfAValueAndAListOfLists() {
    assertRefused(
        "row 1, column 'c': is a LIST of STRING: only items.categories can be a list",
        Types.requiredList().requiredElement(BINARY).as(stringType()).named("c"),
        row -> row.addGroup("c").addGroup("list").append("element", "x"));
    String nested =
        "column 'c': is a LIST of LIST or STRUCT, which cannot be read: name a column of single"
            + " values, or for categories a list of them";
    assertRefused(
        nested,
        Types.requiredList().requiredListElement().requiredElement(INT32).named("c"),
        row ->
            row.addGroup("c")
                .addGroup("list")
                .addGroup("element")
                .addGroup("list")
                .append("element", 1));
    Type struct =
        Types.optionalGroup()
            .repeatedGroup()
            .required(INT32)
            .named("x")
            .named("array")
            .as(LogicalTypeAnnotation.listType())
            .named("c");
    assertRefused(nested, struct, row -> row.addGroup("c").addGroup("array").append("x", 1));
  }

  @ParameterizedTest
  @CsvSource({
    "UNCOMPRESSED,false",
    "SNAPPY,false",
    "GZIP,false",
    "LZ4,false",
    "LZ4,true",
    "LZ4_RAW,false",
    "ZSTD,false"
  })
  void shouldDecompress(CompressionCodecName codec, boolean isBare) {
    MessageType schema =
        Types.buildMessage()
            .optional(BINARY)
            .as(stringType())
            .named("u")
            .required(DOUBLE)
            .named("v")
            .named("rows");
    List<Consumer<Group>> rows = new ArrayList<>();
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      String user = i % 3 == 0 ? "" : "user".repeat(50) + i;
      double value = i / 2.0;
      rows.add(row -> (user.isEmpty() ? row : row.append("u", user)).append("v", value));
      expected.add(user + " " + value);
    }
    Path file = ParquetFile.write(file(), schema, new Compression(codec, isBare), rows);
    assertEquals(
        expected,
        RowsOf.read(file, DEFAULT, Set.of("u", "v"), row -> row.text("u") + " " + row.number("v")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"x.PARQUET", "x.Parquet", "x.snappy.parquet", "x.pq", "part-0"})
  void shouldRecogniseParquetByItsNameOrItsFirstBytes(String name) {
    assertEquals(
        List.of("7"),
        RowsOf.texts(
            ParquetFile.column(
                folder.resolve(name), Types.required(INT32).named("v"), row -> row.append("v", 7)),
            "v"));
  }

  @Test
  void shouldReadAFolderOfParts() throws IOException {
    Path parts = Files.createDirectory(folder.resolve("log.parquet"));
    for (int part = 0; part < 3; part++) {
      int value = part;
      ParquetFile.column(
          parts.resolve("part-" + part + ".parquet"),
          Types.required(INT32).named("v"),
          row -> row.append("v", value));
    }
    Files.createFile(parts.resolve("_SUCCESS"));
    assertEquals(List.of("0", "1", "2"), RowsOf.texts(parts, "v"));
  }

  @Test
  void shouldRefuseADamagedFile() throws IOException {
    Path file =
        ParquetFile.column(
            file(),
            Types.required(BINARY).as(stringType()).named("u"),
            row -> row.append("u", "ann".repeat(40)));
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length / 2));
    assertTrue(
        message(file).startsWith(file + " is not a Parquet file, or not all of one: it is not"),
        () -> message(file));
    byte[] flipped = whole.clone();
    for (int i = 30; i < 45; i++) {
      flipped[i] ^= 0x55;
    }
    Files.write(file, flipped);
    assertTrue(message(file).startsWith(file + ", "), () -> message(file));
  }

  private static String message(Path file) {
    return assertThrows(InvalidDatasetException.class, () -> RowsOf.texts(file, "u")).getMessage();
  }
}
