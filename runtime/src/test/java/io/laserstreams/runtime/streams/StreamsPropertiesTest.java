package io.laserstreams.runtime.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.laserstreams.runtime.config.AppConfig;
import io.laserstreams.runtime.config.CommonConfig;
import java.util.Map;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;

class StreamsPropertiesTest {
  @Test
  void shouldNotHoldOutputsBackFor100Milliseconds() {
    assertEquals("5", producer(Map.of(), "linger.ms"));
    assertEquals("65536", producer(Map.of(), "batch.size"));
    assertEquals("5", producer(Map.of(), "retry.backoff.ms"));
  }

  @Test
  void shouldLeaveTheProducerToWhoeverConfiguresIt() {
    assertEquals("0", producer(Map.of("kafka.producer.linger.ms", "0"), "linger.ms"));
    assertEquals("50", producer(Map.of("kafka.linger.ms", "50"), "linger.ms"));
    assertEquals("1000", producer(Map.of("kafka.streams.batch.size", "1000"), "batch.size"));
  }

  private static String producer(Map<String, String> more, String property) {
    AppConfig config = AppConfig.of("app", StreamsKeys.define(CommonConfig.definition(0)), more);
    return String.valueOf(
        new StreamsConfig(StreamsProperties.from(config))
            .getProducerConfigs("client")
            .get(property));
  }
}
