package io.laserstreams.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

class SchemaDocumentationTest {
  @Test
  void shouldDocumentEveryTypeAndField() {
    List<String> silent = new ArrayList<>();
    Set<Schema> seen = new HashSet<>();
    Arrays.stream(Topic.values())
        .flatMap(topic -> topic.schema().stream())
        .forEach(schema -> collect(schema, seen, silent));
    assertEquals(List.of(), silent);
  }

  @Test
  void shouldGiveEveryTimeItsUnit() {
    List<String> without =
        Arrays.stream(Topic.values())
            .flatMap(topic -> topic.schema().stream())
            .flatMap(
                schema ->
                    schema.getFields().stream()
                        .filter(SchemaDocumentationTest::isTime)
                        .filter(
                            field ->
                                !field.doc().contains("milliseconds since 1970-01-01T00:00:00Z"))
                        .map(field -> schema.getName() + "." + field.name()))
            .toList();
    assertEquals(List.of(), without);
  }

  private static boolean isTime(Schema.Field field) {
    return field.name().matches(".*(Time|At|Until)|deadline");
  }

  private static void collect(Schema schema, Set<Schema> seen, List<String> silent) {
    switch (schema.getType()) {
      case RECORD -> {
        if (seen.add(schema)) {
          require(schema.getDoc(), schema.getName(), silent);
          schema
              .getFields()
              .forEach(
                  field -> {
                    require(field.doc(), schema.getName() + "." + field.name(), silent);
                    collect(field.schema(), seen, silent);
                  });
        }
      }
      case ENUM -> require(schema.getDoc(), schema.getName(), silent);
      case ARRAY -> collect(schema.getElementType(), seen, silent);
      case MAP -> collect(schema.getValueType(), seen, silent);
      case UNION -> schema.getTypes().forEach(branch -> collect(branch, seen, silent));
      default -> {}
    }
  }

  private static void require(String doc, String name, List<String> silent) {
    if (doc == null || doc.isBlank()) {
      silent.add(name);
    }
  }
}
