package io.laserstreams.tools.bench.system;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What lives in the heap of another JVM, by {@code jcmd} of a JDK. */
public final class Heap {
  private static final Path JCMD = Path.of(System.getProperty("java.home"), "bin", "jcmd");
  private static final Pattern USED = Pattern.compile("used (\\d+)K");

  private Heap() {}

  /** Bytes after a full garbage collection; empty without a JDK, or if the JVM does not answer. */
  public static OptionalDouble liveBytes(AppProcess process) {
    if (!Files.isExecutable(JCMD)) {
      return OptionalDouble.empty();
    }
    String pid = Long.toString(process.pid());
    run(pid, "GC.run");
    return parse(run(pid, "GC.heap_info"));
  }

  /** The first use that {@code GC.heap_info} tells, which is that of the heap. */
  static OptionalDouble parse(String info) {
    Matcher used = USED.matcher(info);
    return used.find()
        ? OptionalDouble.of(Double.parseDouble(used.group(1)) * 1024)
        : OptionalDouble.empty();
  }

  private static String run(String pid, String command) {
    try {
      Process jcmd =
          new ProcessBuilder(JCMD.toString(), pid, command).redirectErrorStream(true).start();
      String answer = new String(jcmd.getInputStream().readAllBytes(), UTF_8);
      jcmd.waitFor();
      return answer;
    } catch (IOException e) {
      return ""; // There is no figure then.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }
}
