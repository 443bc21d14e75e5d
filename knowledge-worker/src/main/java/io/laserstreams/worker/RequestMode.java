package io.laserstreams.worker;

import static java.util.Objects.requireNonNull;

import io.laserstreams.runtime.broker.BrokerFeatures;
import io.laserstreams.runtime.config.AppConfig;
import io.laserstreams.worker.WorkerSettings.Delivery;
import io.laserstreams.worker.WorkerSettings.Delivery.Mode;
import io.laserstreams.worker.delivery.Deliveries;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * By which kind of group requests are consumed: as configured, and as the brokers can.
 *
 * @param sharing by a share group, otherwise by a consumer group
 * @param maxDeliveries without an answer, after which a request becomes a dead letter
 */
record RequestMode(boolean sharing, int maxDeliveries) {
  private static final Logger log = LoggerFactory.getLogger(RequestMode.class);

  /**
   * Asks the brokers.
   *
   * @throws IllegalStateException if a share group is configured and the brokers cannot renew locks
   */
  static RequestMode find(AppConfig app, Delivery configured) throws InterruptedException {
    requireNonNull(configured, "configured is null");
    try (Admin admin = Admin.create(app.clients().admin())) {
      BrokerFeatures features = BrokerFeatures.describe(admin);
      boolean possible = Deliveries.sharingIsPossible(features);
      if (configured.mode() == Mode.SHARE && !possible) {
        throw new IllegalStateException(
            WorkerConfig.MODE
                + " is share, but the brokers have no share groups with renewable locks ("
                + features.describe()
                + "). Set it to auto, or upgrade to 4.2 and run: kafka-features.sh upgrade"
                + " --release-version");
      }
      if (possible && configured.mode() != Mode.CONSUMER) {
        ShareGroupCheck group = ShareGroupCheck.of(admin, configured.group());
        group.warnIfRequestsMayBeLost();
        return new RequestMode(
            true, Math.min(configured.maxDeliveries(), group.deliveryLimit() - 1));
      }
      log.warn(
          "{}: a consumer group takes the requests ({}): no more workers than partitions have work",
          app.app(),
          possible
              ? WorkerConfig.MODE + " is consumer"
              : "the brokers have no share groups with renewable locks");
      return new RequestMode(false, configured.maxDeliveries());
    }
  }

  /** For people, for example {@code share group}. */
  String describe() {
    return sharing ? "share group" : "consumer group";
  }
}
