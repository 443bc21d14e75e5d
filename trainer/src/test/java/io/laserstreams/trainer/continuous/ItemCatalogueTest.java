package io.laserstreams.trainer.continuous;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.laserstreams.crm.features.FeatureSpec.Encoder;
import io.laserstreams.runtime.deadletter.BadRecordException;
import io.laserstreams.schema.Item;
import io.laserstreams.schema.Knowledge;
import io.laserstreams.schema.KnowledgeVector;
import io.laserstreams.schema.Provenance;
import io.laserstreams.schema.SubjectKind;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ItemCatalogueTest {
  private final ItemCatalogue catalogue =
      new ItemCatalogue(Samples.spec(2, new Encoder("small", 2), null), 2);

  @Test
  void shouldJoinAnItemWithItsKnowledgeInEitherOrder() {
    catalogue.knowledge("a", knowledge(0, "small", 1f, 0f));
    catalogue.item("a", item("a", "Drama"));
    catalogue.item("b", item("b", "Comedy"));
    catalogue.knowledge("b", knowledge(0, "small", 0f, 1f));
    assertEquals(List.of("Drama"), catalogue.features("a", true, 1).categories());
    assertArrayEquals(new float[] {1, 0}, catalogue.features("a", true, 1).knowledge());
    assertEquals(List.of("Comedy"), catalogue.features("b", true, 1).categories());
    assertArrayEquals(new float[] {0, 1}, catalogue.features("b", true, 1).knowledge());
    assertSame(catalogue.features("a", true, 1), catalogue.features("a", true, 2));
  }

  @Test
  void shouldKeepTheNewestVersionWhateverArrivesLast() {
    catalogue.item("a", item("a", "middle", 2));
    catalogue.item("a", item("a", "new", 3));
    catalogue.knowledge("a", knowledge(0, "small", 1f, 0f));
    catalogue.item("a", item("a", "old", 1));
    assertEquals(List.of("new"), catalogue.newest("a").categories());
    catalogue.item("a", item("a", "new again", 3));
    assertEquals(List.of("new again"), catalogue.newest("a").categories());
    assertArrayEquals(new float[] {1, 0}, catalogue.newest("a").knowledge());
    catalogue.item("a", null);
    catalogue.item("a", item("a", "reborn", 1));
    assertEquals(List.of("reborn"), catalogue.newest("a").categories());
  }

  @Test
  void shouldLeaveOutKnowledgeThatWasNotServedOrIsNotOlder() {
    catalogue.item("a", item("a", "Drama"));
    catalogue.knowledge("a", knowledge(100, "small", 1f, 0f));
    assertNull(catalogue.features("a", false, 200).knowledge());
    assertNull(catalogue.features("a", true, 100).knowledge());
    assertArrayEquals(new float[] {1, 0}, catalogue.features("a", true, 101).knowledge());
  }

  @Test
  void shouldForgetDeletedItemsAndKnowledge() {
    catalogue.item("a", item("a", "Drama"));
    catalogue.knowledge("a", knowledge(0, "small", 1f, 0f));
    catalogue.item("a", null);
    assertEquals(List.of(), catalogue.features("a", true, 1).categories());
    assertArrayEquals(new float[] {1, 0}, catalogue.features("a", true, 1).knowledge());
    catalogue.knowledge("a", null);
    assertNull(catalogue.features("a", true, 1).knowledge());
    assertEquals(0, catalogue.size());
  }

  @Test
  void shouldDropTheOldVectorIfNewKnowledgeHasNoneOfTheEncoder() {
    catalogue.knowledge("a", knowledge(0, "small", 1f, 0f));
    catalogue.knowledge("a", knowledge(0, "other", 1f));
    assertNull(catalogue.features("a", true, 1).knowledge());
  }

  @Test
  void shouldStoreNoMoreItemsThanItsCapacityAndCountTheRest() {
    for (String id : List.of("a", "b", "c")) {
      catalogue.item(id, item(id, "Drama"));
    }
    catalogue.knowledge("c", knowledge(0, "small", 1f, 0f));
    assertEquals(2, catalogue.size());
    assertEquals(2, catalogue.refused());
    assertEquals(List.of(), catalogue.features("c", true, 1).categories());
    catalogue.item("b", item("b", "Comedy"));
    assertEquals(List.of("Comedy"), catalogue.features("b", true, 1).categories());
  }

  @Test
  void shouldRefuseInvalidVectors() {
    assertThrows(
        BadRecordException.class, () -> catalogue.knowledge("a", knowledge(0, "small", 1f)));
    assertThrows(
        BadRecordException.class,
        () -> catalogue.knowledge("a", knowledge(0, "small", 1f, Float.NaN)));
    assertEquals(0, catalogue.size());
  }

  private static Item item(String id, String category) {
    return item(id, category, 0);
  }

  private static Item item(String id, String category, long updatedAt) {
    return new Item(id, "title", "", List.of(category), Map.of("length", "short"), updatedAt);
  }

  private static Knowledge knowledge(long basedOn, String encoder, Float... values) {
    return new Knowledge(
        SubjectKind.ITEM,
        "a",
        1L,
        basedOn,
        "text",
        List.of(new KnowledgeVector(encoder, List.of(values))),
        new Provenance("template:v1", "v1", List.of(encoder), 0L, "request", 0L, 0L));
  }
}
