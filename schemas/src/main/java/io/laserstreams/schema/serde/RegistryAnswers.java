package io.laserstreams.schema.serde;

import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;

/** Puts into words what a schema registry answers, or something else at its address. */
public final class RegistryAnswers {
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;

  private RegistryAnswers() {}

  /**
   * Whether it is the registry that says that it knows no such subject, version or schema, by its
   * error codes 404xx. A 404 without one comes from something else at that address.
   */
  public static boolean saysUnknown(RestClientException e) {
    return e.getStatus() == NOT_FOUND && e.getErrorCode() / 100 == NOT_FOUND;
  }

  static boolean refusesCredentials(Throwable e) {
    return e instanceof RestClientException refused
        && (refused.getStatus() == UNAUTHORIZED || refused.getStatus() == FORBIDDEN);
  }

  /**
   * What to tell people.
   *
   * @param path what was asked for below the registry's address, for example {@code /subjects}
   */
  public static String describe(Exception e, String path) {
    if (e instanceof RestClientException answer) {
      return "it answers " + answer.getStatus() + " to " + path + hint(answer);
    }
    String message = String.valueOf(e.getMessage());
    if (e instanceof UnknownHostException) {
      return "no host " + message.replaceAll(":.*", "") + " is known";
    }
    if (e instanceof SocketTimeoutException) {
      return "it does not answer in time: " + message;
    }
    if (e instanceof SSLException) {
      return message
          + (message.contains("Unsupported or unrecognized SSL message")
              ? ": does it speak http instead of https?"
              : "");
    }
    if (e instanceof SocketException && message.startsWith("Unexpected end of file")) {
      return "it hangs up on http: does it speak https, or is it no registry?";
    }
    return e instanceof IOException && e.getMessage() != null ? message : e.toString();
  }

  private static String hint(RestClientException answer) {
    if (refusesCredentials(answer)) {
      return ": it wants to know who asks, and user and password belong into the address, as"
          + " https://user:password@host";
    }
    if (answer.getStatus() == NOT_FOUND && !saysUnknown(answer)) {
      return ": is its path missing, such as /apis/ccompat/v7?";
    }
    return ": " + answer.getMessage();
  }
}
