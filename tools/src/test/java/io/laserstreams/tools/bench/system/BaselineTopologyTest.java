package io.laserstreams.tools.bench.system;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.schema.Topic;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BaselineTopologyTest {
  private static final byte[] USER = {1};

  @TempDir Path folder;

  private TopologyTestDriver driver(List<Writes> writes) {
    Properties properties = new Properties();
    properties.put(StreamsConfig.STATE_DIR_CONFIG, folder.toString());
    return new TopologyTestDriver(BaselineTopology.topology("b.", writes), properties);
  }

  private static TestInputTopic<byte[], byte[]> input(TopologyTestDriver driver, Topic topic) {
    return driver.createInputTopic(
        topic.on("b."), new ByteArraySerializer(), new ByteArraySerializer());
  }

  private static TestOutputTopic<byte[], byte[]> output(TopologyTestDriver driver, Topic topic) {
    return driver.createOutputTopic(
        topic.on("b."), new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  @Test
  void shouldAnswerEachImpressionWithItself() {
    try (TopologyTestDriver driver = driver(List.of())) {
      input(driver, Topic.INTERACTIONS).pipeInput(USER, new byte[] {7});
      input(driver, Topic.IMPRESSIONS).pipeInput(USER, new byte[] {8, 9});

      List<KeyValue<byte[], byte[]>> answers = output(driver, Topic.SCORES).readKeyValuesToList();
      assertEquals(1, answers.size());
      assertArrayEquals(USER, answers.get(0).key);
      assertArrayEquals(new byte[] {8, 9}, answers.get(0).value);
    }
  }

  @Test
  void shouldWriteAsOftenAndAsMuchAsItIsTold() {
    try (TopologyTestDriver driver =
        driver(List.of(new Writes("histories", 1.5, 100), new Writes("samples", 0.5, 30)))) {
      TestInputTopic<byte[], byte[]> impressions = input(driver, Topic.IMPRESSIONS);
      for (int i = 0; i < 4; i++) {
        impressions.pipeInput(USER, new byte[] {8});
      }

      List<byte[]> samples = output(driver, Topic.SAMPLES).readValuesToList();
      assertEquals(2, samples.size());
      assertTrue(samples.stream().allMatch(sample -> sample.length == 30));
      assertEquals(4, output(driver, Topic.SCORES).readValuesToList().size());
      int stored = 0;
      try (KeyValueIterator<Bytes, byte[]> all =
          driver.<Bytes, byte[]>getKeyValueStore("histories").all()) {
        while (all.hasNext()) {
          assertEquals(100, all.next().value.length);
          stored++;
        }
      }
      assertEquals(6, stored);
    }
  }
}
