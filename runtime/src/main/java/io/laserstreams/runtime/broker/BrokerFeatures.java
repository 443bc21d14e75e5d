package io.laserstreams.runtime.broker;

import static java.util.Objects.requireNonNull;

import io.laserstreams.runtime.failure.UnsupportedBrokerException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/**
 * What a cluster can do, from its finalized feature levels (KIP-584).
 *
 * @param levels finalized level by feature, for example {@code metadata.version}
 */
public record BrokerFeatures(Map<String, Short> levels) {
  private static final String METADATA = "metadata.version";
  private static final String SHARE = "share.version";

  /** Level of {@code metadata.version} of 3.7-IV4. */
  private static final short MIN_SUPPORTED = 19;

  private static final String MIN_SUPPORTED_RELEASE = "3.7";

  /** First level of {@code metadata.version} of each release, newest first. */
  private static final List<Release> RELEASES =
      List.of(
          new Release(31, "4.4 or newer"),
          new Release(30, "4.3"),
          new Release(28, "4.2"),
          new Release(26, "4.1"),
          new Release(22, "4.0"),
          new Release(21, "3.9"),
          new Release(20, "3.8"),
          new Release(15, "3.7"),
          new Release(12, "3.6"),
          new Release(9, "3.5"),
          new Release(8, "3.4"),
          new Release(4, "3.3"),
          new Release(1, "3.0 to 3.2"));

  private record Release(int firstLevel, String name) {}

  public BrokerFeatures {
    levels = Map.copyOf(levels);
  }

  /**
   * Asks the cluster.
   *
   * @throws UnsupportedBrokerException if the brokers are too old to answer
   * @throws TimeoutException if they do not answer in time
   */
  public static BrokerFeatures describe(Admin admin) throws InterruptedException {
    requireNonNull(admin, "admin is null");
    try {
      Map<String, Short> levels = new TreeMap<>();
      AdminAnswer.of(admin.describeFeatures().featureMetadata())
          .finalizedFeatures()
          .forEach((feature, range) -> levels.put(feature, range.maxVersionLevel()));
      return new BrokerFeatures(levels);
    } catch (UnsupportedVersionException e) {
      throw new UnsupportedBrokerException("The brokers cannot list their features; " + required());
    }
  }

  /** The release whose metadata format the cluster uses, for example {@code 4.3}. */
  public String release() {
    short level = level(METADATA);
    return RELEASES.stream()
        .filter(release -> level >= release.firstLevel())
        .findFirst()
        .map(Release::name)
        .orElse("unknown (no " + METADATA + ", perhaps on ZooKeeper)");
  }

  /** Whether consumers can share partitions (KIP-932). */
  public boolean supportsShareGroups() {
    return level(SHARE) >= 1;
  }

  /**
   * @throws UnsupportedBrokerException naming the cluster's release and the required one
   */
  public void requireSupported() {
    if (level(METADATA) < MIN_SUPPORTED) {
      throw new UnsupportedBrokerException(
          "The cluster's release is " + release() + "; " + required());
    }
  }

  /** One line for the log. */
  public String describe() {
    return "Kafka "
        + release()
        + ", share groups "
        + (supportsShareGroups() ? "on" : "off")
        + ", feature levels "
        + new TreeMap<>(levels);
  }

  private short level(String feature) {
    return levels.getOrDefault(feature, (short) 0);
  }

  private static String required() {
    return ("Laser Streams needs brokers on KRaft of release %s or newer. After an upgrade of the"
            + " brokers run: kafka-features.sh upgrade --release-version")
        .formatted(MIN_SUPPORTED_RELEASE);
  }
}
