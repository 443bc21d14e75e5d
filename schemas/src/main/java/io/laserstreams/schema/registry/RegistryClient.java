package io.laserstreams.schema.registry;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParseException;

/**
 * Asks a schema registry that speaks Confluent's REST API, and remembers nothing but the address
 * that answered. Thread-safe.
 *
 * <p>All methods throw {@link IOException} where no address answers as a registry does, and {@link
 * RegistryException} where the registry refuses. {@link RegistryAnswers} has words for both.
 */
public final class RegistryClient {
  /** As long as a stream thread may hang. */
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(10);

  private final RegistryHttp http;

  RegistryClient(RegistryHttp http) {
    this.http = requireNonNull(http, "http is null");
  }

  /**
   * @param urls one or several, separated by commas, of which any is asked first; user and password
   *     in one are sent to all
   */
  public static RegistryClient at(String urls) {
    return at(urls, ANSWER_TIMEOUT);
  }

  /**
   * @param timeout how long an address may say nothing before it counts as down
   */
  public static RegistryClient at(String urls, Duration timeout) {
    RegistryUrls parsed = RegistryUrls.parse(urls);
    int first = ThreadLocalRandom.current().nextInt(parsed.addresses().size());
    return new RegistryClient(
        new RegistryHttp(
            new Addresses(parsed.addresses(), first), new HttpExchange(parsed.headers(), timeout)));
  }

  /** Registers the schema under the subject, unless it is there, and returns its id. */
  public int register(String subject, Schema schema) throws IOException, RegistryException {
    return http.post(RegistryPaths.versions(subject), body(schema)).number("id");
  }

  /** The id of a schema that is registered under the subject. */
  public int id(String subject, Schema schema) throws IOException, RegistryException {
    return http.post(RegistryPaths.subject(subject), body(schema)).number("id");
  }

  /**
   * The schema that has the id.
   *
   * @throws SchemaParseException where it is not in Avro
   */
  public Schema schema(int id) throws IOException, RegistryException {
    return new SchemaReader(http).read(http.get(RegistryPaths.schema(id)));
  }

  /** Whether the subject's level of compatibility lets the schema follow its latest version. */
  public boolean isCompatible(String subject, Schema schema) throws IOException, RegistryException {
    return http.post(RegistryPaths.compatibility(subject), body(schema)).flag("is_compatible");
  }

  /** The subject's own level of compatibility, such as {@code FULL_TRANSITIVE}. */
  public String compatibility(String subject) throws IOException, RegistryException {
    return http.get(RegistryPaths.config(subject)).text("compatibilityLevel");
  }

  /**
   * Gives the subject a level of its own. What the reply says is left alone: registries name its
   * field differently.
   */
  public void setCompatibility(String subject, String level) throws IOException, RegistryException {
    http.put(RegistryPaths.config(subject), Map.of("compatibility", level));
  }

  private static Map<String, String> body(Schema schema) {
    return Map.of("schema", schema.toString());
  }
}
