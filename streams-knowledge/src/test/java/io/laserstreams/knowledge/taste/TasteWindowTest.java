package io.laserstreams.knowledge.taste;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.laserstreams.crm.history.HistoryEvent;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TasteWindowTest {
  private static final double EXACTLY = 1e-6;

  private final AxisVectors vectors = new AxisVectors();
  private final TasteWindow window = new TasteWindow(vectors, 4);

  @BeforeEach
  void items() {
    vectors.put("a", 0);
    vectors.put("b", 1);
  }

  @Test
  void shouldNotDriftWhileTheSameIsLiked() {
    assertEquals(0, window.drift(window.of(clicks("a", "b")), window.of(clicks("b", "a"))), 0);
  }

  @Test
  void shouldDriftByOneMinusTheCosine() {
    Taste a = window.of(clicks("a"));
    assertEquals(1, window.drift(a, window.of(clicks("b"))), EXACTLY);
    assertEquals(1 - Math.sqrt(0.5), window.drift(a, window.of(clicks("a", "b"))), EXACTLY);
  }

  @Test
  void shouldLookAtTheNewestEventsOnly() {
    assertEquals(window.of(clicks("a")), window.of(clicks("b", "b", "a", "a", "a", "a")));
  }

  @Test
  void shouldWeighEventsByRankOfTheirRatingWhateverTheScale() {
    Taste ofFive = window.of(List.of(rating("a", 5), rating("b", 1)));
    assertEquals(ofFive, window.of(List.of(rating("a", 100), rating("b", -3))));
    // Weights of .75 and .25.
    assertEquals(
        1 - 0.75 / Math.hypot(0.75, 0.25), window.drift(window.of(clicks("a")), ofFive), EXACTLY);
  }

  @Test
  void shouldTreatEqualRatingsAsClicks() {
    assertEquals(window.of(clicks("a", "b")), window.of(List.of(rating("a", 3), rating("b", 3))));
  }

  @Test
  void shouldHaveNoTasteIfMostItemsAreUnknown() {
    assertNotNull(window.of(clicks("a", "unknown")));
    assertNull(window.of(clicks("a", "unknown", "unknown")));
    assertNull(window.of(List.of()));
    assertNull(new TasteWindow(ItemVectors.NONE, 4).of(clicks("a")));
  }

  @Test
  void shouldNotDriftFromOrToWhatIsNotKnown() {
    Taste known = window.of(clicks("a"));
    assertEquals(0, window.drift(null, known), 0);
    assertEquals(0, window.drift(known, null), 0);
  }

  @Test
  void shouldNotCompareTastesOfDifferentEncoders() {
    float[] none = new float[RandomProjection.DIMENSIONS];
    float[] a = none.clone();
    a[0] = 1;
    float[] b = none.clone();
    b[1] = 1;
    assertEquals(1, new Taste(1, a).driftFrom(new Taste(1, b), none), EXACTLY);
    assertEquals(0, new Taste(1, a).driftFrom(new Taste(2, b), none), 0);
    assertEquals(0, new Taste(1, a).driftFrom(new Taste(1, b), a), 0, "nothing but what is common");
  }

  private static List<HistoryEvent> clicks(String... items) {
    List<HistoryEvent> clicks = new ArrayList<>();
    for (String item : items) {
      clicks.add(rating(item, Float.NaN));
    }
    return clicks;
  }

  private static HistoryEvent rating(String item, float value) {
    return new HistoryEvent("e", item, 1, value);
  }
}
