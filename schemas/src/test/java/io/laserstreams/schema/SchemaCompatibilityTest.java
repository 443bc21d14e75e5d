package io.laserstreams.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Compacted topics keep records of every schema ever released, and old readers meet new records
 * during every upgrade, so each schema must be able to read, and be read by, all before it. {@code
 * -Dlaser.schemas.release=true} adds the current schemas to the history.
 */
class SchemaCompatibilityTest {
  private final SchemaHistory history = new SchemaHistory(Path.of("src/main/schema-history"));

  @ParameterizedTest
  @EnumSource(value = Topic.class, mode = EnumSource.Mode.EXCLUDE, names = "DEAD_LETTERS")
  void shouldBeCompatibleWithEveryReleasedSchema(Topic topic) throws IOException {
    Schema current = topic.schema().orElseThrow();
    if (Boolean.getBoolean("laser.schemas.release")) {
      history.release(topic, current);
    }
    List<Schema> released = history.of(topic);
    assertFalse(
        released.isEmpty(),
        () ->
            "No released schema of "
                + topic.baseName()
                + "; add it with: mvn -pl schemas -am test -Dtest=SchemaCompatibilityTest"
                + " -Dlaser.schemas.release=true -Dsurefire.failIfNoSpecifiedTests=false");
    for (Schema old : released) {
      assertEquals(List.of(), SchemaHistory.incompatibilities(current, old), topic.baseName());
    }
  }

  @Test
  void shouldCatchANewFieldWithoutDefault() {
    assertIncompatible(
        Item.SCHEMA$
            .toString()
            .replaceFirst(
                "\"fields\":\\[", "\"fields\":[{\"name\":\"price\",\"type\":\"double\"},"),
        "cannot read released records: /fields/0 reader field missing default value price");
  }

  @Test
  void shouldCatchARemovedFieldWithoutDefault() {
    assertIncompatible(
        Item.SCHEMA$
            .toString()
            .replace("\"name\":\"title\"", "\"name\":\"headline\",\"default\":\"\""),
        "cannot be read by released readers: /fields/1 reader field missing default value title");
  }

  @Test
  void shouldCatchAChangedType() {
    assertIncompatible(
        Item.SCHEMA$
            .toString()
            .replace(
                "\"name\":\"updatedAt\",\"type\":\"long\"",
                "\"name\":\"updatedAt\",\"type\":\"string\""),
        "cannot read released records: /fields/5/type type mismatch");
  }

  @Test
  void shouldAllowANewFieldWithDefaultAndANewKind() {
    Schema changed =
        new Schema.Parser()
            .parse(
                Interaction.SCHEMA$
                    .toString()
                    .replace("\"RETRACTION\"]", "\"RETRACTION\",\"PURCHASE\"]")
                    .replaceFirst(
                        "\"fields\":\\[",
                        "\"fields\":[{\"name\":\"channel\",\"type\":\"string\","
                            + "\"default\":\"\"},"));
    assertEquals(List.of(), SchemaHistory.incompatibilities(changed, Interaction.SCHEMA$));
  }

  @Test
  void shouldAddASchemaToTheHistoryOnlyIfItIsNew(@TempDir Path directory) throws IOException {
    SchemaHistory fresh = new SchemaHistory(directory);
    fresh.release(Topic.ITEMS, Item.SCHEMA$);
    fresh.release(Topic.ITEMS, Item.SCHEMA$);
    assertEquals(List.of(Item.SCHEMA$), fresh.of(Topic.ITEMS));
  }

  private static void assertIncompatible(String changed, String expected) {
    List<String> found =
        SchemaHistory.incompatibilities(new Schema.Parser().parse(changed), Item.SCHEMA$);
    assertTrue(found.stream().anyMatch(problem -> problem.startsWith(expected)), found.toString());
  }
}
