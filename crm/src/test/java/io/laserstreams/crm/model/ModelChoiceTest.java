package io.laserstreams.crm.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.laserstreams.crm.TestModels;
import io.laserstreams.crm.model.ModelChoice.Adapter;
import io.laserstreams.crm.model.ModelChoice.Knowledge;
import io.laserstreams.crm.model.ModelChoice.Side;
import org.junit.jupiter.api.Test;

class ModelChoiceTest {
  private static final ModelChoice CHOICE =
      new ModelChoice(Models.TARGET_ATTENTION, Knowledge.ITEM, Side.HISTORY, Adapter.LINEAR);

  @Test
  void shouldReadItsTextFormAndFillInOmittedParts() {
    assertEquals(CHOICE, ModelChoice.parse("target-attention:item:history:linear"));
    assertEquals(CHOICE, ModelChoice.parse(CHOICE.toString()));
    assertEquals(ModelChoice.DEFAULT, ModelChoice.parse("target-attention"));
    assertEquals(
        ModelChoice.DEFAULT.withKnowledge(Knowledge.NONE),
        ModelChoice.parse("target-attention:none"));
    assertEquals(CHOICE, ModelChoice.parse("target-attention", CHOICE));
  }

  @Test
  void shouldTravelAsJson() throws JsonProcessingException {
    var json = new ObjectMapper();
    String text = json.writeValueAsString(CHOICE);
    assertEquals(
        "{\"name\":\"target-attention\",\"knowledge\":\"item\",\"side\":\"history\","
            + "\"adapter\":\"linear\"}",
        text);
    assertEquals(CHOICE, json.readValue(text, ModelChoice.class));
  }

  @Test
  void shouldListTheChoices() {
    requireMessage("dien", "'dien' is not a model: choose from ");
    requireMessage("dien", Models.TARGET_ATTENTION);
    requireMessage(
        "target-attention:all",
        "'all' is not a valid knowledge: choose from none, item, user, both");
    requireMessage(
        "target-attention:item:left",
        "'left' is not a valid side: choose from target, history, both");
    requireMessage(
        "target-attention:item:both:big",
        "'big' is not a valid adapter: choose from moe, linear, none");
    requireMessage("target-attention:item:both:moe:4", "write name[:knowledge[:side[:adapter]]]");
  }

  private static void requireMessage(String text, String part) {
    var e = assertThrows(IllegalArgumentException.class, () -> ModelChoice.parse(text));
    assertTrue(e.getMessage().contains(part), e.getMessage());
  }

  @Test
  void shouldReadOnlyTheKnowledgeThatIsChosen() {
    var model = Models.of(ModelChoice.DEFAULT.withKnowledge(Knowledge.USER), TestModels.SPEC);
    assertNull(model.spec().itemEncoder());
    assertEquals(TestModels.SPEC.userEncoder(), model.spec().userEncoder());
    assertEquals(Knowledge.USER, Knowledge.in(model.spec()));
  }

  @Test
  void shouldRefuseKnowledgeWithoutAnEncoder() {
    var spec = TestModels.SPEC.withEncoders(TestModels.SPEC.itemEncoder(), null);
    var e =
        assertThrows(IllegalArgumentException.class, () -> Models.of(ModelChoice.DEFAULT, spec));
    assertEquals(
        "model target-attention requires knowledge 'both', but the feature specification has"
            + " encoders for 'item' only",
        e.getMessage());
  }
}
