package io.laserstreams.lm.chat;

import java.util.regex.Pattern;

/** Writes two idioms of Python that Jinjava's grammar lacks in other words of the same meaning. */
final class PythonIdioms {
  private static final Pattern REVERSED = Pattern.compile("\\[\\s*::\\s*-1\\s*]");
  private static final Pattern NAMESPACE = Pattern.compile("namespace\\(([^()]*)\\)");
  private static final Pattern ARGUMENT = Pattern.compile("(\\w+)\\s*=\\s*([^,()]+)");

  private PythonIdioms() {}

  /** {@code x[::-1]} becomes {@code x|reverse}, {@code namespace(a=b + 1)} gets brackets. */
  static String translated(String template) {
    return NAMESPACE
        .matcher(REVERSED.matcher(template).replaceAll("|reverse"))
        .replaceAll(
            call -> "namespace(" + ARGUMENT.matcher(call.group(1)).replaceAll("$1=($2)") + ")");
  }
}
