package io.laserstreams.crm.streaming;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FeatureCatalogueTest {
  private static final List<StreamingFeature> ALL =
      FeatureCatalogue.all(SyntheticStream.SETTINGS, List.of("year"));

  @Test
  void shouldFindEveryFeatureByItsOwnName() {
    Set<String> names = new HashSet<>();
    for (StreamingFeature feature : ALL) {
      assertTrue(names.add(feature.name()), feature.name());
      StreamingFeature found = FeatureCatalogue.of(feature.name());
      assertEquals(feature.side(), found.side());
      assertEquals(feature.meaning(), found.meaning());
    }
  }

  @Test
  void shouldSayInASentenceWhatEachFeatureMeans() {
    for (StreamingFeature feature : ALL) {
      assertTrue(feature.meaning().endsWith("."), feature.name());
      assertFalse(feature.owner().isBlank(), feature.name());
      assertTrue(Double.isFinite(feature.missing()), feature.name());
    }
  }

  @Test
  void shouldListTheChoicesIfANameIsUnknown() {
    for (String unknown : List.of("user.height", "segment:", "height:year")) {
      var error = assertThrows(IllegalArgumentException.class, () -> FeatureCatalogue.of(unknown));
      assertTrue(error.getMessage().contains(unknown), error.getMessage());
      assertTrue(error.getMessage().contains("user.count, "), error.getMessage());
    }
  }
}
