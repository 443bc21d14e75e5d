package io.laserstreams.runtime.broker;

import static java.util.Objects.requireNonNull;

import io.laserstreams.runtime.failure.UnsupportedBrokerException;
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

  /** Level of {@code metadata.version} that 3.7-IV4 has. */
  private static final short OLDEST_SUPPORTED = 19;

  private static final String OLDEST_SUPPORTED_RELEASE = "3.7";

  /** First level of {@code metadata.version} of each release, newest first. */
  private static final Object[][] RELEASES = {
    {31, "4.4 or newer"},
    {30, "4.3"},
    {28, "4.2"},
    {26, "4.1"},
    {22, "4.0"},
    {21, "3.9"},
    {20, "3.8"},
    {15, "3.7"},
    {12, "3.6"},
    {9, "3.5"},
    {8, "3.4"},
    {4, "3.3"},
    {1, "3.0 to 3.2"}
  };

  public BrokerFeatures {
    levels = Map.copyOf(levels);
  }

  /**
   * Asks the cluster.
   *
   * @throws UnsupportedBrokerException where the brokers are so old that they cannot answer
   * @throws TimeoutException where they do not answer in time
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
      throw new UnsupportedBrokerException(
          "The brokers cannot say which features they have; " + needed());
    }
  }

  /** The release whose metadata format the cluster uses, for example {@code 4.3}. */
  public String release() {
    short level = level(METADATA);
    for (Object[] release : RELEASES) {
      if (level >= (int) release[0]) {
        return (String) release[1];
      }
    }
    return "unknown (no " + METADATA + ", perhaps on ZooKeeper)";
  }

  /** Whether consumers can share partitions (KIP-932). */
  public boolean supportsShareGroups() {
    return level(SHARE) >= 1;
  }

  /**
   * @throws UnsupportedBrokerException naming what the cluster has and what is needed
   */
  public void requireSupported() {
    if (level(METADATA) < OLDEST_SUPPORTED) {
      throw new UnsupportedBrokerException(
          "The cluster's release is " + release() + "; " + needed());
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

  private static String needed() {
    return "Laser Streams needs brokers on KRaft of release "
        + OLDEST_SUPPORTED_RELEASE
        + " or newer. After an upgrade of the "
        + "brokers run: kafka-features.sh upgrade --release-version";
  }
}
