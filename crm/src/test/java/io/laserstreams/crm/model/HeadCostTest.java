package io.laserstreams.crm.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.crm.features.FeatureSpec;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HeadCostTest {
  private static final FeatureSpec SPEC =
      FeatureSpec.builder(30, new FeatureSpec.Capacity(64, 8, 16))
          .valueBounds(List.of(2.5f, 3.5f))
          .userFields(List.of("gender", "age"))
          .categoriesPerItem(3)
          .itemEncoder(new FeatureSpec.Encoder("e", 24))
          .userEncoder(new FeatureSpec.Encoder("e", 24))
          .build();

  private static List<String> models() {
    return Models.names();
  }

  @ParameterizedTest
  @MethodSource("models")
  void shouldGrowByAsMuchForEachFurtherCandidate(String model) {
    RecommendationModel recommender = Models.of(ModelChoice.parse(model), SPEC);

    long one = HeadCost.multiplyAdds(recommender, 1, 30);
    long eleven = HeadCost.multiplyAdds(recommender, 11, 30);

    assertTrue(one > 0);
    assertEquals(0, (eleven - one) % 10);
    assertEquals((eleven - one) / 10 * 100, HeadCost.multiplyAdds(recommender, 111, 30) - eleven);
  }
}
