package io.laserstreams.learning.streaming;

import io.laserstreams.crm.features.FeatureSpec;
import io.laserstreams.crm.streaming.StreamingFeatures;
import io.laserstreams.crm.streaming.settings.StreamingSettings;
import io.laserstreams.fuzzing.CodecFuzz;
import io.laserstreams.learning.streaming.InteractionLog.LoggedInteraction;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Damaged checkpoints, though the store of checkpoints verifies their checksums before. */
@Tag("fuzz")
class LogFuzzTest {
  @Test
  void shouldReadOrRefuseInteractions() {
    InteractionLog log = new InteractionLog(50);
    InteractionLog empty = new InteractionLog(50);
    byte[] nothing = bytes(empty::write);
    for (int i = 0; i < 10; i++) {
      log.add(
          new LoggedInteraction(
              "user-" + i % 3, "item-" + i % 4, 1_000 + i, i % 2 == 0 ? Float.NaN : 4));
    }
    CodecFuzz.roundTrips(
        List.of(nothing, bytes(log::write)),
        UncheckedIOException.class,
        bytes -> read(bytes, in -> InteractionLog.read(in, 50)),
        read -> {
          read.inOrder(entry -> {});
          return bytes(read::write);
        });
  }

  @Test
  void shouldReadOrRefuseMoments() {
    FeatureSpec.Streaming choice =
        Moments.unheard(FeatureChoice.of("item,taste", StreamingSettings.DEFAULT));
    StreamingFeatures features = StreamingFeatures.of(choice);
    Moments moments = new Moments(features);
    moments.add(choice.means(3));
    CodecFuzz.roundTrips(
        List.of(bytes(moments::write)),
        UncheckedIOException.class,
        bytes -> read(bytes, in -> Moments.read(in, features)),
        read -> bytes(read::write));
  }

  private interface Writing {
    void to(DataOutputStream out) throws IOException;
  }

  private interface Reading<T> {
    T from(DataInputStream in) throws IOException;
  }

  private static byte[] bytes(Writing writing) {
    var bytes = new ByteArrayOutputStream();
    try {
      writing.to(new DataOutputStream(bytes));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return bytes.toByteArray();
  }

  private static <T> T read(byte[] bytes, Reading<T> reading) {
    try {
      return reading.from(new DataInputStream(new ByteArrayInputStream(bytes)));
    } catch (IOException e) {
      throw new UncheckedIOException(e.toString(), e);
    }
  }
}
