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

/** Finds out why no broker answers: Kafka's clients only say that the time is over. */
public final class BrokerContact {
  private static final int CONNECT_TIMEOUT_MS = 1_000;
  private static final int MOST_TRIED = 3;

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
    Object set = client.get(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG);
    this.protocol = set == null ? CommonClientConfigs.DEFAULT_SECURITY_PROTOCOL : set.toString();
  }

  /**
   * The reason for an outage in words, which for a time that is over takes up to a second for each
   * address to find out.
   *
   * @throws ConfigException where it is no outage: the brokers do not accept who asks
   * @throws KafkaException the failure, where it is none for other reasons
   */
  public String outage(KafkaException failure) {
    if (failure instanceof AuthenticationException || failure instanceof AuthorizationException) {
      throw new ConfigException(
          "The brokers at "
              + servers
              + " do not accept who asks: "
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
        ? connecting()
        : causes;
  }

  private String connecting() {
    List<String> answers = new ArrayList<>();
    for (String address : addresses.subList(0, Math.min(MOST_TRIED, addresses.size()))) {
      answers.add(address + ": " + answer(BrokerAddress.parse(address)));
    }
    return String.join(", ", answers);
  }

  private String answer(BrokerAddress address) {
    InetSocketAddress socketAddress = new InetSocketAddress(address.host(), address.port());
    if (socketAddress.isUnresolved()) {
      return "no host of this name is known";
    }
    try (Socket socket = new Socket()) {
      socket.connect(socketAddress, CONNECT_TIMEOUT_MS);
      return "connects, but does not answer as a broker on "
          + protocol
          + "; is it starting, or are port or kafka.security.protocol"
          + " wrong?";
    } catch (IOException e) {
      return e.getMessage();
    }
  }
}
