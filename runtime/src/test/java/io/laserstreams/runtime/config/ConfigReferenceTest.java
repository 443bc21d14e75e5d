package io.laserstreams.runtime.config;

import static org.apache.kafka.common.config.ConfigDef.Type.INT;
import static org.apache.kafka.common.config.ConfigDef.Type.LIST;
import static org.apache.kafka.common.config.ConfigDef.Type.STRING;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.junit.jupiter.api.Test;

class ConfigReferenceTest {
  @Test
  void shouldWriteARowForEachKey() {
    ConfigDef definition =
        new ConfigDef()
            .define(
                "slate.max",
                INT,
                1000,
                ConfigDef.Range.between(1, 5000),
                Importance.HIGH,
                "Largest slate | in candidates.")
            .define(
                "modes",
                LIST,
                List.of("a", "b"),
                ConfigDef.ValidList.in("a", "b"),
                Importance.LOW,
                "Modes.")
            .define("model", STRING, Importance.MEDIUM, "Model.")
            .define("note", STRING, null, Importance.LOW, "Note.");

    assertEquals(
        """
        | key | type | default | valid values | importance | meaning |
        |---|---|---|---|---|---|
        | `slate.max` | int | `1000` | [1,...,5000] | high | Largest slate \\| in candidates. |
        | `modes` | list | `a,b` | [a, b] | low | Modes. |
        | `model` | string | required |  | medium | Model. |
        | `note` | string | unset |  | low | Note. |
        """,
        ConfigReference.table(definition));
  }

  @Test
  void shouldWriteSharedKeysOnceAndEachAppsOwn() {
    Map<String, ConfigDef> apps = new LinkedHashMap<>();
    apps.put(
        "scoring",
        CommonConfig.definition(8090).define("slate.max", INT, 1, Importance.HIGH, "Slate."));
    apps.put(
        "trainer",
        CommonConfig.definition(8093).define("batch", INT, 1, Importance.HIGH, "Batch."));

    String markdown = ConfigReference.markdown(apps);
    String trainer = markdown.substring(markdown.indexOf("## trainer"));

    assertEquals(2, markdown.split("`topic.prefix`", -1).length, markdown);
    assertTrue(trainer.contains("`batch`") && trainer.contains("`8093`"), trainer);
    assertFalse(trainer.contains("slate.max"), trainer);
  }
}
