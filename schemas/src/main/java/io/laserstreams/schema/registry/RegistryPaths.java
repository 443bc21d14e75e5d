package io.laserstreams.schema.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;

/** Paths of Confluent's REST API below a registry's address. Subjects may have any character. */
final class RegistryPaths {
  private RegistryPaths() {}

  static String subject(String subject) {
    return "/subjects/" + encoded(subject);
  }

  static String versions(String subject) {
    return subject(subject) + "/versions";
  }

  /** A version that a schema refers to, even if it was deleted since. */
  static String version(String subject, int version) {
    return versions(subject) + "/" + version + "?deleted=true";
  }

  static String schema(int id) {
    return "/schemas/ids/" + id;
  }

  static String compatibility(String subject) {
    return "/compatibility" + versions(subject) + "/latest";
  }

  static String config(String subject) {
    return "/config/" + encoded(subject);
  }

  private static String encoded(String segment) {
    return URLEncoder.encode(segment, UTF_8).replace("+", "%20");
  }
}
