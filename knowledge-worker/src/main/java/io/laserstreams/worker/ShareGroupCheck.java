package io.laserstreams.worker;

import static java.util.Objects.requireNonNull;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.common.config.ConfigResource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks the share group's configuration on the brokers, whose defaults skip requests that were
 * waiting before the first worker came.
 */
final class ShareGroupCheck {
  private static final Logger log = LoggerFactory.getLogger(ShareGroupCheck.class);
  private static final Map<String, String> WANTED =
      Map.of("share.auto.offset.reset", "earliest", "share.isolation.level", "read_committed");
  private static final String DELIVERY_LIMIT = "share.delivery.count.limit";

  /** The brokers' default, for those that do not report it. */
  private static final int DEFAULT_DELIVERY_LIMIT = 5;

  private final String group;
  private final Map<String, String> found;

  private ShareGroupCheck(String group, Map<String, String> found) {
    this.group = requireNonNull(group, "group is null");
    this.found = requireNonNull(found, "found is null");
  }

  static ShareGroupCheck of(Admin admin, String group) throws InterruptedException {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.GROUP, group);
    Map<String, String> found = new HashMap<>();
    try {
      for (Config config : admin.describeConfigs(List.of(resource)).all().get().values()) {
        config.entries().forEach(entry -> found.put(entry.name(), entry.value()));
      }
    } catch (ExecutionException e) {
      log.warn(
          "Cannot read the configuration of share group {}; it needs {}",
          group,
          WANTED,
          e.getCause());
    }
    return new ShareGroupCheck(group, found);
  }

  void warnIfRequestsMayBeLost() {
    WANTED.forEach(
        (key, wanted) -> {
          if (!found.isEmpty() && !wanted.equals(found.get(key))) {
            log.warn(
                "Share group {} has {} = {} instead of {}: requests may be skipped. Set it with:"
                    + " laser topics apply",
                group,
                key,
                found.getOrDefault(key, "unset"),
                wanted);
          }
        });
  }

  /** The number of deliveries after which the brokers drop a request without a trace. */
  int deliveryLimit() {
    String limit = found.get(DELIVERY_LIMIT);
    return limit == null ? DEFAULT_DELIVERY_LIMIT : Integer.parseInt(limit);
  }
}
