package io.laserstreams.runtime.broker;

import static java.util.Objects.requireNonNull;

import io.laserstreams.runtime.config.BrokerAddress;
import io.laserstreams.runtime.config.ClientProperties;
import io.laserstreams.runtime.failure.Causes;
import io.laserstreams.runtime.failure.Failure;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;

/** Finds out why no broker answers: Kafka's clients only report a timeout. */
public final class BrokerContact {
  private static final int CONNECT_TIMEOUT_MS = 1_000;
  private static final int MAX_ADDRESSES_TRIED = 3;

  private final String servers;
  private final List<String> addresses;
  private final String protocol;

  /**
   * @param client properties of a Kafka client
   */
  public BrokerContact(Map<String, ?> client) {
    this.servers =
        requireNonNull(
                client.get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG), "no bootstrap.servers")
            .toString();
    this.addresses = List.of(servers.split(","));
    Object configured = client.get(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG);
    this.protocol =
        configured == null ? CommonClientConfigs.DEFAULT_SECURITY_PROTOCOL : configured.toString();
  }

  /**
   * The reason for an outage in words. For a timeout, it takes up to a second per address to find
   * out.
   *
   * @throws ConfigException if it is no outage: the brokers reject the client
   * @throws KafkaException the failure itself, if it is no outage for other reasons
   */
  public String outage(KafkaException failure) {
    if (failure instanceof AuthenticationException || failure instanceof AuthorizationException) {
      throw new ConfigException(
          "The brokers at "
              + servers
              + " reject the client: "
              + Causes.of(failure)
              + ". Check "
              + ClientProperties.PREFIX
              + "security.protocol and "
              + ClientProperties.PREFIX
              + "sasl.* or ssl.*");
    }
    if (!Failure.isOutage(failure)) {
      throw failure;
    }
    String causes = Causes.of(failure);
    return failure instanceof TimeoutException
            || causes.contains(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG)
        ? tryAddresses()
        : causes;
  }

  private String tryAddresses() {
    List<String> results = new ArrayList<>();
    for (String address : addresses.subList(0, Math.min(MAX_ADDRESSES_TRIED, addresses.size()))) {
      results.add(address + ": " + connect(BrokerAddress.parse(address)));
    }
    return String.join(", ", results);
  }

  private String connect(BrokerAddress address) {
    InetSocketAddress socketAddress = new InetSocketAddress(address.host(), address.port());
    if (socketAddress.isUnresolved()) {
      return "the host name cannot be resolved";
    }
    try (Socket socket = new Socket()) {
      socket.connect(socketAddress, CONNECT_TIMEOUT_MS);
      return ("connects, but does not answer as a broker on %s; is it starting, or are port or"
              + " kafka.security.protocol wrong?")
          .formatted(protocol);
    } catch (IOException e) {
      return Causes.of(e);
    }
  }
}
