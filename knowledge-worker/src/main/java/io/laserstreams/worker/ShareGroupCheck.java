package io.laserstreams.worker;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.common.config.ConfigResource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at the share group's configuration on the brokers, whose defaults pass over requests that wait when the first worker comes. */
final class ShareGroupCheck {
  private static final Logger log = LoggerFactory.getLogger(ShareGroupCheck.class);
  private static final Map<String, String> WANTED = Map.of("share.auto.offset.reset", "earliest", "share.isolation.level",
      "read_committed");

  private final Admin admin;
  private final String group;

  ShareGroupCheck(Admin admin, String group) {
    this.admin = requireNonNull(admin, "admin is null");
    this.group = requireNonNull(group, "group is null");
  }

  void warnWhereRequestsMayBeLost() throws InterruptedException {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.GROUP, group);
    try {
      Config found = admin.describeConfigs(List.of(resource)).all().get().get(resource);
      WANTED.forEach((key, wanted) -> {
        String value = found.get(key) == null ? "unset" : found.get(key).value();
        if (!wanted.equals(value)) {
          log.warn("Share group {} has {} = {} instead of {}: requests may be passed over. Set it with: laser topics apply", group, key,
              value, wanted);
        }
      });
    } catch (ExecutionException e) {
      log.warn("Cannot look at the configuration of share group {}; it needs {}", group, WANTED, e.getCause());
    }
  }
}
