package io.laserstreams.schema.registry;

import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;

/** Puts into words what a schema registry answers, or something else at its address. */
public final class RegistryAnswers {
  /** What to say of an address that answers without knowing Confluent's API. */
  public static final String PATH_HINT =
      "has its address the right path? Confluent's registry has none, Apicurio's is"
          + " /apis/ccompat/v7";

  private RegistryAnswers() {}

  /**
   * What to tell people.
   *
   * @param path what was asked for below the registry's address, for example {@code /subjects}
   */
  public static String describe(Exception e, String path) {
    if (e instanceof RegistryException answer) {
      return "it answers " + answer.status() + " to " + path + hint(answer);
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

  private static String hint(RegistryException answer) {
    if (answer.refusesCredentials()) {
      return ": it wants to know who asks, and user and password belong into the address, as"
          + " https://user:password@host";
    }
    return answer.isElsewhere() ? ": " + PATH_HINT : ": " + answer.getMessage();
  }
}
