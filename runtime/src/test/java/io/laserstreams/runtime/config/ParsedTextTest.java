package io.laserstreams.runtime.config;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;

class ParsedTextTest {
  private final ParsedText colour = new ParsedText(ParsedTextTest::check, "red or blue");

  private static void check(String text) {
    if (!text.equals("red") && !text.equals("blue")) {
      throw new IllegalArgumentException("there is no colour '" + text + "'");
    }
  }

  @Test
  void shouldAcceptWhatTheParserAcceptsAndNoValue() {
    assertDoesNotThrow(() -> colour.ensureValid("paint", "red"));
    assertDoesNotThrow(() -> colour.ensureValid("paint", null));
  }

  @Test
  void shouldNameKeyValueAndTheParsersReason() {
    String message =
        assertThrows(ConfigException.class, () -> colour.ensureValid("paint", "loud")).getMessage();

    assertTrue(message.contains("paint"), message);
    assertTrue(message.contains("loud"), message);
    assertTrue(message.endsWith("there is no colour 'loud'"), message);
  }

  @Test
  void shouldLetAnAppSayWhatIsValidAndWhyTheValueIsNot() {
    ConfigDef definition =
        new ConfigDef()
            .define("paint", ConfigDef.Type.STRING, "red", colour, Importance.LOW, "A colour.");

    String message =
        assertThrows(
                ConfigException.class,
                () -> StrictParser.parse(definition, Map.of("paint", "loud")))
            .getMessage();

    assertEquals(
        "Configuration key paint has the invalid value 'loud'; valid is a text, red or blue."
            + " there is no colour 'loud'",
        message);
  }

  @Test
  void shouldDescribeValidValuesForTheReference() {
    assertEquals("red or blue", colour.toString());
  }
}
