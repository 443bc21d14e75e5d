package io.laserstreams.tools.models;

import static java.util.Objects.requireNonNull;

import io.laserstreams.runtime.failure.UserException;
import io.laserstreams.schema.ModelRelease;
import io.laserstreams.schema.ReleaseManifest;
import io.laserstreams.schema.release.Assembled;
import io.laserstreams.schema.release.BundleAssembler;
import io.laserstreams.schema.release.ReleaseChoice;
import io.laserstreams.tools.client.RecordReader;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The releases on the models topic and what was decided about them, as of one reading. */
final class ReleasedVersions {
  private final Supplier<RecordReader> readers;
  private final String topic;
  private final NavigableMap<String, ReleaseManifest> usable = new TreeMap<>();
  private final NavigableMap<String, String> unusable = new TreeMap<>();
  private ReleaseChoice choice = ReleaseChoice.NEWEST;

  private ReleasedVersions(Supplier<RecordReader> readers, String topic) {
    this.readers = requireNonNull(readers, "readers is null");
    this.topic = requireNonNull(topic, "topic is null");
  }

  /**
   * Reads the topic to its end.
   *
   * @param readers of the models topic, each at its beginning
   */
  static ReleasedVersions read(Supplier<RecordReader> readers, String topic) {
    ReleasedVersions versions = new ReleasedVersions(readers, topic);
    versions.forEach(versions::take);
    return versions;
  }

  private void take(Assembled assembled) {
    if (assembled instanceof Assembled.Bundle bundle) {
      usable.put(bundle.version(), bundle.manifest());
      unusable.remove(bundle.version());
    } else if (assembled instanceof Assembled.Link link) {
      usable.put(link.version(), link.manifest());
      unusable.remove(link.version());
    } else if (assembled instanceof Assembled.Refused refused) {
      usable.remove(refused.version());
      unusable.put(refused.version(), refused.reason());
    } else if (assembled instanceof Assembled.Retired retired) {
      usable.remove(retired.version());
      unusable.remove(retired.version());
    } else if (assembled instanceof Assembled.Decided decided) {
      choice = decided.choice();
    }
  }

  /** Releases that can be used, by version. */
  NavigableMap<String, ReleaseManifest> usable() {
    return usable;
  }

  /** Why other releases cannot be used, by version. */
  NavigableMap<String, String> unusable() {
    return unusable;
  }

  ReleaseChoice choice() {
    return choice;
  }

  /** The current release; empty if there is none. */
  Optional<String> current() {
    return choice.current(usable.keySet());
  }

  /** The highest version that was ever seen here, usable or not; null if there is none. */
  @Nullable String newest() {
    String newest = usable.isEmpty() ? null : usable.lastKey();
    return unusable.isEmpty() || (newest != null && newest.compareTo(unusable.lastKey()) > 0)
        ? newest
        : unusable.lastKey();
  }

  /**
   * Checks that a release can be used.
   *
   * @throws UserException naming those that can
   */
  void require(String version) {
    if (usable.containsKey(version)) {
      return;
    }
    String reason = unusable.get(version);
    throw new UserException(
        reason == null
            ? "There is no release "
                + version
                + " on "
                + topic
                + "; there "
                + (usable.isEmpty() ? "are none" : "are " + String.join(", ", usable.keySet()))
            : "Release " + version + " on " + topic + " cannot be used: " + reason);
  }

  /** A release with its bytes, or with the address of its bundle; it is read again. */
  Assembled load(String version) {
    require(version);
    Assembled[] found = new Assembled[1];
    forEach(
        assembled -> {
          if (assembled.version().equals(version)
              && (assembled instanceof Assembled.Bundle || assembled instanceof Assembled.Link)) {
            found[0] = assembled;
          }
        });
    if (found[0] == null) {
      throw new UserException(
          "Release " + version + " has just been deleted from " + topic + "; nothing was changed");
    }
    return found[0];
  }

  /** The oldest releases beyond a number, when one more is released. */
  List<String> beyond(int kept) {
    List<String> staying =
        Stream.concat(choice.kept(usable.keySet()).stream(), current().stream()).toList();
    return usable.keySet().stream()
        .filter(version -> !staying.contains(version))
        .limit(Math.max(0, usable.size() + 1 - kept))
        .toList();
  }

  private void forEach(Consumer<Assembled> visitor) {
    BundleAssembler assembler = new BundleAssembler();
    try (RecordReader reader = readers.get()) {
      reader.forEachReadable(
          ModelRelease.class, (key, release) -> visitor.accept(assembler.add(key, release)));
    }
  }
}
