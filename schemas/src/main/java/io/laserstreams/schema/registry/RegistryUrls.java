package io.laserstreams.schema.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where registries are, and with which headers one asks them: Java takes no user and password from
 * an address.
 *
 * @param addresses without user and password
 * @param headers those of HTTP's basic authentication, where an address has user and password
 */
public record RegistryUrls(List<String> addresses, Map<String, String> headers) {
  private static final Pattern WITH_USER = Pattern.compile("(https?://)([^/@]+)@(.*)");

  /**
   * @param urls separated by commas
   */
  public static RegistryUrls parse(String urls) {
    List<String> addresses = new ArrayList<>();
    String user = null;
    for (String url : urls.strip().split("\\s*,\\s*", -1)) {
      Matcher match = WITH_USER.matcher(url);
      if (match.matches()) {
        user = match.group(2);
        addresses.add(match.group(1) + match.group(3));
      } else {
        addresses.add(url);
      }
    }
    return new RegistryUrls(
        List.copyOf(addresses),
        user == null
            ? Map.of()
            : Map.of(
                "Authorization",
                "Basic " + Base64.getEncoder().encodeToString(decoded(user).getBytes(UTF_8))));
  }

  /** A text with addresses as people may see it, without user and password. */
  public static String shown(String text) {
    return text.replaceAll("(?<=//)[^/@,\\s]*@", "");
  }

  /** As a URL has it, where a plus is a plus. */
  private static String decoded(String user) {
    return URLDecoder.decode(user.replace("+", "%2B"), UTF_8);
  }
}
