package io.laserstreams.crm.json;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTest {
  private static final ObjectMapper JSON = Json.mapper();

  record Figures(
      double auc,
      Double ndcg,
      float logit,
      Float value,
      List<Double> curve,
      Map<String, Double> named) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Sparse(double auc, Double ndcg) {}

  @Test
  void shouldWriteNumbersThatAreNotFiniteAsNull() throws JsonProcessingException {
    var none =
        new Figures(
            Double.NaN,
            Double.POSITIVE_INFINITY,
            Float.NaN,
            Float.NEGATIVE_INFINITY,
            List.of(Double.NaN, 0.5),
            Map.of("auc", Double.NaN));
    assertEquals(
        "{\"auc\":null,\"ndcg\":null,\"logit\":null,\"value\":null,\"curve\":[null,0.5],"
            + "\"named\":{\"auc\":null}}",
        JSON.writeValueAsString(none));
    assertEquals(
        "{\"auc\":null}",
        JSON.writeValueAsString(new Sparse(Double.NaN, null)),
        "the figure is present, measured or not");
  }

  @Test
  void shouldWriteNumbersAsJacksonDoes() throws JsonProcessingException {
    var some = new Figures(0.1, 1e-300, 0.1f, 3f, List.of(0.0, -0.0), Map.of("a", 1e22));
    assertEquals(new ObjectMapper().writeValueAsString(some), JSON.writeValueAsString(some));
    assertEquals(some, JSON.readValue(JSON.writeValueAsString(some), Figures.class));
  }

  @Test
  void shouldReadBothNullAndTheTextOfEarlierVersions() throws JsonProcessingException {
    for (String none : List.of("null", "\"NaN\"")) {
      assertEquals(
          new Sparse(Double.NaN, 0.5),
          JSON.readValue("{\"auc\":" + none + ",\"ndcg\":0.5}", Sparse.class));
    }
    assertEquals(new Sparse(0, null), JSON.readValue("{}", Sparse.class));
  }
}
