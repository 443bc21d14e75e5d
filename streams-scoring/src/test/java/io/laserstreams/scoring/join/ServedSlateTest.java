package io.laserstreams.scoring.join;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.crm.history.InMemoryByteStore;
import io.laserstreams.schema.SampleEvent;
import io.laserstreams.scoring.features.FeatureSource;
import io.laserstreams.scoring.user.StoredVersion;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ServedSlateTest {
  private static final ServedSlate.Features FEATURES =
      new ServedSlate.Features(
          List.of("user.count"),
          new float[] {2},
          List.of("item.mean"),
          new FeatureSource(3, 4, 5, 6));

  @Test
  void shouldReadWhatItWrote() {
    ServedSlate slate = slate("i1");
    ServedSlates slates = new ServedSlates(new InMemoryByteStore(), 1_000);
    put(slates, slate);
    ServedSlate read = slates.open("u1", "i1");
    assertEquals(slate.context(), read.context());
    assertEquals("m1", read.modelVersion());
    assertEquals(slate.user().history(), read.user().history());
    assertEquals(slate.user().profile(), read.user().profile());
    assertArrayEquals(new float[] {1, 2}, read.user().knowledge().value().get("e"));
    assertEquals(FEATURES.source(), read.features().source());
    assertArrayEquals(new float[] {3.5f}, read.candidates().get(0).features());
    assertEquals(9L, read.candidates().get(0).knowledgePosition());
  }

  @Test
  void shouldStoreTheNamesOfFeaturesOnce() {
    InMemoryByteStore store = new InMemoryByteStore();
    ServedSlates slates = new ServedSlates(store, 1_000);
    put(slates, slate("i1"));
    put(slates, slate("i2"));
    assertEquals(4, store.size(), "two slates, the user's names, the candidates'");

    ServedSlates reopened = new ServedSlates(store, 1_000);
    put(reopened, slate("i3"));
    assertEquals(5, store.size());
    ServedSlate read = reopened.open("u1", "i1");
    assertEquals(FEATURES.userNames(), read.features().userNames());
    assertEquals(FEATURES.candidateNames(), read.features().candidateNames());
  }

  @Test
  void shouldForgetTheSlateButNotThatThereWasOne() {
    ServedSlates slates = new ServedSlates(new InMemoryByteStore(), 1_000);
    put(slates, slate("i1"));
    slates.putClosed("u1", "i1");
    assertNull(slates.open("u1", "i1"));
    assertTrue(slates.contains("u1", "i1"));
    assertFalse(slates.contains("u2", "i1"), "another user's");
    slates.delete("u1", "i1");
    assertFalse(slates.contains("u1", "i1"));
  }

  private static void put(ServedSlates slates, ServedSlate slate) {
    slates.put(slate, slates.encode(slate));
  }

  private static ServedSlate slate(String impressionId) {
    return new ServedSlate(
        impressionId,
        "u1",
        100,
        Map.of("page", "home"),
        new ServedSlate.User(
            Map.of("gender", "F"),
            List.of(new SampleEvent("a", 4f, 50L), new SampleEvent("b", null, 60L)),
            new StoredVersion<>(7, 8, Map.of("e", new float[] {1, 2}))),
        "m1",
        FEATURES,
        List.of(new ServedSlate.Candidate("c", 0.5f, 0.25, 9L, new float[] {3.5f})));
  }
}
