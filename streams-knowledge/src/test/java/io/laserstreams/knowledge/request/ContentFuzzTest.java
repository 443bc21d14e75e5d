package io.laserstreams.knowledge.request;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.laserstreams.crm.history.InMemoryByteStore;
import io.laserstreams.fuzzing.CodecFuzz;
import io.laserstreams.knowledge.request.ItemContents.ItemContent;
import io.laserstreams.knowledge.request.UserProfiles.Profile;
import io.laserstreams.runtime.state.UnreadableStateException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Damaged state of profiles and item contents. */
@Tag("fuzz")
class ContentFuzzTest {
  private static final byte[] KEY = "a".getBytes(UTF_8);

  private final InMemoryByteStore bytes = new InMemoryByteStore();

  @Test
  void shouldReadOrRefuseProfiles() {
    UserProfiles profiles = new UserProfiles(bytes);
    profiles.put("a", new Profile(Map.of("gender", "F"), 5));
    CodecFuzz.roundTrips(
        List.of(bytes.get(KEY)),
        UnreadableStateException.class,
        state -> {
          bytes.put(KEY, state);
          return profiles.get("a");
        },
        profile -> {
          profiles.put("a", profile);
          return bytes.get(KEY);
        });
  }

  @Test
  void shouldReadOrRefuseContents() {
    ItemContents items = new ItemContents(bytes);
    items.put(
        "a",
        new ItemContent(
            "A title", "A text", List.of("drama", "war"), Map.of("year", "1999"), 5, 4));
    CodecFuzz.roundTrips(
        List.of(bytes.get(KEY)),
        UnreadableStateException.class,
        state -> {
          bytes.put(KEY, state);
          return items.get("a");
        },
        item -> {
          items.put("a", item);
          return bytes.get(KEY);
        });
  }
}
